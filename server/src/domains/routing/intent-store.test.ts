import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { beginSending, endIntent, findIntent, type IntentRow, markResend, markUnknown } from './intent-store.ts';
import { createRoutingHarness, type RoutingHarness } from './testing/harness.ts';

let harness: RoutingHarness;
const LIMITS = { concurrent: 10, submissionsPerMinute: 100 };
const FAULT = { kind: 'invalid_input' as const, message: 'no', retryAfterMs: null };

beforeAll(async () => {
  harness = await createRoutingHarness();
});
afterAll(() => harness.close());

const inOrganization = <Result>(run: (transaction: Transaction) => Promise<Result>) =>
  harness.database.inOrganization(harness.organizationId, run);
const read = (id: string) => inOrganization(async (transaction) => (await findIntent(transaction, id))!);
const begin = (intent: IntentRow) =>
  inOrganization((transaction) => beginSending(transaction, intent, { limits: LIMITS, nowMs: Date.now() }));

async function addIntent(): Promise<IntentRow> {
  const [id, jobId] = [newId(), await harness.addJob()];
  await inOrganization((transaction) =>
    transaction.query(
      `insert into intents (id, organization_id, job_id, name, number, run, is_operators, provider, model, capability, request)
       values ($1, app.org(), $2, 'picture', 1, 1, true, 'replicate', 'm', 'image', '{}')`,
      [id, jobId],
    ),
  );
  return read(id);
}

/** Sent by one who was taken for dead before the answer came, found absent, and sent by another. */
async function sendTwice(): Promise<IntentRow> {
  const intent = await addIntent();
  expect((await begin(intent)).kind).toBe('go');
  await inOrganization((transaction) => markUnknown(transaction, intent.id, { reason: 'silent', checkAfterMs: 0 }));
  await inOrganization((transaction) =>
    markResend(transaction, intent.id, { state: 'unknown', sends: 1 }, { waitMs: 0, fault: null }),
  );
  expect((await begin(intent)).kind).toBe('go');
  expect(await read(intent.id)).toMatchObject({ state: 'sending', sends: 2 });
  return intent;
}

it('a refusal that comes late ends only the send it is about, not the one that another process makes', async () => {
  const { id } = await sendTwice();
  const refuse = (of: { from: 'intent' | 'sending'; sends: number }) =>
    inOrganization((transaction) => endIntent(transaction, id, { state: 'refused', fault: FAULT, of }));
  expect(await refuse({ from: 'sending', sends: 1 })).toBe(false);
  expect(await refuse({ from: 'intent', sends: 0 })).toBe(false);
  expect(await read(id)).toMatchObject({ state: 'sending', sends: 2 });
  expect(await refuse({ from: 'sending', sends: 2 })).toBe(true);
  expect(await read(id)).toMatchObject({ state: 'refused' });
});

it('a late word that it may be sent again does not send again what another process sends', async () => {
  const { id } = await sendTwice();
  const again = (sends: number) =>
    inOrganization((transaction) =>
      markResend(transaction, id, { state: 'sending', sends }, { waitMs: 0, fault: FAULT }),
    );
  expect(await again(1)).toBe(false);
  expect(await read(id)).toMatchObject({ state: 'sending', sends: 2 });
  expect(await again(2)).toBe(true);
});

it('what a person gave up stays given up, also when it is found to be finished or refused afterwards', async () => {
  const { id } = await sendTwice();
  const end = (how: Parameters<typeof endIntent>[2]) =>
    inOrganization((transaction) => endIntent(transaction, id, how));
  await inOrganization((transaction) => markUnknown(transaction, id, { reason: 'silent', checkAfterMs: null }));
  expect(await end({ state: 'given_up', by: null })).toBe(true);
  const made = { seed: null, costMicros: 2000, words: null };
  expect(await end({ state: 'finished', assetIds: [], made })).toBe(false);
  expect(await end({ state: 'failed', fault: FAULT })).toBe(false);
  expect(await end({ state: 'refused', fault: FAULT, of: { from: 'sending', sends: 2 } })).toBe(false);
  expect(await read(id)).toMatchObject({ state: 'given_up', cost_micros: null });
});
