/**
 * The price table as data (rulings §2.1): quotes, screens and tests read it. Whole credits for one piece of built-in work.
 * Work on an organization's own connections costs no credits and is not listed here.
 */
export const PRICE_KEYS = ['plan', 'picture', 'motion', 'voice', 'music', 'cut', 'logo_concept', 'refine'] as const;
export type PriceKey = (typeof PRICE_KEYS)[number];
export type Preset = 'self-hosted' | 'hosted';

export const PRICES: Readonly<Record<Preset, Readonly<Record<PriceKey, number>>>> = {
  'self-hosted': { plan: 0, picture: 0, motion: 0, voice: 0, music: 0, cut: 0, logo_concept: 0, refine: 0 },
  hosted: { plan: 0, picture: 1, motion: 1, voice: 1, music: 1, cut: 0, logo_concept: 1, refine: 1 },
};

/**
 * Work on the operator's own connections costs credits (rulings §2.2): its price at the vendor with a margin, in whole
 * credits, at least one. On an organization's own connection it costs none.
 */
export const OPERATOR_PRICE = { marginPercent: 130, creditMicros: 100_000 };

export function creditsForMicros(micros: number): number {
  return Math.max(1, Math.ceil((micros * OPERATOR_PRICE.marginPercent) / 100 / OPERATOR_PRICE.creditMicros));
}

/** Credits every organization's wallet starts with. */
export const SIGN_UP_CREDITS = 50;

export function isPriceKey(value: string): value is PriceKey {
  return (PRICE_KEYS as readonly string[]).includes(value);
}
