import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What postmaster.pid says: line 1 process, line 4 port, line 8 state. */
export type Postmaster = { processId: number; port: number; isReady: boolean };

/** The file as it stands, or null when it is missing or unreadable. */
export function readPostmaster(data: string): Postmaster | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const processId = Number(lines[0]);
    const port = Number(lines[3]);
    return Number.isInteger(processId) && processId > 0 && Number.isInteger(port) && port > 0
      ? { processId, port, isReady: lines[7]?.trim() === 'ready' }
      : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** True when the process is a postgres that works in this data folder: an orphan of a killed studio. */
export function isOwnPostmaster({ processId }: Pick<Postmaster, 'processId'>, data: string): boolean {
  return isPostgresIn(String(processId), realpathSync(data));
}

function isPostgresIn(processId: string, realData: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${processId}/exe`).endsWith('/bin/postgres') &&
      readlinkSync(`/proc/${processId}/cwd`) === realData
    );
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // Gone, or another user's: not ours in both cases.
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'ESRCH') return false;
    throw error;
  }
}

const ORPHAN_TIMEOUT_MS = 5_000;

/**
 * Backends notice the death of their postmaster only when they wait; one that counts goes on, holds the shared memory
 * and blocks the next start. Called when no postmaster lives: their work can no longer be committed by anyone.
 */
export async function endOrphans(data: string): Promise<void> {
  if (!existsSync('/proc/self')) return;
  const realData = realpathSync(data);
  const listOrphans = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isPostgresIn(name, realData));
  const deadline = Date.now() + ORPHAN_TIMEOUT_MS;
  for (let orphans = listOrphans(); orphans.length > 0 && Date.now() < deadline; orphans = listOrphans()) {
    for (const processId of orphans) endProcess(Number(processId));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function endProcess(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A number re-used by another program blocks PostgreSQL's start; the file is removed once it is known not to be ours. */
export function clearStalePostmaster(data: string): void {
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** A process that ended but was not collected counts as gone: in a bare container process 1 may never collect it. */
export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isUncollected(processId);
}

function isUncollected(processId: number): boolean {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The name in brackets may hold anything; the state is the word after it.
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return existsSync('/proc/self');
    throw error;
  }
}
