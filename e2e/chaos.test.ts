import { expect, it } from 'vitest';
import { runChaos } from '../server/src/domains/routing/testing/chaos/run-chaos.ts';
import { IS_FULL } from './testing/full-run.ts';
import { createRandom } from './testing/random.ts';

/** The long run kills longer in each round; here two short ones stand beside a screen's journey: five do not fit the
 * time of `npm test` on two slow cores. */
const ROUNDS = IS_FULL ? 20 : 2;
const KILLING_MS = IS_FULL ? 7000 : 4000;

it(`pays once and loses nothing in ${ROUNDS} rounds of kills and broken lines`, {
  timeout: ROUNDS * 130_000,
}, async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const result = await runChaos({
    rounds: ROUNDS,
    killingMs: KILLING_MS,
    random: createRandom(seed),
    say: console.log,
  });
  const { lost, duplicated, ledger, kills } = result;
  expect({ lost, duplicated, ledger }).toEqual({ lost: 0, duplicated: 0, ledger: 0 });
  expect(kills.worker + kills.api + kills.database).toBeGreaterThan(0);
  expect(result.faults).toBeGreaterThan(0);
  expect(result.submissions).toBeGreaterThanOrEqual(ROUNDS * 18);
});
