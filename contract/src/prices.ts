import { z } from 'zod';

/**
 * The price table as data (rulings §2.1): quotes, screens and tests read it. Whole credits for one piece of built-in work.
 * Work on an organization's own connections costs no credits and is not listed here.
 */
export const PRICE_KEYS = [
  'plan',
  'picture',
  'motion',
  'voice',
  'music',
  'cut',
  'logo_concept',
  'refine',
  'image',
  'try_on',
  'influencer',
  'video_3d',
  'study',
  'story',
] as const;
export type PriceKey = (typeof PRICE_KEYS)[number];
export type Preset = 'self-hosted' | 'hosted';

/** What a piece costs the customers of a hosted studio: rulings §2.1, and spec B2–B7 for the studios of one price. */
const HOSTED: Readonly<Record<PriceKey, number>> = {
  plan: 0,
  picture: 1,
  motion: 1,
  voice: 1,
  music: 1,
  cut: 0,
  logo_concept: 1,
  refine: 1,
  image: 2,
  try_on: 3,
  influencer: 5,
  video_3d: 8,
  study: 5,
  story: 10,
};
const FREE = Object.fromEntries(PRICE_KEYS.map((key) => [key, 0])) as Record<PriceKey, number>;

export const PRICES: Readonly<Record<Preset, Readonly<Record<PriceKey, number>>>> = {
  'self-hosted': FREE,
  hosted: HOSTED,
};

/** Credits every organization's wallet starts with. */
export const SIGN_UP_CREDITS = 50;

export function isPriceKey(value: string): value is PriceKey {
  return (PRICE_KEYS as readonly string[]).includes(value);
}

/** Millionths of a currency unit: vendors price below a cent. Never a float. */
export const money = z.object({ currency: z.string().regex(/^[A-Z]{3}$/), micros: z.int().nonnegative() });
export type Money = z.infer<typeof money>;

/**
 * What work on the operator's own connection costs a customer (rulings §2.2): its cost with the operator's margin, in whole
 * credits, each line rounded up and never below 1. `creditValue` is what one credit sells for, in the same currency.
 */
export function toCredits(cost: Money, terms: { marginPercent: number; creditValue: Money }): number {
  if (cost.currency !== terms.creditValue.currency)
    throw new Error(`A cost in ${cost.currency} has no price in ${terms.creditValue.currency}.`);
  const priceTimes100 = BigInt(cost.micros) * BigInt(100 + terms.marginPercent);
  const perCredit = BigInt(terms.creditValue.micros) * 100n;
  return Math.max(1, Number((priceTimes100 + perCredit - 1n) / perCredit));
}
