import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { createHeartbeat } from './heartbeat.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('offers no slot that is closed, so that nothing new of its kind is started, and offers it again', async () => {
  let closed: string[] = [];
  const heartbeat = createHeartbeat({
    database: test.database,
    executorId: 'one',
    slots: { render: 2, light: 1 },
    closedSlots: async () => closed,
    reap: async () => {},
    onError: (error) => expect(error).toBeUndefined(),
  });
  const offered = async () => {
    const { rows } = await test.database.jobs.query<{ slot: string; total: number }>(
      'select slot, total::int as total from app.slot_totals() order by slot',
    );
    return rows.map(({ slot, total }) => `${slot} ${total}`);
  };
  await heartbeat.start();
  expect(await offered()).toEqual(['light 1', 'render 2']);
  closed = ['render'];
  await sleep(1500);
  expect(await offered()).toEqual(['light 1']);
  closed = [];
  await sleep(1500);
  expect(await offered()).toEqual(['light 1', 'render 2']);
  await heartbeat.stop();
  expect(await offered()).toEqual([]);
});
