/** What a user prefers, kept in this browser. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { LANGUAGES, loadTexts, preferredLanguage, type LanguageId } from '../i18n/languages.js';

export type Theme = 'light' | 'dark' | 'system';

interface Preferences {
  readonly language: LanguageId;
  readonly theme: Theme;
  /** What `theme` comes to now. */
  readonly dark: boolean;
  /** Nothing moves: so the user's system says. */
  readonly still: boolean;
  readonly setLanguage: (language: LanguageId) => void;
  readonly setTheme: (theme: Theme) => void;
}

const Context = createContext<Preferences | undefined>(undefined);
const DARK = '(prefers-color-scheme: dark)';
const STILL = '(prefers-reduced-motion: reduce)';

export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [language, speak] = useState(preferredLanguage);
  const [theme, setTheme] = useState<Theme>(() => themeOf(localStorage.getItem('theme')));
  const systemDark = useMedia(DARK);
  const still = useMedia(STILL);
  const dark = theme === 'dark' || (theme === 'system' && systemDark);

  useEffect(() => {
    localStorage.setItem('language', language);
    document.documentElement.lang = LANGUAGES[language].tag;
  }, [language]);
  useEffect(() => {
    localStorage.setItem('theme', theme);
  }, [theme]);
  useEffect(() => {
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);

  // The page stays as it is until the other language's texts are there.
  const setLanguage = useCallback((chosen: LanguageId) => void loadTexts(chosen).then(() => { speak(chosen); }), []);
  const value = useMemo(() => ({ language, theme, dark, still, setLanguage, setTheme }), [language, theme, dark, still, setLanguage]);
  return <Context value={value}>{children}</Context>;
}

export function usePreferences(): Preferences {
  const preferences = useContext(Context);
  if (preferences === undefined) throw new Error('no preferences above this component');
  return preferences;
}

/** Whether a media query holds, now and whenever that changes. */
export function useMedia(media: string): boolean {
  const subscribe = useCallback((told: () => void) => {
    const query = matchMedia(media);
    query.addEventListener('change', told);
    return () => {
      query.removeEventListener('change', told);
    };
  }, [media]);
  return useSyncExternalStore(subscribe, () => matchMedia(media).matches);
}

function themeOf(text: string | null): Theme {
  return text === 'light' || text === 'dark' ? text : 'system';
}
