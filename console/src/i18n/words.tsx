/** The user's language: dictionary, error texts, Ant Design's own texts, dates and numbers. Each language is loaded when it is used. */
import type { Locale } from 'antd/es/locale/index.js';
import { createContext, use, useContext, useMemo, type ReactNode } from 'react';
import type { AcceptLanguage } from '../api/places.js';
import type { ErrorTexts } from './errors/texts.js';
import type { Dictionary } from './en.js';

interface Texts {
  readonly dictionary: Dictionary;
  readonly errors: ErrorTexts;
  readonly antd: Locale;
}

export interface Language {
  readonly name: string;
  /** BCP 47, for dates, numbers and the document. */
  readonly tag: string;
  readonly accept: AcceptLanguage;
  readonly load: () => Promise<Texts>;
}

export const LANGUAGES = {
  ja: { name: '日本語', tag: 'ja-JP', accept: 'ja', load: async () => (await import('./load-ja.js')).default },
  en: { name: 'English', tag: 'en-US', accept: 'en-US', load: async () => (await import('./load-en.js')).default },
  zh: { name: '简体中文', tag: 'zh-CN', accept: 'zh-CN', load: async () => (await import('./load-zh.js')).default },
} as const satisfies Record<string, Language>;
export type LanguageId = keyof typeof LANGUAGES;

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
const loaded = new Map<LanguageId, Promise<Texts>>();

function textsOf(id: LanguageId): Promise<Texts> {
  const texts = loaded.get(id) ?? LANGUAGES[id].load();
  loaded.set(id, texts);
  return texts;
}

export function WordsProvider({ language: id, children }: { readonly language: LanguageId; readonly children: ReactNode }) {
  const texts = use(textsOf(id));
  const words = useMemo((): Words => {
    const language = LANGUAGES[id];
    const dates = new Intl.DateTimeFormat(language.tag, { dateStyle: 'medium', timeStyle: 'medium' });
    const numbers = new Intl.NumberFormat(language.tag);
    return {
      t: texts.dictionary, errors: texts.errors, antd: texts.antd, language,
      date: (iso) => (Number.isNaN(Date.parse(iso)) ? iso : dates.format(new Date(iso))),
      number: (n) => numbers.format(n),
    };
  }, [texts, id]);
  return <Context value={words}>{children}</Context>;
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
