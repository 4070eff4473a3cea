import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from './until.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 60_000;

/** The built studio as its own process, so that it can be killed. Its output is kept for the message of a failed test. */
export type StudioProcess = {
  readonly address: string;
  readonly processId: number;
  output(): string;
  /** Ends it at once, as a power cut would; what it had started is left to itself. */
  kill(): Promise<void>;
  /** Asks it to stop, as Ctrl-C or a service manager does; answers how long it took and how it ended. */
  stop(signal?: 'SIGINT' | 'SIGTERM'): Promise<{ tookMs: number; code: number | null }>;
};

export type StudioEnvironment = Readonly<Record<string, string>>;

let built: Promise<unknown> | undefined;

/** Server and web, built when stale; asked again in the same run it has been done. */
export async function buildStudio(): Promise<void> {
  built ??= promisify(execFile)(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
  await built;
}

/** Only what a program needs of our own environment: a test must not depend on variables of the machine. */
function toEnvironment(data: string, more: StudioEnvironment): Record<string, string> {
  const own = Object.fromEntries(
    ['PATH', 'HOME', 'LANG', 'TMPDIR'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  return { ...own, KINORA_DATA: data, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...more };
}

export type Ended = { code: number | null; output: string; tookMs: number };

/** Runs the studio's program to its end: for starts that are refused or find another studio. */
export function runStudioToEnd(
  data: string,
  more: StudioEnvironment = {},
  words: readonly string[] = [],
): Promise<Ended> {
  return runToEnd(['build/server/src/main.js', ...words], toEnvironment(data, more));
}

/** Runs the `kinora` command to its end. */
export function runCommand(words: readonly string[], data: string, more: StudioEnvironment = {}): Promise<Ended> {
  return runToEnd(['cli/bin/kinora.mjs', ...words], toEnvironment(data, more));
}

export type RunningCommand = {
  readonly processId: number;
  output(): string;
  readonly ended: Promise<Ended>;
};

/** The `kinora` command while it runs: to be interrupted, or to be watched. The bundle must be fresh: `buildStudio`. */
export function startCommand(words: readonly string[], data: string, more: StudioEnvironment = {}): RunningCommand {
  return start(['build/cli/src/main.js', ...words], toEnvironment(data, more));
}

function runToEnd(words: readonly string[], environment: Record<string, string>): Promise<Ended> {
  return start(words, environment).ended;
}

function start(words: readonly string[], environment: Record<string, string>): RunningCommand {
  const startedAt = performance.now();
  const child = spawn(process.execPath, words, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: output(), tookMs: performance.now() - startedAt }));
  });
  return { processId: child.pid ?? 0, output, ended };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-100_000);
    });
  }
  return () => text;
}

export async function startStudioProcess(data: string, more: StudioEnvironment = {}): Promise<StudioProcess> {
  const child = spawn(process.execPath, ['build/server/src/main.js'], {
    cwd: root,
    env: toEnvironment(data, more),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const findAddress = () => /Kinora is ready: (http:\S+)/.exec(output())?.[1];
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  await until(() => findAddress() !== undefined || hasEnded(), 'the start of the studio', {
    timeoutMs: START_LIMIT_MS,
  });
  const address = findAddress();
  if (!address) throw new Error(`The studio did not start.\n${output()}`);
  return {
    address,
    processId: child.pid ?? 0,
    output,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop(signal = 'SIGTERM') {
      const startedAt = performance.now();
      child.kill(signal);
      const code = await ended;
      return { tookMs: performance.now() - startedAt, code };
    },
  };
}

/** The key for commands on this computer, as the studio leaves it beside its data. */
export function readLocalKey(data: string): string {
  const { secret } = JSON.parse(readFileSync(join(data, 'local-access.json'), 'utf8')) as { secret: string };
  return secret;
}
