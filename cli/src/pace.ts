import { setTimeout as sleep } from 'node:timers/promises';
import { isKinoraError } from '@kinora/contract';

/** Calls kept back for what follows the waiting: cancel, the tree, another command with the same key. */
const KEPT_CALLS = 20;
/** With more calls left than this nobody needs to save. */
const PLENTY = 1000;

export type Pace = ReturnType<typeof createPace>;
export type PaceOptions = {
  /** Ends any waiting early. */
  signal?: AbortSignal;
  /** Told when the studio asks for a pause. */
  note?: (sentence: string) => void;
};

/**
 * Keeps a command within what a studio elsewhere allows a key (`RateLimit-*`, docs/decisions/0020). Commands on the studio's own
 * computer are not counted, so nothing here ever waits for them.
 */
export function createPace({ signal, note }: PaceOptions = {}) {
  let remaining = Number.POSITIVE_INFINITY;
  let resetSeconds = 0;
  const wait = (ms: number) => sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined);

  function gapMs(): number {
    if (remaining > PLENTY) return 0;
    return (resetSeconds * 1000) / Math.max(1, remaining - KEPT_CALLS);
  }

  return {
    gapMs,
    /** Reads what an answer says of the limit. */
    heed(headers: Pick<Headers, 'get'>): void {
      const said = headers.get('ratelimit-remaining');
      if (said === null) return;
      remaining = Number(said);
      resetSeconds = Number(headers.get('ratelimit-reset'));
    },
    /** Before a call that is made again and again: spreads them over what is left of the window. */
    spread: () => wait(gapMs()),
    /** @returns true when the refusal was only for too many calls, and its time has been waited for */
    async hasPaused(error: unknown, headers: Pick<Headers, 'get'>): Promise<boolean> {
      const seconds = Number(headers.get('retry-after'));
      if (!isKinoraError(error) || error.code !== 'request.too_many' || !(seconds > 0) || signal?.aborted) return false;
      note?.(`The studio takes no more calls for ${seconds} s; the command goes on then.`);
      await wait(seconds * 1000);
      return true;
    },
  };
}
