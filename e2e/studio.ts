import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyFirstStart } from './testing/first-start.ts';
import { buildStudio, root } from './testing/studio-process.ts';

const START_LIMIT_MS = 90_000;

export type TestStudio = { address: string; setupLink: string; log: () => string; close: () => Promise<void> };

/** The whole studio as a person starts it: built when stale, with a port and a data folder of its own, in which nobody is yet. */
export async function startTestStudio(environment: Readonly<Record<string, string>> = {}): Promise<TestStudio> {
  await buildStudio();
  const data = await mkdtemp(join(tmpdir(), 'kinora-e2e-'));
  await copyFirstStart(data);
  const child = spawn(process.execPath, [join(root, 'build/server/src/main.js')], {
    cwd: root,
    env: { ...process.env, KINORA_DATA: data, PORT: '0', HOST: '127.0.0.1', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const setupLink = await waitForLine(
    child,
    () => /(http\S+\/setup\S*)/.exec(output)?.[1],
    () => output,
  );
  return {
    address: new URL(setupLink).origin,
    setupLink,
    log: () => output,
    close: async () => {
      await stop(child);
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function waitForLine(child: ChildProcess, find: () => string | undefined, log: () => string): Promise<string> {
  const before = Date.now();
  while (Date.now() - before < START_LIMIT_MS) {
    const found = find();
    if (found) return found;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`The studio did not start.\n${log()}`);
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
