/** The words most like one that is not among them, as people mistype: the nearest first. */
export function nearest(word: string, words: readonly string[], most = 3): readonly string[] {
  const typed = word.toLowerCase();
  return [...words]
    .map((one) => ({ one, distance: distanceOf(typed, one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || a.one.localeCompare(b.one))
    .slice(0, most)
    .map(({ one }) => one);
}

/** How many letters are to be put in, taken out or changed to get from one word to the other. */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      next.push(Math.min((row[column] ?? 0) + (letter === other ? 0 : 1), (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
