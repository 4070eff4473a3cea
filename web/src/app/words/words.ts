import { i18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { type Language, type Message, messageOf } from '../../api/index.ts';
import type english from './en.json';

export type WordKey = keyof typeof english;
export type WordValues = Record<string, string | number>;
export type Words = (key: WordKey, values?: WordValues) => string;

export const LANGUAGES: readonly { id: Language; name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'he', name: 'עברית' },
  { id: 'ar', name: 'العربية' },
];
const STORED = 'kinora.language';

const LOADERS = {
  en: () => import('virtual:kinora-words/en'),
  he: () => import('virtual:kinora-words/he'),
  ar: () => import('virtual:kinora-words/ar'),
} as const;
/** What the first screen does not say. */
const LATER_LOADERS = {
  en: () => import('virtual:kinora-words/later/en'),
  he: () => import('virtual:kinora-words/later/he'),
  ar: () => import('virtual:kinora-words/later/ar'),
} as const;

/** Languages of which every word is there. */
const whole = new Set<Language>();

/** The language kept in this browser, else the first one the browser asks for that we speak. */
export function initialLanguage(): Language {
  const wanted = [localStorage.getItem(STORED), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  // `iw` is the old tag of Hebrew, still sent by some browsers.
  const known = wanted.map((tag) => (tag === 'iw' ? 'he' : tag)).find((tag) => LANGUAGES.some(({ id }) => id === tag));
  return (known as Language | undefined) ?? 'en';
}

/** Loads one language and turns the page to it, without a reload: forms keep what is typed. */
export async function switchLanguage(language: Language): Promise<void> {
  const { default: messages } = await LOADERS[language]();
  i18n.load(language, messages);
  // Once a screen has asked for every word, the page turns to a language when all of it has arrived.
  if (whole.size > 0) await loadLater(language);
  i18n.activate(language);
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'en' ? 'ltr' : 'rtl';
  localStorage.setItem(STORED, language);
}

/** Every word of the language in use, for the screens behind the first one. */
export function laterWords(): Promise<void> {
  return loadLater(i18n.locale as Language);
}

async function loadLater(language: Language): Promise<void> {
  if (whole.has(language)) return;
  const { default: messages } = await LATER_LOADERS[language]();
  i18n.load(language, messages);
  whole.add(language);
}

export function useWords(): Words {
  const { i18n: current } = useLingui();
  // `current` is one object for ever; the locale is what makes the words new.
  const locale = current.locale;
  return useMemo(() => {
    void locale;
    return (key, values) => current._(key, values);
  }, [current, locale]);
}

/** A name the studio sent with its key, in the person's language where the key is known here; else as it was sent. */
export function useServerWords(): (key: string, asSent: string) => string {
  const { i18n: current } = useLingui();
  return (key, asSent) => (key in current.messages ? current._(key) : asSent);
}

/**
 * A sentence the studio wrote, in the person's language. It is English as sent, so English needs no file of its own;
 * other languages look it up by the code that came beside it. Other people's words have no code and stay as they are.
 */
export function said(sentence: string): string {
  const message = messageOf(sentence);
  if (!message) return sentence;
  return i18n.locale === 'en' ? isolate(sentence, message.values) : sayCode(message.code, message.values, sentence);
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;

/** A Hebrew or Arabic name inside an English sentence would pull the numbers and signs beside it to its other side. */
function isolate(sentence: string, values: Message['values']): string {
  return Object.values(values)
    .filter((value) => typeof value === 'string' && RIGHT_TO_LEFT.test(value))
    .reduce<string>((text, value) => text.replace(String(value), `\u2068${value}\u2069`), sentence);
}

/** The same for a sentence that brings its own code, such as a refusal. */
export function sayCode(code: string, values: Record<string, unknown>, asSent: string): string {
  const key = `said.${code}`;
  return i18n.locale !== 'en' && key in i18n.messages ? i18n._(key, values) : asSent;
}

/** `said` for what is drawn: drawn anew when the language changes. */
export function useSaid(): typeof said {
  useLingui();
  return said;
}

/** How the studio names itself as a maker, alone or after a vendor; other makers have names of their own, which stay. */
const BUILT_IN = 'Built-in engine';

export function useMaker(): (name: string) => string {
  const t = useWords();
  return (name) =>
    name
      .split(' + ')
      .map((part) => (part === BUILT_IN ? t('maker.builtIn') : part))
      .join(' + ');
}

export function useLanguage(): Language {
  return useLingui().i18n.locale as Language;
}

/** Words outside React, for toasts raised by events. */
export const words: Words = (key, values) => i18n._(key, values);

/** Numbers and dates: the person's language with Latin digits (screens.md §8). */
export function localeOf(language: string): string {
  return language === 'ar' ? 'ar-u-nu-latn' : language === 'he' ? 'he' : 'en-GB';
}
