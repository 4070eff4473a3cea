import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { expect, it } from 'vitest';
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

it('does not take a missing file or program for a missing database', async () => {
  expect(isConnectionFault(await faultOf(readFile('/no/such/file')))).toBe(false);
  const [error] = await once(spawn('no-such-program'), 'error').catch((thrown) => [thrown]);
  expect(error).toHaveProperty('code', 'ENOENT');
  expect(isConnectionFault(error)).toBe(false);
});
