import { spawn } from 'node:child_process';
import { root } from './studio-process.ts';
import { until } from './until.ts';

/** A worker that joined a studio through the data folder, as its own process. */
export type WorkerProcess = {
  readonly processId: number;
  output(): string;
  hasEnded(): boolean;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** How it ended, by itself or after `stop`. */
  ended: Promise<number | null>;
};

/** Starts the program without `api`, and nothing of our own environment but what a program needs. */
export function spawnWorker(data: string, roles: string, more: Readonly<Record<string, string>> = {}): WorkerProcess {
  const own = Object.fromEntries(
    ['PATH', 'HOME', 'LANG', 'TMPDIR'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  const child = spawn(process.execPath, ['build/server/src/main.js', '--roles', roles], {
    cwd: root,
    env: { ...own, KINORA_DATA: data, LOG_LEVEL: 'warn', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    processId: child.pid ?? 0,
    output: () => output,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export async function startWorkerProcess(...parts: Parameters<typeof spawnWorker>): Promise<WorkerProcess> {
  const worker = spawnWorker(...parts);
  await until(() => worker.output().includes('worker is ready') || worker.hasEnded(), 'the start of the worker', {
    timeoutMs: 60_000,
    explain: () => worker.output(),
  });
  if (worker.hasEnded()) throw new Error(`The worker did not start.\n${worker.output()}`);
  return worker;
}
