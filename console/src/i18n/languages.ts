/** The languages, and which one the user prefers. Each is loaded when it is used; the first, before anything that uses it is there. */
import type { Locale } from 'antd/es/locale/index.js';
import type { AcceptLanguage } from '../api/places.js';
import type { Dictionary } from './en.js';
import type { ErrorTexts } from './errors/texts.js';

export interface Texts {
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

const loaded = new Map<LanguageId, Texts>();

/** After it has come about, `textsOf` has them. */
export async function loadTexts(id: LanguageId): Promise<void> {
  if (!loaded.has(id)) loaded.set(id, await LANGUAGES[id].load());
}

export function textsOf(id: LanguageId): Texts {
  const texts = loaded.get(id);
  if (texts === undefined) throw new Error(`the texts of ${id} are not loaded`);
  return texts;
}

function isLanguage(text: string): text is LanguageId {
  return Object.hasOwn(LANGUAGES, text);
}

/** The one chosen last, else the first of the browser's that there is. */
export function preferredLanguage(): LanguageId {
  return [localStorage.getItem('language') ?? '', ...navigator.languages.map((tag) => tag.slice(0, 2))].find(isLanguage) ?? 'en';
}
