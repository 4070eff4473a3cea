import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRoutingHarness, orderPicture, type RoutingHarness } from './testing/harness.ts';

let harness: RoutingHarness;
beforeAll(async () => {
  harness = await createRoutingHarness();
});
afterAll(() => harness.close());

const gone = { route: { connection: 'gone', model: 'm' }, request: null };
const REFUSED = { kind: 'answer' as const, answer: { status: 422, body: { detail: 'no' } } };

it('opens what the chosen route has made, although one named after it was removed', async () => {
  const job = await harness.addJob();
  const order = orderPicture();
  const made = await harness.generate(job, { order });
  const again = await harness.generate(job, { order: { ...order, fallbacks: [gone] } });
  expect(again.files).toEqual(made.files);
  expect(harness.emulator.submissions()).toHaveLength(1);
});

it('asks the next one in its own place when the removed one’s turn comes', async () => {
  harness.emulator.failNext('submit', REFUSED);
  const job = await harness.addJob();
  const { request } = orderPicture();
  const other = {
    route: { connection: await harness.addConnection(), model: 'black-forest-labs/flux-schnell' },
    request,
  };
  const made = await harness.generate(job, { order: { fallbacks: [gone, other] } });
  expect(made.insteadOf).toHaveLength(1);
  const { rows } = await harness.database.inOrganization(harness.organizationId, (transaction) =>
    transaction.query<{ name: string; state: string }>(
      'select name, state from intents where job_id = $1 order by id',
      [job],
    ),
  );
  expect(rows).toEqual([
    { name: 'picture', state: 'refused' },
    { name: 'picture~3', state: 'finished' },
  ]);
});
