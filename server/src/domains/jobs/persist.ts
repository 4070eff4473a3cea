import { setTimeout as sleep } from 'node:timers/promises';
import { isPassingDatabaseError } from '../../platform/database/index.ts';

const RETRY_MS = 250;

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
