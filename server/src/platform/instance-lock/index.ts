import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One studio per data folder. The lock is the file `instance.json`, with the process that holds it and, once it listens,
 * its address. It appears whole or not at all (written aside, then linked or renamed), so that two that start in the same
 * moment never take a lock that is being written for an abandoned one. Held → released by `release()`; a kill -9 leaves
 * the file, and the next start sees that the process is gone (or is another program with a re-used number) and takes over.
 */
export type InstanceLock = { publish(address: string): void; release(): void };
type Holder = { processId: number; startedAt: string; address?: string };

/** @returns the lock, or the holder when another studio runs on this folder */
export function acquireInstanceLock(dataFolder: string): { lock: InstanceLock } | { holder: Holder } {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = join(dataFolder, 'instance.json');
  const own: Holder = { processId: process.pid, startedAt: new Date().toISOString() };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (createExclusively(file, own)) return { lock: createLock(file, own) };
    const holder = readHolder(file);
    if (holder && isAlive(holder)) return { holder };
    removeAbandoned(file);
  }
  throw new Error(`${file} cannot be taken: other processes keep creating it.`);
}

/** The process that holds this folder, also while it is still starting; null when none does. */
export function findHolder(dataFolder: string): { processId: number } | null {
  const holder = readHolder(join(dataFolder, 'instance.json'));
  return holder && isAlive(holder) ? { processId: holder.processId } : null;
}

/** The studio that runs on this folder, once it listens; null when none does. */
export function findRunningInstance(dataFolder: string): { address: string; processId: number } | null {
  const holder = readHolder(join(dataFolder, 'instance.json'));
  return holder?.address && isAlive(holder) ? { address: holder.address, processId: holder.processId } : null;
}

function createLock(file: string, own: Holder): InstanceLock {
  return {
    publish(address) {
      const aside = writeBeside(file, { ...own, address });
      renameSync(aside, file);
    },
    release() {
      if (readHolder(file)?.processId === own.processId) rmSync(file, { force: true });
    },
  };
}

function createExclusively(file: string, own: Holder): boolean {
  const aside = writeBeside(file, own);
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function writeBeside(file: string, holder: Holder): string {
  const aside = `${file}.${randomUUID()}`;
  writeFileSync(aside, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
  return aside;
}

/** Moved away before it is removed: what was moved may be the fresh lock of somebody faster, who then gets it back. */
function removeAbandoned(file: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    const holder = readHolder(aside);
    if (holder && isAlive(holder)) linkSync(aside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Already removed by the faster one, or taken anew since.
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readHolder(file: string): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null && typeof (value as Holder).processId === 'number'
      ? (value as Holder)
      : null;
  } catch (error) {
    // Missing, or half written by a process that died at this moment: nobody holds it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Alive, and started before the lock was written: after a reboot or in a container a number is soon used by another program. */
function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (holder.processId === process.pid) return false;
  return isNode(holder.processId) && startedBefore(holder.processId, holder.startedAt);
}

/** Where procfs exists: is the process a Node program? Elsewhere the process number has to do. */
function isNode(processId: number): boolean {
  try {
    return readlinkSync(`/proc/${processId}/exe`).includes('node');
  } catch {
    return true;
  }
}

function startedBefore(processId: number, lockedAt: string): boolean {
  const folder = statSync(`/proc/${processId}`, { throwIfNoEntry: false });
  return !folder || folder.ctimeMs <= Date.parse(lockedAt) + 2000;
}
