import type { Price } from '../../api/index.ts';

/** How many digits a currency has after the point: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2; // three letters that are no currency: the studio says so when they are sent
  }
}

/** As people of this language write money: `€89.00`, `‏89.00 ₪`. */
export function sayPrice(price: Price, locale: string): string {
  const value = price.amountMinor / 10 ** minorDigits(price.currency);
  return new Intl.NumberFormat(locale, { style: 'currency', currency: price.currency }).format(value);
}

/** What stands in the field: the plain number, without thousands, with a point. */
export function toAmountText({ amountMinor, currency }: Price): string {
  const digits = minorDigits(currency);
  return (amountMinor / 10 ** digits).toFixed(digits);
}

/** A typed amount in whole minor units, or nothing where it is no amount. A comma is taken as the point: `12,50`. */
export function parseAmount(text: string, currency: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  const digits = minorDigits(currency);
  const [, whole, rest = ''] = /^(\d{1,13})(?:\.(\d*))?$/.exec(plain) ?? [];
  if (whole === undefined || rest.length > digits) return undefined;
  return Number(whole + rest.padEnd(digits, '0'));
}
