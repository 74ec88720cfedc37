/** The words of the user's language: dictionary, error texts, Ant Design's own texts, dates and numbers. */
import type { Locale } from 'antd/es/locale/index.js';
import { createContext, useContext, type ReactNode } from 'react';
import type { Dictionary } from './en.js';
import type { ErrorTexts } from './errors/texts.js';
import { LANGUAGES, textsOf, type Language, type LanguageId } from './languages.js';

export interface Words {
  readonly t: Dictionary;
  readonly errors: ErrorTexts;
  readonly antd: Locale;
  readonly language: Language;
  /** A moment as the API writes it; '' stays ''. */
  readonly date: (iso: string) => string;
  readonly number: (n: number) => string;
}

const Context = createContext<Words | undefined>(undefined);
const made = new Map<LanguageId, Words>();

/** Of a language that is loaded. */
export function wordsOf(id: LanguageId): Words {
  const words = made.get(id) ?? wordsFrom(id);
  made.set(id, words);
  return words;
}

function wordsFrom(id: LanguageId): Words {
  const { dictionary, errors, antd } = textsOf(id);
  const language = LANGUAGES[id];
  // Each takes some 15 ms to make, which a page without dates can do without.
  let dates: Intl.DateTimeFormat | undefined;
  let numbers: Intl.NumberFormat | undefined;
  return {
    t: dictionary, errors, antd, language,
    date: (iso) => {
      if (Number.isNaN(Date.parse(iso))) return iso;
      dates ??= new Intl.DateTimeFormat(language.tag, { dateStyle: 'medium', timeStyle: 'medium' });
      return dates.format(new Date(iso));
    },
    number: (n) => {
      numbers ??= new Intl.NumberFormat(language.tag);
      return numbers.format(n);
    },
  };
}

export function WordsProvider({ language, children }: { readonly language: LanguageId; readonly children: ReactNode }) {
  return <Context value={wordsOf(language)}>{children}</Context>;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (words === undefined) throw new Error('no language has been chosen above this component');
  return words;
}

/** The user's word for one of the cloud's; the cloud's own where there is none. */
export function wordFor(table: Readonly<Record<string, string>>, word: string): string {
  return table[word] ?? word;
}
