import { createHash } from 'node:crypto';
import { KinoraError } from '@kinora/contract';
import type { Queryable } from '../../platform/database/index.ts';
import { forgetFailures, readFailures, recordFailure } from './identity-store.ts';
import { lockedSeconds } from './lock-out.ts';

/**
 * Runs a check that somebody may try again and again, with the waits of the lock-out. `subject` says whose tries these are.
 * Counted before the check is made: tries sent side by side would all pass a count taken afterwards.
 */
export async function countTry<Result>(
  auth: Queryable,
  subject: string,
  check: () => Promise<Result>,
): Promise<Result> {
  const hash = createHash('sha256').update(subject).digest();
  while (!(await takeTry(auth, hash)));
  const result = await check();
  await forgetFailures(auth, hash);
  return result;
}

/** @returns false when another try was counted between the look and the count: this one has to look again. */
async function takeTry(auth: Queryable, hash: Buffer): Promise<boolean> {
  const { failures, secondsSinceLast } = await readFailures(auth, hash);
  const wait = lockedSeconds(failures, secondsSinceLast);
  if (wait > 0)
    throw new KinoraError('accounts.locked', `${failures} failures`, {
      sentence: `Too many failed tries. Try again in ${wait} seconds.`,
      details: { retryAfterSeconds: wait },
    });
  return recordFailure(auth, hash, failures);
}
