import { useMemo } from 'react';
import { localeOf, useLanguage } from './words.ts';

/** Cash with its currency code, as two currencies may stand side by side; never rounded below what it is. */
export function formatMoney(locale: string, currency: string, micros: number): string {
  // Vendors price below a cent: such an amount shows the digits it has.
  const digits = micros % 10_000 === 0 ? undefined : 4;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    ...(digits === undefined
      ? { trailingZeroDisplay: 'stripIfInteger' as const }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits, roundingMode: 'ceil' as const }),
  }).format(micros / 1_000_000);
}

export type MoneyWords = {
  micros(currency: string, micros: number): string;
  minor(currency: string, amount: number): string;
};

export function useMoney(): MoneyWords {
  const locale = localeOf(useLanguage());
  return useMemo(() => {
    const micros = (currency: string, amount: number) => formatMoney(locale, currency, amount);
    return { micros, minor: (currency, amount) => micros(currency, amount * 10_000) };
  }, [locale]);
}
