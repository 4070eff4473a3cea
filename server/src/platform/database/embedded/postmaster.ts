import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What postmaster.pid says: line 1 process, line 4 port. */
export type Postmaster = { processId: number; port: number };

/** The file as it stands, or null when it is missing or unreadable. */
export function readPostmaster(data: string): Postmaster | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const processId = Number(lines[0]);
    const port = Number(lines[3]);
    return Number.isInteger(processId) && processId > 0 && Number.isInteger(port) && port > 0
      ? { processId, port }
      : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** True when the process is a postgres that works in this data folder: an orphan of a killed studio. */
export function isOwnPostmaster({ processId }: Postmaster, data: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${processId}/exe`).endsWith('/bin/postgres') &&
      readlinkSync(`/proc/${processId}/cwd`) === realpathSync(data)
    );
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // Gone, or another user's: not ours in both cases.
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'ESRCH') return false;
    throw error;
  }
}

/** A number re-used by another program blocks PostgreSQL's start; the file is removed once it is known not to be ours. */
export function clearStalePostmaster(data: string): void {
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
