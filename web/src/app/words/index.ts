export { type Format, toTimecode, useFormat } from './format.ts';
export { type MoneyWords, useMoney } from './money.ts';
export {
  initialLanguage,
  LANGUAGES,
  laterWords,
  localeOf,
  said,
  sayCode,
  switchLanguage,
  useLanguage,
  useMaker,
  useSaid,
  useServerWords,
  useWords,
  type WordKey,
  type Words,
  words,
} from './words.ts';
