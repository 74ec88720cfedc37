/**
 * Sentences with places for facts: `{eni}` and the like. A fact is a text, or the key of an object, which whoever shows the sentence
 * names as its reader knows it (`eni-…` for `port/7`). So one walk serves every language and every audience.
 */
export type Facts = Readonly<Record<string, string>>;

/** Names the key of an object. */
export type Namer = (key: string) => string;

const KEY = /^[a-z]+\/\d+(?:[/-]\d+)*$/;

/** Throws where a place has no fact: a sentence with a hole helps nobody. */
export function fill(sentence: string, facts: Facts, name: Namer): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, place: string) => {
    const fact = facts[place];
    if (fact === undefined) throw new Error(`no fact for {${place}} of "${sentence}"`);
    return told(fact, name);
  });
}

/** The facts as their reader knows them, for sentences in other languages. */
export function named(facts: Facts, name: Namer): Facts {
  return Object.fromEntries(Object.entries(facts).map(([place, fact]) => [place, told(fact, name)]));
}

function told(fact: string, name: Namer): string {
  return KEY.test(fact) ? name(fact) : fact;
}
