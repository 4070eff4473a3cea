import { createHash } from 'node:crypto';
import { KinoraError, messagesOf, type Quote, type QuoteId, type QuoteLine, sentencesOfQuote } from '@kinora/contract';
import { canonicalJson } from '@kinora/media-core';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';

const QUOTE_LIFETIME_SECONDS = 10 * 60;

export type Offer = {
  lines: QuoteLine[];
  totalCredits: number;
  expectedSeconds: number;
  priceLabel: string;
  warnings: string[];
};
export type QuoteRequest = { studio: string; input: unknown; offer: Offer; actorUserId: string | null; now: Date };

/** The same input gives the same hash whatever the order of its fields. */
export function hashInput(input: unknown): string {
  return createHash('sha256').update(canonicalJson(input)).digest('hex');
}

export async function createQuote(transaction: Transaction, request: QuoteRequest): Promise<Quote> {
  const { offer } = request;
  const id = newId();
  const expiresAt = new Date(request.now.getTime() + QUOTE_LIFETIME_SECONDS * 1000);
  await transaction.query(
    `insert into quotes (id, organization_id, studio, input_hash, lines, total_credits, expected_seconds, price_label, warnings, created_by, expires_at)
     values ($1, app.org(), $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      request.studio,
      hashInput(request.input),
      JSON.stringify(offer.lines),
      offer.totalCredits,
      offer.expectedSeconds,
      offer.priceLabel,
      JSON.stringify(offer.warnings),
      request.actorUserId,
      expiresAt,
    ],
  );
  const messages = messagesOf(sentencesOfQuote(offer));
  return { ...offer, id: id as QuoteId, studio: request.studio, messages, expiresAt: expiresAt.toISOString() };
}

export type PriceConsent = { quoteId?: string; maxCredits?: number };
export type FoundQuote = { studio: string; inputHash: string; totalCredits: number; expiresAt: Date };

/** What may go wrong between seeing a price and pressing the button; null when the press holds. */
export function planPriceCheck(
  consent: PriceConsent,
  seen: FoundQuote | undefined,
  current: { studio: string; inputHash: string; totalCredits: number; now: Date },
): 'expired' | 'other_work' | 'dearer' | null {
  if (consent.quoteId !== undefined) {
    if (!seen || seen.expiresAt <= current.now) return 'expired';
    if (seen.studio !== current.studio || seen.inputHash !== current.inputHash) return 'other_work';
    if (current.totalCredits > seen.totalCredits) return 'dearer';
  }
  if (consent.maxCredits !== undefined && current.totalCredits > consent.maxCredits) return 'dearer';
  // Free work needs no consent: there is nothing to agree to.
  if (consent.quoteId === undefined && consent.maxCredits === undefined && current.totalCredits > 0) return 'dearer';
  return null;
}

export type PriceAgreement = { quote: Quote; fault: ReturnType<typeof planPriceCheck> };

/**
 * Makes the quote that the job will be held to, and says whether the press still agrees with it (rulings §2.4). It does not
 * throw on a fault: the new quote must be committed before it is offered, see `refusePrice`.
 */
export async function agreeOnPrice(
  transaction: Transaction,
  consent: PriceConsent,
  request: QuoteRequest,
): Promise<PriceAgreement> {
  const seen = consent.quoteId === undefined ? undefined : await findQuote(transaction, consent.quoteId);
  const quote = await createQuote(transaction, request);
  const fault = planPriceCheck(consent, seen, {
    studio: request.studio,
    inputHash: hashInput(request.input),
    totalCredits: request.offer.totalCredits,
    now: request.now,
  });
  return { quote, fault };
}

export function refusePrice(agreement: PriceAgreement): KinoraError {
  return new KinoraError('credits.price_changed', `the price seen does not hold: ${agreement.fault}`, {
    details: { reason: agreement.fault, quote: agreement.quote },
  });
}

async function findQuote(transaction: Transaction, quoteId: string): Promise<FoundQuote | undefined> {
  const { rows } = await transaction.query<FoundQuote>(
    `select studio, input_hash as "inputHash", total_credits as "totalCredits", expires_at as "expiresAt" from quotes where id = $1`,
    [quoteId],
  );
  return rows[0];
}
