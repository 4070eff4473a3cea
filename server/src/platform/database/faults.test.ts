import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../testing/test-database.ts';
import { isConnectionFault } from './faults.ts';

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it worked'),
    (error: unknown) => error,
  );

it('knows a database that does not answer, by port and by socket file', async () => {
  for (const host of ['127.0.0.1', '/no/such/folder'])
    expect(isConnectionFault(await faultOf(new pg.Client({ host, port: 1 }).connect()))).toBe(true);
  expect(isConnectionFault({ code: '57P01' })).toBe(true);
});

it('knows a connection that dies between two queries of a transaction', async () => {
  const test = await createTestDatabase();
  try {
    const client = new pg.Client(test.database.urls.app);
    client.on('error', () => {});
    await client.connect();
    const first = await faultOf(client.query('select pg_terminate_backend(pg_backend_pid())'));
    const second = await faultOf(client.query('select 1'));
    await client.end().catch(() => {});
    expect([first, second].map(isConnectionFault), String(second)).toEqual([true, true]);
  } finally {
    await test.drop();
  }
});

it('does not take a missing file or program for a missing database', async () => {
  expect(isConnectionFault(await faultOf(readFile('/no/such/file')))).toBe(false);
  const [error] = await once(spawn('no-such-program'), 'error').catch((thrown) => [thrown]);
  expect(error).toHaveProperty('code', 'ENOENT');
  expect(isConnectionFault(error)).toBe(false);
});
