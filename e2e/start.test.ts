import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { IS_FULL } from './testing/full-run.ts';
import { isRunning, listDescendants } from './testing/processes.ts';
import { buildStudio, root } from './testing/studio-process.ts';
import { until } from './testing/until.ts';

const STOP_LIMIT_MS = 10_000;
/** Ctrl-C goes the same way; the full run tries both. */
const SIGNALS = IS_FULL ? (['SIGTERM', 'SIGINT'] as const) : (['SIGTERM'] as const);

/** A service manager signals only the process it started, which is npm; the terminal signals the whole group. */
it.each(SIGNALS)('npm start, sent %s, stops the studio and its database', async (signal) => {
  await buildStudio();
  const data = await mkdtemp(join(tmpdir(), 'kinora-start-'));
  const { PATH = '', HOME = '' } = process.env;
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: { PATH, HOME, KINORA_DATA: data, PORT: '0', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  try {
    await until(() => output.includes('Kinora is ready'), 'the start', { timeoutMs: 60_000, explain: () => output });
    const all = listDescendants(npm.pid ?? 0);
    expect(all.some((one) => one.command.includes('postgres'))).toBe(true);
    npm.kill(signal);
    await until(() => all.every((one) => !isRunning(one.id)), 'the end of every process', {
      timeoutMs: STOP_LIMIT_MS,
      explain: () => output,
    });
  } finally {
    npm.kill('SIGKILL');
    await rm(data, { recursive: true, force: true });
  }
});
