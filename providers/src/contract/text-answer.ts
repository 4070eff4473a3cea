import type { GenerationModel } from '@kinora/contract';
import { costOfTokens } from './check-request.ts';
import type { SubmitOutcome, Written } from './provider.ts';
import type { StoredRequest } from './request.ts';

export type StoredTextRequest = Extract<StoredRequest, { capability: 'text' }>;

/** What is said to a model, oldest first, without the rules that stand above it. */
export function conversationOf({ turns, prompt }: Pick<StoredTextRequest, 'turns' | 'prompt'>) {
  return [...turns, { role: 'user' as const, text: prompt }];
}

/**
 * A model's words as an outcome. What the vendor says it charged counts before what its tokens come to.
 * @param nowMs decides which of a model's prices holds
 */
export function finishText(
  model: Pick<GenerationModel, 'price'>,
  written: Written,
  { nowMs, chargedMicros = null }: { nowMs: number; chargedMicros?: number | null },
): SubmitOutcome {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const costMicros = chargedMicros ?? costOfTokens(model, written.usage, today);
  return { kind: 'finished', made: { outputs: [], seed: null, costMicros, words: null, written } };
}

/** A clear no of the vendor's rules inside a good answer: nothing was written, and nothing is asked again by itself. */
export function refuseText(message: string): SubmitOutcome {
  return { kind: 'refused', fault: { kind: 'moderated', message: message.slice(0, 300), retryAfterMs: null } };
}
