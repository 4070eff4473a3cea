import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { acquireInstanceLock, findRunningInstance } from './index.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'kinora-lock-'));
const made: string[] = [];
const make = () => {
  const path = folder();
  made.push(path);
  return path;
};
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true });
});

it('names the studio that runs on the folder, and is gone after release', async () => {
  const dataFolder = make();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  writeFileSync(
    join(dataFolder, 'instance.json'),
    JSON.stringify({
      processId: other.pid,
      startedAt: new Date(Date.now() + 1000).toISOString(),
      address: 'http://127.0.0.1:1',
    }),
  );
  expect(findRunningInstance(dataFolder)).toEqual({ address: 'http://127.0.0.1:1', processId: other.pid });
  expect(acquireInstanceLock(dataFolder)).toHaveProperty('holder.address', 'http://127.0.0.1:1');
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(findRunningInstance(dataFolder)).toBeNull();
  const taken = acquireInstanceLock(dataFolder);
  if (!('lock' in taken)) throw new Error('the lock of a dead process was not taken over');
  taken.lock.release();
  expect(existsSync(join(dataFolder, 'instance.json'))).toBe(false);
});

it('takes over a half-written lock', () => {
  const dataFolder = make();
  writeFileSync(join(dataFolder, 'instance.json'), '{"proc');
  expect(acquireInstanceLock(dataFolder)).toHaveProperty('lock');
});
