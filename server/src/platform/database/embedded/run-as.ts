import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KinoraError } from '@kinora/contract';

/**
 * PostgreSQL refuses to run as root. `self`: we are not root. `unshare`: root inside an own user name space, files stay
 * root's. `nobody`: user id 65534, which owns the data then. The way is chosen once and recorded beside the data,
 * because another way could not read what the first one wrote.
 */
export type RunAs = 'self' | 'unshare' | 'nobody';
export const NOBODY_ID = 65534;

export function chooseRunAs(dataFolder: string): RunAs {
  if (process.getuid?.() !== 0) return 'self';
  const record = join(dataFolder, 'postgres-runs-as');
  if (existsSync(record)) {
    const value = readFileSync(record, 'utf8').trim();
    if (value === 'unshare' || value === 'nobody') return value;
  }
  const way = canUnshare() ? 'unshare' : 'nobody';
  writeFileSync(record, `${way}\n`);
  return way;
}

/** Containers may forbid it: tried, not assumed. */
function canUnshare(): boolean {
  return spawnSync('unshare', ['-U', '--', 'true'], { stdio: 'ignore' }).status === 0;
}

export function commandAs(
  way: RunAs,
  program: string,
  args: readonly string[],
): { command: string; args: string[]; options: SpawnOptions } {
  if (way === 'unshare') return { command: 'unshare', args: ['-U', '--', program, ...args], options: {} };
  if (way === 'nobody') return { command: program, args: [...args], options: { uid: NOBODY_ID, gid: NOBODY_ID } };
  return { command: program, args: [...args], options: {} };
}

export function giveTo(way: RunAs, path: string): void {
  if (way === 'nobody') chownSync(path, NOBODY_ID, NOBODY_ID);
}

/** Runs a program to its end; its output goes into the error. */
export function runToEnd(way: RunAs, program: string, args: readonly string[], folder: string): Promise<void> {
  const { command, args: words, options } = commandAs(way, program, args);
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { ...options, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new KinoraError('database.start_failed', `${program} ended with ${code}: ${output.slice(-2000)}`)),
    );
  });
}
