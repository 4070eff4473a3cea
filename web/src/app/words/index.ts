export { createFormat, type Format, toTimecode, useFormat } from './format.ts';
export {
  initialLanguage,
  LANGUAGES,
  localeOf,
  switchLanguage,
  useLanguage,
  useWords,
  type WordKey,
  type Words,
  words,
} from './words.ts';
