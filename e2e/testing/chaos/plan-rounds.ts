import { createRandom } from '../random.ts';

export type Target = 'api' | 'database' | `worker-${number}`;
/**
 * What is killed in one moment, so long after all of it ran. `stopped`: a worker that stands still from the beginning of the
 * round on, is taken for dead meanwhile, and wakes in the belief that its work is its own.
 */
export type Round = { afterMs: number; targets: readonly Target[]; stopped: number | null };

const SHARES = { worker: 0.6, api: 0.2 };
/** How often a second falls in the same moment. */
const DOUBLE = 0.15;
const SHORTEST_MS = 500;
const SPREAD_MS = 1500;
const STOPPED = 0.25;

/** Every kill of a run, of its seed alone: a run that failed is run again with the same ones. */
export function planRounds(seed: number, { rounds, workers }: { rounds: number; workers: number }): Round[] {
  const random = createRandom(seed);
  const stops = createRandom(seed + 1);
  const draw = (): Target => {
    const drawn = random();
    if (drawn < SHARES.worker) return `worker-${Math.floor(random() * workers)}`;
    return drawn < SHARES.worker + SHARES.api ? 'api' : 'database';
  };
  return Array.from({ length: rounds }, () => {
    const afterMs = Math.round(SHORTEST_MS + random() * SPREAD_MS);
    const first = draw();
    const second = random() < DOUBLE ? draw() : first;
    const stopped = stops() < STOPPED ? Math.floor(stops() * workers) : null;
    return { afterMs, targets: first === second ? [first] : [first, second], stopped };
  });
}
