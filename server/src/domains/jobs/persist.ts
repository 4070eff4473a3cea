import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionFault } from '../../platform/database/index.ts';

/** Deadlock and serialization: the transaction lost a race and was undone whole. */
const RACE_CODES = new Set<unknown>(['40P01', '40001']);
/** Its disk is full: an extension of a table failed, the transaction was undone whole, and room may be made any moment. */
const NO_ROOM = '53100';
const RETRY_MS = 250;

/** True when the database did not answer, lost a race or had no room: the same transaction may be tried again as it is. */
export function isPassingDatabaseError(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return isConnectionFault(error) || code === NO_ROOM || RACE_CODES.has(code);
}

/** Runs a transaction that must happen, for as long as the database is away. Every one of ours may run twice. */
export async function persist<Result>(run: () => Promise<Result>, isStopped: () => boolean): Promise<Result> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isPassingDatabaseError(error) || isStopped()) throw error;
      await sleep(RETRY_MS);
    }
  }
}
