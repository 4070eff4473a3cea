import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../testing/test-database.ts';
import { type IdempotencyStore, type OnceCall, runOnce } from './idempotency.ts';
import { createIdempotencyStore } from './stores.ts';

let test: TestDatabase;
let store: IdempotencyStore;
let actor: OnceCall['actor'];

beforeAll(async () => {
  test = await createTestDatabase();
  store = createIdempotencyStore(test.database);
  const organizationId = (await insertOrganization(test.database)) as never;
  actor = { kind: 'api_key', apiKeyId: 'one', organizationId, role: 'owner', scopes: ['*'] };
});
afterAll(() => test.drop());

const callOf = (key: string, asked: unknown = { body: 1 }): OnceCall => ({ actor, route: 'createFilm', key, asked });

/** Runs once more and says how often the handler has run. */
function count() {
  let runs = 0;
  const run = async () => {
    runs += 1;
    return { status: 202, body: { runs }, headers: {} };
  };
  return { run, runs: () => runs };
}

it('answers a repetition with the first answer and does nothing', async () => {
  const { run, runs } = count();
  await runOnce(store, callOf('repeated'), run);
  expect(await runOnce(store, callOf('repeated'), run)).toMatchObject({
    body: { runs: 1 },
    headers: { 'idempotency-replayed': 'true' },
  });
  expect(runs()).toBe(1);
});

it('refuses the same key for something else, and while the first still runs', async () => {
  const { run } = count();
  await runOnce(store, callOf('other', { params: { id: 'a' } }), run);
  await expect(runOnce(store, callOf('other', { params: { id: 'b' } }), run)).rejects.toHaveProperty(
    'code',
    'request.key_reused',
  );
  const inner = runOnce(store, callOf('nested'), async () => {
    await expect(runOnce(store, callOf('nested'), run)).rejects.toHaveProperty('code', 'request.key_running');
    return (await run()) as never;
  });
  expect(await inner).toMatchObject({ status: 202 });
});

it('frees the key of a handler that refused', async () => {
  const { run, runs } = count();
  const refuse = () => Promise.reject(new Error('refused'));
  await expect(runOnce(store, callOf('refused'), refuse)).rejects.toThrow('refused');
  await runOnce(store, callOf('refused'), run);
  expect(runs()).toBe(1);
});

it('lets one request, and only one, take over what a crash left', async () => {
  const scope = { organizationId: actor.organizationId!, actor: 'key:one', route: 'createFilm', key: 'crashed' };
  expect(await store.begin(scope, 'hash')).toEqual({ state: 'new' });
  await test.database.inOrganization(scope.organizationId, (transaction) =>
    transaction.query(`update idempotency_keys set started_at = now() - interval '61 seconds' where key = 'crashed'`),
  );
  const begun = await Promise.all([1, 2, 3].map(() => store.begin(scope, 'hash')));
  expect(begun.map(({ state }) => state).sort()).toEqual(['new', 'running', 'running']);
});
