/** A studio for a bench: the built program on a data folder of its own, as `npm start` runs it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
const READY_WITHIN_MS = 120_000;

export type BenchStudio = {
  address: string;
  setupLink: string | undefined;
  dataFolder: string;
  process: ChildProcess;
  /** Calls the API with the key for commands on this computer; throws on a refusal. */
  call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  close(): Promise<void>;
};

export async function openBenchStudio(env: Record<string, string> = {}): Promise<BenchStudio> {
  execFileSync(process.execPath, ['scripts/build.mjs', '--server'], { cwd: repository, stdio: 'inherit' });
  const dataFolder = await mkdtemp(join(tmpdir(), 'kinora-bench-studio-'));
  const program = join(repository, 'build/server/src/main.js');
  const studio = await startProgram([program], { KINORA_DATA: dataFolder, PORT: '0', LOG_LEVEL: 'error', ...env });
  const access = JSON.parse(readFileSync(join(dataFolder, 'local-access.json'), 'utf8')) as { secret: string };
  return {
    ...studio,
    dataFolder,
    call: (method, path, body, headers) => callApi(studio.address, access.secret, { method, path, body, headers }),
    async close() {
      await stopProgram(studio.process);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Starts a program that prints the studio's address, and waits for that line. */
export async function startProgram(
  words: string[],
  env: Record<string, string>,
): Promise<Pick<BenchStudio, 'address' | 'setupLink' | 'process'>> {
  const child = spawn(process.execPath, words, {
    cwd: repository,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const startedAt = performance.now();
  while (performance.now() - startedAt < READY_WITHIN_MS && child.exitCode === null) {
    const address = /Kinora is ready: (\S+)/.exec(output)?.[1];
    if (address) return { address, setupLink: /(http\S+\/setup\S*)/.exec(output)?.[1], process: child };
    await sleep(10);
  }
  child.kill('SIGKILL');
  throw new Error(`The studio did not start:\n${output}`);
}

export function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function callApi<T>(
  address: string,
  key: string,
  request: { method: string; path: string; body: unknown; headers: Record<string, string> | undefined },
): Promise<T> {
  const { method, path, body } = request;
  const isBytes = body instanceof Uint8Array;
  const type = isBytes ? 'application/octet-stream' : 'application/json';
  const response = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': type }),
      ...request.headers,
    },
    ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
