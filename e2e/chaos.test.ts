import { describe, expect, it } from 'vitest';
import { countDoubles } from './testing/chaos/books.ts';
import { planRounds } from './testing/chaos/plan-rounds.ts';
import { runChaos } from './testing/chaos/run-chaos.ts';
import { IS_FULL } from './testing/full-run.ts';

const ROUNDS = IS_FULL ? 20 : 5;

it(`pays once and loses nothing in ${ROUNDS} rounds of kills and broken lines`, { timeout: 300_000 }, async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const result = await runChaos({ rounds: ROUNDS, seed, say: console.log });
  const { lost, duplicated, ledger, kills } = result;
  expect({ lost, duplicated, ledger }).toEqual({ lost: 0, duplicated: 0, ledger: 0 });
  expect(kills.worker + kills.api + kills.database).toBeGreaterThanOrEqual(ROUNDS);
  expect(result.faults).toBeGreaterThan(0);
  expect(result.submissions).toBeGreaterThanOrEqual(3 * result.jobs);
});

describe('what chaos counts by', () => {
  it('kills the same again for the same seed, and all three kinds of process', () => {
    const rounds = planRounds(7, { rounds: 100, workers: 3 });
    expect(planRounds(7, { rounds: 100, workers: 3 })).toEqual(rounds);
    expect(planRounds(8, { rounds: 100, workers: 3 })).not.toEqual(rounds);
    expect(new Set(rounds.flatMap(({ targets }) => targets))).toEqual(
      new Set(['worker-0', 'worker-1', 'worker-2', 'api', 'database']),
    );
  });

  it('explains a submission by an answer, and one more by a person where a vendor cannot be asked, and nothing else', () => {
    const sent = (provider: string, times: number) => Array.from({ length: times }, () => ({ provider, number: 1 }));
    const intent = (provider: string, state: string) => ({ id: state, provider, state, number: 1 });
    const decided = new Set(['given_up']);
    const doublesAfter = (provider: string, times: number, states: string[], by = decided) =>
      countDoubles(
        sent(provider, times),
        states.map((state) => intent(provider, state)),
        by,
      );
    expect(doublesAfter('fal', 1, ['finished'])).toBe(0);
    expect(doublesAfter('fal', 2, ['finished'])).toBe(1);
    expect(doublesAfter('fal', 2, ['given_up', 'finished'])).toBe(0);
    expect(doublesAfter('fal', 2, ['given_up', 'finished'], new Set())).toBe(1);
    expect(doublesAfter('replicate', 2, ['given_up', 'finished'])).toBe(1);
    expect(doublesAfter('replicate', 1, ['failed'])).toBe(1);
    expect(doublesAfter('replicate', 1, ['cancelled'])).toBe(1);
  });
});
