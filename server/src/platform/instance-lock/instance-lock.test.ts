import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

/** Takes the lock at the same moment as its neighbours and says whether it has it; lives until it is ended. */
const CONTENDER = `
  const { acquireInstanceLock } = await import(process.argv[1]);
  while (Date.now() < Number(process.argv[3]));
  process.stdout.write('lock' in acquireInstanceLock(process.argv[2]) ? 'taken ' : 'held ');
  setInterval(() => {}, 1000);
`;

it('is given to one of several that find the same dead lock in the same moment', async () => {
  const dataFolder = make();
  writeFileSync(join(dataFolder, 'instance.json'), JSON.stringify({ processId: 2 ** 22 - 1, startedAt: '2020-01-01' }));
  const startAt = String(Date.now() + 3000);
  const words = ['--import', 'tsx', '--input-type=module', '-e', CONTENDER];
  const contenders = Array.from({ length: 4 }, () =>
    spawn(process.execPath, [...words, new URL('./index.ts', import.meta.url).href, dataFolder, startAt]),
  );
  try {
    const said = await Promise.all(contenders.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])));
    expect(said.filter((word) => word === 'taken ')).toHaveLength(1);
    expect(readdirSync(dataFolder)).toEqual(['instance.json']);
  } finally {
    for (const contender of contenders) contender.kill('SIGKILL');
  }
});
