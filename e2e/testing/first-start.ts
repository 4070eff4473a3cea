import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, startStudioProcess } from './studio-process.ts';

/** Beside the bundle and gone with it: another bundle makes another first start. */
const kept = join(root, 'build/first-start');
/** The copies live for a minute, and nobody pulls their plug: tests that kill begin on an empty folder of their own. */
const HASTE = ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off'];

let made: Promise<void> | undefined;

/**
 * Makes a data folder as the first start leaves it: a database with every table and nobody in it. The build's first start is
 * done once, its folder copied for each studio of a test, which starts as on any other day.
 */
export async function copyFirstStart(data: string): Promise<void> {
  made ??= makeFirstStart();
  await made;
  await mkdir(data, { recursive: true });
  await promisify(execFile)('cp', ['-a', `${kept}/.`, data]);
}

async function makeFirstStart(): Promise<void> {
  if (await isThere(kept)) return;
  const making = await mkdtemp(`${kept}-`);
  const studio = await startStudioProcess(making, { KINORA_ROLES: 'api' });
  await studio.stop();
  await appendFile(join(making, 'postgres/data/postgresql.conf'), `${HASTE.join('\n')}\n`);
  await rename(making, kept).catch(async (error: NodeJS.ErrnoException) => {
    // Another project of the same run was sooner: its folder is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(making, { recursive: true });
  });
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
