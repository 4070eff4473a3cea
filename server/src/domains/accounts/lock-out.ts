/** Failures before the first wait. */
const FREE_FAILURES = 5;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 900;
/** A quiet day forgets old failures. */
const FORGET_AFTER_SECONDS = 86_400;

/**
 * Seconds to wait before the next try: none for the first failures, then 30 s, doubled by each further one, at most
 * 15 min.
 * @example lockedSeconds(5, 0) // 30
 */
export function lockedSeconds(failures: number, secondsSinceLast: number): number {
  if (failures < FREE_FAILURES || secondsSinceLast > FORGET_AFTER_SECONDS) return 0;
  const wait = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (failures - FREE_FAILURES));
  return Math.max(0, Math.ceil(wait - secondsSinceLast));
}
