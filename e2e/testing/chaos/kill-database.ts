import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Of the server that runs on this data; null while there is none. */
export async function readPostmasterId(dataFolder: string): Promise<number | null> {
  const text = await readFile(join(dataFolder, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '');
  const processId = Number(text.split('\n')[0]);
  if (!Number.isInteger(processId) || processId <= 1) return null;
  try {
    process.kill(processId, 0);
    return processId;
  } catch {
    return null;
  }
}

/** As a power cut would: nothing is flushed, and what it had in work is cut off. */
export async function killDatabase(dataFolder: string): Promise<void> {
  const processId = await readPostmasterId(dataFolder);
  if (processId !== null) process.kill(processId, 'SIGKILL');
}
