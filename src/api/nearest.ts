import { distance } from 'fastest-levenshtein';

/** The words most like one that is not among them, as people mistype: the nearest first. */
export function nearest(word: string, words: readonly string[], most = 3): readonly string[] {
  const typed = word.toLowerCase();
  return [...words]
    .map((one) => ({ one, letters: distance(typed, one.toLowerCase()) }))
    .sort((a, b) => a.letters - b.letters || a.one.localeCompare(b.one))
    .slice(0, most)
    .map(({ one }) => one);
}
