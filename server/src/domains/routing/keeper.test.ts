import { setTimeout as sleep } from 'node:timers/promises';
import type { ReconcileOutcome } from '@kinora/providers';
import { afterEach, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { until } from '../jobs/testing/harness.ts';
import { startIntentKeeper } from './keeper.ts';
import { createRoutingHarness, type RoutingHarness } from './testing/harness.ts';

let harness: RoutingHarness;
afterEach(() => harness.close());

/** A job that waits, and its one intent as it stands. */
async function addWaiting(state: 'unknown' | 'intent', reason: string): Promise<{ jobId: string; intentId: string }> {
  const [jobId, intentId] = [await harness.addJob(), newId()];
  await harness.setJob(jobId, 'waiting', reason);
  await addIntent(intentId, jobId, state);
  return { jobId, intentId };
}

function addIntent(id: string, jobId: string, state: 'unknown' | 'intent' | 'accepted') {
  return harness.database.inOrganization(harness.organizationId, (transaction) =>
    transaction.query(
      `insert into intents (id, organization_id, job_id, name, number, run, is_operators, provider, model, capability, request,
         state, sends, sent_at, check_after, remote_id)
       values ($1, app.org(), $2, 'picture', 1, 1, true, 'replicate', 'm', 'image', '{}', $3,
         $4, case when $4 > 0 then now() end, case when $5 then now() end, $6)`,
      [id, jobId, state, state === 'intent' ? 0 : 1, state === 'unknown', state === 'accepted' ? id : null],
    ),
  );
}

it('goes on with others while one account does not answer', async () => {
  let silent = '';
  let answer: (outcome: ReconcileOutcome) => void = () => undefined;
  harness = await createRoutingHarness({
    wrap: (provider) => ({
      ...provider,
      reconcile: (_call, { intentId }) =>
        intentId === silent
          ? new Promise<ReconcileOutcome>((resolve) => {
              answer = resolve;
            })
          : Promise.resolve({ kind: 'absent' }),
    }),
  });
  const first = await addWaiting('unknown', 'unknown_outcome');
  silent = first.intentId;
  const second = await addWaiting('unknown', 'unknown_outcome');
  const keeper = startIntentKeeper({ ...harness.parts, onError: console.error, pollMs: 50 });
  try {
    await until(async () => (await harness.statusOf(second.jobId)) === 'pending', 'the other job', 10_000);
    expect(await harness.statusOf(first.jobId)).toBe('waiting');
  } finally {
    answer({ kind: 'absent' });
    await keeper.stop();
  }
});

it('brings back only as many as there is room for, although it looks at all of them at once', async () => {
  harness = await createRoutingHarness();
  const { limits } = harness.parts.providers.get('replicate')!;
  for (let taken = 0; taken < limits.concurrent - 1; taken += 1)
    await addIntent(newId(), await harness.addJob(), 'accepted');
  const waiting = await Promise.all([1, 2, 3].map(() => addWaiting('intent', 'capacity')));
  // One round and no second: in the next, those that came back have not been sent yet either.
  const keeper = startIntentKeeper({ ...harness.parts, onError: console.error, pollMs: 60_000 });
  const statuses = () => Promise.all(waiting.map(({ jobId }) => harness.statusOf(jobId)));
  await until(async () => (await statuses()).includes('pending'), 'room', 10_000);
  await sleep(300);
  await keeper.stop();
  expect((await statuses()).sort()).toEqual(['pending', 'waiting', 'waiting']);
});
