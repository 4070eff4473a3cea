import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
const STILL_HERE_MS = 3_600_000;

/**
 * Work in progress of each worker that joined through the data folder lies apart, below `workers/HOST_PROCESS_ID`: the
 * studio empties its own temporary folders when it starts, while a worker may be drawing.
 */
export async function openWorkerFolder(
  dataFolder: string,
  onError: (error: unknown) => void,
): Promise<{ path: string; close: () => Promise<void> }> {
  const path = join(dataFolder, 'workers', `${hostname()}_${process.pid}_${randomUUID().slice(0, 8)}`);
  await mkdir(path, { recursive: true, mode: 0o700 });
  // A living worker's folder never looks forgotten to a machine that cannot see its process.
  const stillHere = setInterval(() => void utimes(path, new Date(), new Date()).catch(onError), STILL_HERE_MS);
  stillHere.unref();
  return {
    path,
    async close() {
      clearInterval(stillHere);
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Removes what dead workers left; of other machines (a shared folder), where nobody can look, only what a day has forgotten. */
export async function sweepWorkerFolders(dataFolder: string): Promise<void> {
  const root = join(dataFolder, 'workers');
  for (const name of await readdir(root).catch(() => [] as string[])) {
    // From the right: a machine's name may hold the sign that parts.
    const [, host, processId] = /^(.*)_(\d+)_[^_]*$/.exec(name) ?? [];
    const path = join(root, name);
    const isAbandoned = host === hostname() ? !isAlive(Number(processId)) : await isForgotten(path);
    if (isAbandoned) await rm(path, { recursive: true, force: true });
  }
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A folder that is gone by now was swept by somebody else. */
async function isForgotten(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined);
  return facts !== undefined && Date.now() - facts.mtimeMs > FORGOTTEN_AFTER_MS;
}
