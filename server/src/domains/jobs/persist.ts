import { setTimeout as sleep } from 'node:timers/promises';

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  // admin shutdown, crash shutdown, starting up, connection failures, deadlock, serialization
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '40P01',
  '40001',
]);
const RETRY_MS = 250;

/** True when the database did not answer or lost a race: the same transaction may be tried again as it is. */
export function isPassingDatabaseError(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && CONNECTION_CODES.has(code)) return true;
  return typeof message === 'string' && /connection terminated|timeout exceeded when trying to connect/i.test(message);
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
