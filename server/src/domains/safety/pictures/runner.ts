import type { Database } from '../../../platform/database/index.ts';
import type { Listener } from '../../../platform/events/index.ts';
import { type CheckContent, isPassing } from './check.ts';
import { claimDue } from './store.ts';

export type PictureRunnerParts = {
  database: Pick<Database, 'asSystem'>;
  listener: Pick<Listener, 'on' | 'onConnected'>;
  check: CheckContent;
  onError: (error: unknown) => void;
};
export type PictureRunner = {
  start(): void;
  /** Looks at all that is due; for tests, and for the loop itself. Answers how many contents were dealt with. */
  runDue(): Promise<number>;
  stop(): Promise<void>;
};

/** Notifications say when there is something; this finds what is tried again, and what a dead worker left. */
const POLL_MS = 5000;
const AT_ONCE = 8;

/**
 * Looks at pictures after they were stored, one after the other, in each process that works. What is due is claimed by a
 * lease; a process that dies leaves it to the next one.
 */
export function createPictureRunner({ database, listener, check, onError }: PictureRunnerParts): PictureRunner {
  let isStopping = false;
  let current: Promise<unknown> | undefined;
  let isWanted = false;
  const stops: (() => void)[] = [];

  async function runDue(): Promise<number> {
    let count = 0;
    for (;;) {
      const due = isStopping ? [] : await database.asSystem((system) => claimDue(system, AT_ONCE));
      if (due.length === 0) return count;
      for (const content of due) {
        if (isStopping) return count;
        await check(content).catch((error: unknown) => (isPassing(error) ? undefined : onError(error)));
        count += 1;
      }
    }
  }

  /** Told of something while it looks, it looks once more: what came may have come too late for the look. */
  function look(): void {
    isWanted = true;
    current ??= (async () => {
      while (isWanted && !isStopping) {
        isWanted = false;
        await runDue().catch(onError);
      }
      current = undefined;
    })();
  }

  return {
    start() {
      const timer = setInterval(look, POLL_MS);
      timer.unref();
      stops.push(() => clearInterval(timer), listener.on('kinora_pictures', look), listener.onConnected(look));
      look();
    },
    runDue,
    async stop() {
      isStopping = true;
      for (const stop of stops.splice(0)) stop();
      await current;
    },
  };
}
