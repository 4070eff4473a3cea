/** Seconds to wait after the first, second … failed try; after the last of them the message is given up (2 d 22 h in all). */
const WAIT_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 57_600, 82_800] as const;
/** A webhook that took nothing for so long is turned off when the next message is given up: five days. */
export const FAILING_LIMIT_HOURS = 120;

/** What a receiver answered; null where there was no answer. */
export type Outcome =
  | { kind: 'delivered' }
  | { kind: 'retry'; afterSeconds: number }
  | { kind: 'failed' }
  | { kind: 'gone' };

/**
 * 2xx is a yes. 410 is the receiver's word that it wants nothing more. Everything else is tried again, because receivers
 * are deployed, moved and repaired.
 * @param attempts tries made, this one included
 */
export function planRetry(status: number | null, attempts: number): Outcome {
  if (status !== null && status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  const afterSeconds = WAIT_SECONDS[attempts - 1];
  return afterSeconds === undefined ? { kind: 'failed' } : { kind: 'retry', afterSeconds };
}
