import type { Pack, Plan } from '@kinora/contract';

/** What of a product stands in the audit log: a plan has a name, a pack is known by its credits. */
export function toPurchase(product: Pack | Plan): { subject: string; credits: number; plan?: string } {
  if ('name' in product) return { subject: product.name, credits: product.creditsPerMonth, plan: product.id };
  return { subject: product.id, credits: product.credits };
}
