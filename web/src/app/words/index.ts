export { type Format, toTimecode, useFormat } from './format.ts';
export {
  initialLanguage,
  LANGUAGES,
  switchLanguage,
  useLanguage,
  useServerWords,
  useWords,
  type WordKey,
  type Words,
  words,
} from './words.ts';
