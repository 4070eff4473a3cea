import {
  BILLING_CURRENCY,
  CREDIT_TERMS,
  KinoraError,
  type QuoteLine,
  say,
  toCredits,
  toDollars,
} from '@kinora/contract';
import { costOfTokens, estimateMicros, type TextRequest } from '@kinora/providers';
import type { RouteFacts } from '../../generation.ts';
import type { StudioQuote } from '../../studio.ts';

const EXPECTED_SECONDS = 40;
/** What the list of faults adds to a second question. */
const FAULT_TOKENS = 600;

/** Most that a question can cost, its one repair round included; null where only the vendor knows. */
export function mostMicros({ model }: Pick<RouteFacts, 'model'>, request: TextRequest, rounds: 1 | 2): number | null {
  const first = estimateMicros(model, request);
  if (first === null || rounds === 1) return first;
  const today = new Date().toISOString().slice(0, 10);
  const more = costOfTokens(model, { inputTokens: request.maxTokens + FAULT_TOKENS, outputTokens: 0 }, today);
  return more === null ? null : first * 2 + more;
}

/** Credits of it: none on an organization's own connection (rulings §2.2). */
export function creditsOfWriting(facts: RouteFacts, micros: number | null): number {
  if (!facts.isOperators) return 0;
  if (micros === null) throw new KinoraError('generation.no_price', `${facts.model.id} has no price`);
  return toCredits({ currency: BILLING_CURRENCY, micros }, CREDIT_TERMS);
}

export function quoteWriting(what: string, facts: RouteFacts, micros: number | null): StudioQuote {
  const credits = creditsOfWriting(facts, micros);
  const line: QuoteLine = {
    what,
    count: 1,
    unitCredits: credits,
    credits,
    madeBy: facts.madeBy,
    why: whyOf(facts, micros),
  };
  return {
    lines: [line],
    totalCredits: credits,
    expectedSeconds: EXPECTED_SECONDS,
    priceLabel: labelOf(facts, credits, micros),
    warnings: [],
  };
}

function whyOf({ isOperators, providerTitle: provider }: RouteFacts, micros: number | null): string {
  if (isOperators) return say('work.picture.operators', { provider });
  return micros === null
    ? say('work.picture.own_unpriced', { provider })
    : say('work.text.own', { provider, price: toDollars(micros) });
}

function labelOf(facts: RouteFacts, credits: number, micros: number | null): string {
  if (credits > 0) return credits === 1 ? '1 credit' : `${credits} credits`;
  return micros === null ? `${facts.providerTitle} · your connection` : `up to ${toDollars(micros)} · your connection`;
}
