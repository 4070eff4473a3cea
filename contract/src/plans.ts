import type { Money } from './prices.ts';

/**
 * What a hosted studio sells: packs of credits that do not expire, and plans that bring credits with each paid month. Data,
 * not code: an operator who sells at other prices changes this table, and Stripe's prices are made from it by their key.
 */
export type Pack = { id: string; credits: number; amountMinor: number };
export type Plan = { id: string; name: string; creditsPerMonth: number; amountMinor: number };

export const BILLING_CURRENCY = 'USD';
export const PACKS = [
  { id: 'pack_100', credits: 100, amountMinor: 1000 },
  { id: 'pack_500', credits: 500, amountMinor: 4500 },
  { id: 'pack_2000', credits: 2000, amountMinor: 16_000 },
] as const satisfies readonly Pack[];
export const PLANS = [
  { id: 'starter', name: 'Starter', creditsPerMonth: 250, amountMinor: 1900 },
  { id: 'pro', name: 'Pro', creditsPerMonth: 1200, amountMinor: 7900 },
  { id: 'enterprise', name: 'Enterprise', creditsPerMonth: 6000, amountMinor: 34_900 },
] as const satisfies readonly Plan[];

/** What one credit sells for where it is dearest, and the operator's margin on vendors: terms of `toCredits`. */
export const CREDIT_TERMS: { marginPercent: number; creditValue: Money } = {
  marginPercent: 30,
  creditValue: { currency: BILLING_CURRENCY, micros: 100_000 },
};

/**
 * Under which Stripe keeps the price of a product. A changed amount is a new price there, and who subscribed before keeps the
 * old one: of a price's key only its start says which plan it is.
 */
export function toPriceKey(product: Pack | Plan): string {
  return `${toPriceKeyStart(product.id)}${BILLING_CURRENCY.toLowerCase()}_${product.amountMinor}`;
}

export function toPriceKeyStart(productId: string): string {
  return `kinora_${productId}_`;
}

export function findPack(id: string): Pack | undefined {
  return PACKS.find((pack) => pack.id === id);
}

export function findPlan(id: string): Plan | undefined {
  return PLANS.find((plan) => plan.id === id);
}
