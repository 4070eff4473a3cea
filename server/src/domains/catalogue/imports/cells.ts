import type { Price } from '@kinora/contract';

/** What a spreadsheet would run instead of show (OWASP, CSV injection). */
const FORMULA = /^'*[=+\-@\t\r]/;

/** An apostrophe in front makes it text in every spreadsheet; `restoreFormula` takes it off again, and nothing else. */
export function guardFormula(value: string): string {
  return FORMULA.test(value) ? `'${value}` : value;
}

export function restoreFormula(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

/** What is kept of a cell to be shown: no NUL, which no database holds, and no half of a letter at its end. */
export function cut(text: string, longest: number): string {
  const short = text.replaceAll('\u0000', '').slice(0, longest);
  return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short;
}

const CURRENCY_SIGNS: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['$', 'USD'],
  ['£', 'GBP'],
  ['₪', 'ILS'],
  ['¥', 'JPY'],
  ['₹', 'INR'],
  ['₺', 'TRY'],
]);

/** Digits after the point that the currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** "1299.50": with a point and no grouping, so that it is read again the same everywhere. */
export function formatAmount({ amountMinor, currency }: Price): string {
  const digits = digitsOf(currency);
  const text = String(amountMinor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export type ReadPrice = { kind: 'price'; price: Price } | { kind: 'unreadable' } | { kind: 'no_currency' };

/**
 * A price as people write it: "1,299.50", "1.299,50 €", "ILS 89". A sign or code in the cell wins over the given currency.
 * One separator with three digits behind it groups thousands, unless the currency has three digits itself.
 */
export function readPrice(cell: string, currency: string | null): ReadPrice {
  const text = toAsciiDigits(cell).replace(/[\s\u00a0\u202f’']/g, '');
  const sign = [...text].find((letter) => CURRENCY_SIGNS.has(letter));
  const code = /(?<![a-z])[a-z]{3}(?![a-z])/i.exec(text)?.[0];
  const own = code?.toUpperCase() ?? (sign && CURRENCY_SIGNS.get(sign)) ?? currency;
  const number = text.replace(code ?? '', '').replace(sign ?? '', '');
  if (!/^\d[\d.,]*$/.test(number)) return { kind: 'unreadable' };
  if (own === null) return { kind: 'no_currency' };
  const amountMinor = toMinor(number, digitsOf(own));
  return amountMinor === null ? { kind: 'unreadable' } : { kind: 'price', price: { amountMinor, currency: own } };
}

function toMinor(number: string, digits: number): number | null {
  const point = findPoint(number, digits);
  const grouped = point < 0 ? number : number.slice(0, point);
  // Groups of three, or of two as in India; anything else is a slip of the finger.
  if (!/^(\d+|\d{1,3}(,\d{2,3})*,\d{3}|\d{1,3}(\.\d{3})+)$/.test(grouped)) return null;
  const whole = grouped.replace(/[.,]/g, '');
  const fraction = point < 0 ? '' : number.slice(point + 1);
  if (!/^\d*$/.test(fraction) || fraction.length > digits) return null;
  const amount = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(amount) && amount <= 1_000_000_000_000 ? amount : null;
}

/** Where the decimals begin, or -1: the last separator, unless it groups thousands. */
function findPoint(number: string, digits: number): number {
  const last = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
  if (last < 0) return -1;
  const separator = number[last]!;
  const isOnlyOne = number.indexOf(separator) === last;
  const hasOther = number.includes(separator === '.' ? ',' : '.');
  const behind = number.length - last - 1;
  if (!isOnlyOne) return -1;
  return behind === 3 && digits !== 3 && !hasOther ? -1 : last;
}

const ARABIC_DIGITS = '٠١٢٣٤٥٦٧٨٩';
const PERSIAN_DIGITS = '۰۱۲۳۴۵۶۷۸۹';

function toAsciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) =>
    String(Math.max(ARABIC_DIGITS.indexOf(digit), PERSIAN_DIGITS.indexOf(digit))),
  );
}

/** A plain number; a comma alone is a decimal point. Null when it is none. */
export function readNumber(cell: string): number | null {
  const text = toAsciiDigits(cell.trim());
  const plain = /^[+-]?\d+,\d+$/.test(text) ? text.replace(',', '.') : text;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

export function splitTags(cell: string): string[] {
  return cell
    .split(/[,;|\r\n\t]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

/** Addresses, file names or `asset:` ids, divided by lines or bars; addresses also by commas and spaces. */
export function splitPictures(cell: string): string[] {
  return cell
    .split(/[|\r\n]+|[,;\s]+(?=https?:\/\/)/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
