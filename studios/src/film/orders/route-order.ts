import {
  BILLING_CURRENCY,
  CREDIT_TERMS,
  KinoraError,
  type QuoteLine,
  say,
  toCredits,
  toDollars,
} from '@kinora/contract';
import { estimateMicros, type GenerateRequest } from '@kinora/providers';
import { z } from 'zod';
import type { Route, RouteFacts, RoutePort } from '../../generation.ts';

export const route = z.object({ connection: z.string().min(1).max(80), model: z.string().min(1).max(200) });
/**
 * Who is asked, and who instead where a provider certainly did not take it. Named one by one, so that the quote says each of
 * them; none named is strict: it is made by the first or by nobody.
 */
export const routeChain = { ...route.shape, fallbacks: z.array(route).max(3).default([]) };
export type RouteChain = Route & { fallbacks: readonly Route[] };

export const routesOf = ({ connection, model, fallbacks }: RouteChain): Route[] => [
  { connection, model },
  ...fallbacks,
];

export function findRoutes(port: RoutePort, chain: RouteChain, projectId: string): Promise<RouteFacts[]> {
  return Promise.all(routesOf(chain).map((each) => port.find(each, { projectId })));
}

/** What a price is made of: the words, and for films the seconds that are made and whether they sound. */
export type Measure = Pick<GenerateRequest, 'prompt'> & { seconds?: number; withSound?: boolean };

/** Credits of the vendor's part: none on an organization's own connection (rulings §2.2). */
export function creditsOf(facts: RouteFacts, measure: Measure): number {
  if (!facts.isOperators) return 0;
  const micros = estimateMicros(facts.model, measure);
  if (micros === null) throw new KinoraError('generation.no_price', `${facts.model.id} has no price`);
  return toCredits({ currency: BILLING_CURRENCY, micros }, CREDIT_TERMS);
}

/**
 * A leaf has one price, set aside before anybody knows who will take it: a fallback may therefore not be dearer than the
 * one that was chosen.
 */
export function assertNoDearer(facts: readonly RouteFacts[], measures: readonly Measure[]): void {
  const credits = facts.map((each, index) => creditsOf(each, measures[index]!));
  const dearer = credits.findIndex((each) => each > credits[0]!);
  if (dearer > 0)
    throw new KinoraError('generation.fallback_dearer', `${credits[dearer]} credits instead of ${credits[0]}`);
}

export function whyOf(facts: RouteFacts, measure: Measure): string {
  const provider = facts.providerTitle;
  if (facts.isOperators) return say('work.picture.operators', { provider });
  const micros = estimateMicros(facts.model, measure);
  return micros === null
    ? say('work.picture.own_unpriced', { provider })
    : say('work.picture.own', { provider, price: toDollars(micros) });
}

/** Lines for those who are asked only after a certain no. They cost nothing more: the first one's price is the most. */
export function fallbackLines(facts: readonly RouteFacts[], measures: readonly Measure[]): QuoteLine[] {
  const [first, ...others] = facts;
  return others.map((each, index) => ({
    what: say('work.fallback', { maker: first!.madeBy }),
    count: 1,
    unitCredits: 0,
    credits: 0,
    madeBy: each.madeBy,
    why: whyOf(each, measures[index + 1]!),
  }));
}

/** Said before anybody presses: no figure stands behind the button. */
export function warnUnpriced(facts: readonly RouteFacts[], measures: readonly Measure[]): string[] {
  const unpriced = facts.filter((each, index) => estimateMicros(each.model, measures[index]!) === null);
  return [...new Set(unpriced.map(({ providerTitle: provider }) => say('work.price_unknown', { provider })))];
}

export function labelOf(facts: RouteFacts, credits: number, measure: Measure): string {
  if (credits > 0) return credits === 1 ? '1 credit' : `${credits} credits`;
  const micros = estimateMicros(facts.model, measure);
  return micros === null ? `${facts.providerTitle} · your connection` : `${toDollars(micros)} · your connection`;
}
