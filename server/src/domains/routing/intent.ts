import { type FaultKind, KinoraError, readMessage } from '@kinora/contract';
import { mayBeTakenLater, type ProviderFault } from '@kinora/providers';
import { routingErrors } from './errors.ts';

/**
 * One paid answer wanted.
 *
 *   intent    committed, nothing sent. A crash here costs nothing: it is sent by whoever takes the job up.
 *   sending   committed right before the one paid call. Found by anybody but who made the call, it is `unknown`: the call
 *             may have been taken. Its own caller moves it on with the answer.
 *   accepted  the vendor named a remote id: it is paid, and only looked at until it ends. Crashes change nothing.
 *   unknown   nobody knows whether the vendor took it. It is looked for at the vendor (found: `accepted`, certainly absent:
 *             `intent`); where a vendor cannot be asked, the job waits until a person decides. Never sent again by itself.
 *   finished  its files are stored. refused: certainly not taken, for good. failed: taken, and ended without files.
 *   cancelled the vendor stopped it, or it was never sent. given_up: a person, or the end of its job, closed the unknown.
 *
 * A `refused` that says "later" (limits, an unreachable vendor) goes back to `intent` instead, at most `MAX_SENDS` times.
 * After finished, failed, cancelled or given_up only a new row pays again: a person's decision, or a run a person started.
 * Every change names the states it may come from, so that of two processes that believe they own a row one changes nothing.
 */

/** Sends that were certainly not taken, before it is given up as refused. */
export const MAX_SENDS = 4;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 120_000;

/** When a refusal that may be taken later is sent again; null when it is final. The vendor's own word counts before ours. */
export function planResend(fault: ProviderFault, sends: number, random: () => number): { waitMs: number } | null {
  if (sends >= MAX_SENDS || !mayBeTakenLater(fault)) return null;
  const ours = FIRST_WAIT_MS * 2 ** (sends - 1) * (0.5 + random() / 2);
  return { waitMs: Math.round(Math.min(fault.retryAfterMs ?? ours, LONGEST_WAIT_MS)) };
}

const CODES = {
  auth: 'generation.auth',
  no_credit: 'generation.no_credit',
  rate_limited: 'generation.rate_limited',
  invalid_input: 'generation.invalid_input',
  moderated: 'generation.moderated',
  not_found: 'generation.model_gone',
  expired: 'generation.expired',
  provider_down: 'generation.provider_down',
  failed: 'generation.failed',
} as const satisfies Record<FaultKind, keyof typeof routingErrors>;

/** How an intent's end is told to people; `wasTaken` is false where the vendor certainly did not take it. Never retried by itself: what was refused by rule would be, what was taken is paid. */
export function toGenerationError(fault: { kind: FaultKind; message: string; wasTaken: boolean }): KinoraError {
  return new KinoraError(CODES[fault.kind], `${fault.kind}: ${fault.message}`, {
    sentence: sentenceOfFault(fault),
    details: { wasTaken: fault.wasTaken },
  });
}

/** A vendor's own text is for the log. One of our catalogue, as a vendor's folder writes where it knows more, is for people. */
export function sentenceOfFault({ kind, message }: { kind: FaultKind; message: string }): string {
  return readMessage(message)?.code.startsWith('fault.') ? message : routingErrors[CODES[kind]].sentence;
}
