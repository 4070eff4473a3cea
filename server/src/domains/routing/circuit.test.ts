import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterCall, type CallEnd, type Circuit, CLOSED, MOST_FAILURES, planPassage, WINDOW_MS } from './circuit.ts';

const fail = (circuit: Circuit, nowMs: number) => afterCall(circuit, { kind: 'failed' }, nowMs);
const failTimes = (times: number, nowMs: number) =>
  Array.from({ length: times }).reduce<Circuit>((circuit) => fail(circuit, nowMs), CLOSED);

it('opens after so many failures within its window, and not after as many over a day', () => {
  expect(planPassage(failTimes(MOST_FAILURES - 1, 1000), 1000).kind).toBe('go');
  expect(planPassage(failTimes(MOST_FAILURES, 1000), 1000)).toMatchObject({ kind: 'wait', why: 'open' });
  const slow = Array.from({ length: 20 }).reduce<Circuit>(
    (circuit, _, index) => fail(circuit, index * (WINDOW_MS + 1)),
    CLOSED,
  );
  expect(planPassage(slow, 20 * WINDOW_MS).kind).toBe('go');
});

it('lets one call try when its time is over: answered it closes, failed it stays away longer', () => {
  const opened = failTimes(MOST_FAILURES, 0);
  const now = opened.openUntilMs!;
  const probe = planPassage(opened, now);
  if (probe.kind !== 'go') throw new Error('no probe');
  expect(planPassage(probe.circuit, now)).toMatchObject({ kind: 'wait', why: 'open' });
  expect(afterCall(probe.circuit, { kind: 'answered' }, now)).toEqual(CLOSED);
  const again = fail(probe.circuit, now);
  expect(again.openUntilMs! - now).toBe(2 * opened.openUntilMs!);
  // A probe whose process died holds nobody for ever.
  expect(planPassage(probe.circuit, probe.circuit.probeUntilMs!).kind).toBe('go');
});

it('waits as long as the vendor asked, and counts that as no failure', () => {
  const limited = afterCall(failTimes(3, 0), { kind: 'limited', retryAfterMs: 30_000 }, 1000);
  expect(planPassage(limited, 30_999)).toEqual({ kind: 'wait', untilMs: 31_000, why: 'limited' });
  expect(planPassage(limited, 31_000).kind).toBe('go');
  expect(limited.failures).toBe(0);
  expect(planPassage(afterCall(CLOSED, { kind: 'limited', retryAfterMs: null }, 0), 1).kind).toBe('go');
});

it('never keeps anybody away for more than its longest pause, whatever happens', () => {
  const end: fc.Arbitrary<CallEnd> = fc.oneof(
    fc.constant({ kind: 'answered' as const }),
    fc.constant({ kind: 'failed' as const }),
    fc.record({ kind: fc.constant('limited' as const), retryAfterMs: fc.option(fc.integer({ min: 0, max: 1e9 })) }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(end, fc.integer({ min: 0, max: 100_000 })), { maxLength: 40 }), (steps) => {
      let [circuit, now]: [Circuit, number] = [CLOSED, 0];
      for (const [step, ms] of steps) {
        now += ms;
        const passage = planPassage(circuit, now);
        if (passage.kind === 'wait') expect(passage.untilMs - now).toBeLessThanOrEqual(3_600_000);
        circuit = afterCall(passage.kind === 'go' ? passage.circuit : circuit, step, now);
      }
      expect(planPassage(circuit, now + 3_600_000).kind).toBe('go');
    }),
  );
});
