/**
 * Whether a connection is worth a call at the moment.
 *
 *   closed     calls go out. Each that certainly failed, or came to nothing clear, counts; after `MOST_FAILURES` within
 *              `WINDOW_MS` without one that was answered it opens.
 *   open       nothing goes out until `openUntilMs`, longer each time.
 *   half open  from then on one call goes out (`probeUntilMs` keeps the others). Answered, it closes; failed, it opens again.
 *              A probe whose process dies lets the next one out when its time is over.
 *
 * Beside it, `retryAtMs` is a pause that the vendor asked for; it opens nothing. An answer that says no (wrong words, empty
 * account) is an answer: the vendor is there. Kept in the database, so that it counts for every process.
 */
export type Circuit = {
  failures: number;
  countedFromMs: number | null;
  openings: number;
  openUntilMs: number | null;
  probeUntilMs: number | null;
  retryAtMs: number | null;
};

export type CallEnd = { kind: 'answered' } | { kind: 'failed' } | { kind: 'limited'; retryAfterMs: number | null };
export type Passage =
  | { kind: 'go'; circuit: Circuit; isChanged: boolean }
  | { kind: 'wait'; untilMs: number; why: 'open' | 'limited' };

export const MOST_FAILURES = 5;
export const WINDOW_MS = 120_000;
const FIRST_OPEN_MS = 15_000;
const LONGEST_OPEN_MS = 600_000;
/** Longer than a submission usually takes; the slowest ones let a second probe out, which costs nothing but a call. */
const PROBE_MS = 60_000;
/** A vendor that names a day for its pause is asked again after an hour: a person may have changed the account. */
const LONGEST_PAUSE_MS = 3_600_000;

export const CLOSED: Circuit = {
  failures: 0,
  countedFromMs: null,
  openings: 0,
  openUntilMs: null,
  probeUntilMs: null,
  retryAtMs: null,
};

export function planPassage(circuit: Circuit, nowMs: number): Passage {
  if (circuit.retryAtMs !== null && circuit.retryAtMs > nowMs)
    return { kind: 'wait', untilMs: circuit.retryAtMs, why: 'limited' };
  if (circuit.openUntilMs === null) return { kind: 'go', circuit, isChanged: false };
  if (circuit.openUntilMs > nowMs) return { kind: 'wait', untilMs: circuit.openUntilMs, why: 'open' };
  if (circuit.probeUntilMs !== null && circuit.probeUntilMs > nowMs)
    return { kind: 'wait', untilMs: circuit.probeUntilMs, why: 'open' };
  return { kind: 'go', circuit: { ...circuit, probeUntilMs: nowMs + PROBE_MS }, isChanged: true };
}

export function afterCall(circuit: Circuit, end: CallEnd, nowMs: number): Circuit {
  if (end.kind === 'answered') return CLOSED;
  if (end.kind === 'limited') {
    const pauseMs = Math.min(end.retryAfterMs ?? 0, LONGEST_PAUSE_MS);
    return {
      ...CLOSED,
      retryAtMs: pauseMs > 0 ? Math.max(nowMs + pauseMs, circuit.retryAtMs ?? 0) : circuit.retryAtMs,
    };
  }
  const isCounted = circuit.countedFromMs !== null && nowMs - circuit.countedFromMs <= WINDOW_MS;
  const failures = isCounted ? circuit.failures + 1 : 1;
  const counted = { ...circuit, failures, countedFromMs: isCounted ? circuit.countedFromMs : nowMs };
  const isProbe = circuit.openUntilMs !== null && circuit.openUntilMs <= nowMs;
  return isProbe || (circuit.openUntilMs === null && failures >= MOST_FAILURES) ? open(counted, nowMs) : counted;
}

function open(circuit: Circuit, nowMs: number): Circuit {
  const openMs = Math.min(FIRST_OPEN_MS * 2 ** circuit.openings, LONGEST_OPEN_MS);
  return { ...circuit, openings: circuit.openings + 1, openUntilMs: nowMs + openMs, probeUntilMs: null };
}
