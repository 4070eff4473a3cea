/** A price as the brief writes it. `isFrom` when the brief itself says that it is the lowest of several. */
export type FoundPrice = { text: string; index: number; isFrom: boolean };

const SYMBOL = '[€$£¥₪₹₺₽₩﷼]|US\\$|C\\$|A\\$';
const CODE =
  'EUR|USD|GBP|ILS|NIS|AED|SAR|QAR|KWD|BHD|OMR|EGP|JOD|CHF|SEK|NOK|DKK|JPY|CNY|INR|CAD|AUD|PLN|TRY|dollars?|euros?|pounds?|shekels?|dirhams?|riyals?|francs?|שקלים|שקל|ש"ח|ש״ח|שח|דולרים|דולר|יורו|يورو|دولارا?ً?|درهما?ً?|دراهم|ريالا?ً?|ريالات|دينارا?ً?|دنانير|جنيها?ً?|شيكلا?ً?|شيقل|د\\.إ|ر\\.س|د\\.ك';
const NUMBER =
  '(?:\\d{1,3}(?:[., \u00a0\u202f’٬]\\d{3})+|\\d{1,7}|[٠-٩]{1,7}(?:٬[٠-٩]{3})*)(?:[.,٫][\\d٠-٩]{1,2})?(?:[.,]-|,–)?';
const GAP = '[ \u00a0\u202f]?';
const PERIOD =
  '(?:\\s?\\/\\s?(?:month|mo|year|night|day|week|kg|l)|\\s(?:per|a)\\s(?:month|year|night|day|week|person|kg)|\\sלחודש|\\sלשנה|\\sללילה|\\sشهرياً?|\\sفي الشهر|\\sلليلة|\\sسنوياً?)?';
const PRICE = new RegExp(
  `(?<![\\p{L}\\p{N}.,])(?:(?:${SYMBOL})${GAP}${NUMBER}|(?:EUR|USD|GBP|ILS|NIS|AED|SAR|CHF)${GAP}${NUMBER}|${NUMBER}${GAP}(?:${SYMBOL}|(?:${CODE})(?![\\p{L}])))${PERIOD}(?![\\p{N}%])`,
  'giu',
);
/** What stands before an amount that is not the price: savings, thresholds, old prices. */
const NOT_A_PRICE =
  /(save|saving|off|over|above|under|below|up to|less than|more than|worth|orders? of|spend|was|were|instead of|reduced from|previously|rrp|raised|prize of|win|חסכו|מעל|עד|במקום|היה|היתה|בשווי|פחות מ[-־]?|بدلا من|بدلاً من|كان|فوق|أكثر من|أقل من|بقيمة|وفر|حتى)[\s:~]*$/iu;
const NOT_AFTER =
  /^\s*(off|discount|cashback|million|billion|m\b|bn|k\b|voucher|gift|or more|and above|הנחה|מתנה|מיליון|خصم|مليون|أو أكثر)/iu;
const FROM =
  /(?<![\p{L}])(from|starting (?:at|from)|starts? at|prices? from|as low as|החל מ[-־]?|החל ב[-־]?|מ[-־]|ابتداء من|ابتداءً من|يبدأ من|تبدأ من|بدءا من|بدءاً من|انطلاقا من|من)\s*(?:only\s|just\s|רק\s|فقط\s)?$/iu;
const FROM_TO_BEFORE = /(reduced|down)\s+from\s*$/iu;

/** Every price of a text, in order. */
export function findPrices(text: string): FoundPrice[] {
  const found: FoundPrice[] = [];
  for (const match of text.matchAll(PRICE)) {
    const before = text.slice(Math.max(0, match.index - 26), match.index);
    const after = text.slice(match.index + match[0].length);
    if (NOT_A_PRICE.test(before) || NOT_AFTER.test(after) || FROM_TO_BEFORE.test(before)) continue;
    found.push({ text: match[0].trim(), index: match.index, isFrom: FROM.test(before) });
  }
  return found;
}
