import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preparePostgresBinaries } from './binaries.ts';
import { NOBODY_ID } from './run-as.ts';

let folder: string;
let native: string;
let data: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-binaries-'));
  native = join(folder, 'package', 'native');
  data = join(folder, 'data');
  for (const path of [join(native, 'bin'), join(native, 'lib'), data]) mkdirSync(path, { recursive: true });
  writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify({ version: '18.4.0' }));
  writeFileSync(join(native, 'bin', 'postgres'), 'program');
  writeFileSync(join(native, 'lib', 'libicu.so.60.2'), 'library');
  writeFileSync(
    join(native, 'pg-symlinks.json'),
    JSON.stringify([{ source: 'native/lib/libicu.so.60.2', target: 'native/lib/libicu.so.60' }]),
  );
});

afterEach(() => {
  chmodSync(join(native, 'lib'), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

/** Root may write everywhere, so the package is made read-only for an ordinary user and the call made as one. */
function asOrdinaryUser<Result>(work: () => Result): Result {
  if (process.getuid?.() !== 0) return work();
  chmodSync(folder, 0o755);
  chmodSync(data, 0o777);
  process.seteuid?.(NOBODY_ID);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('the programs of PostgreSQL', () => {
  it('get the library links that no install script made, and a second start changes nothing', () => {
    const programs = preparePostgresBinaries(data, native);
    expect(readlinkSync(join(native, 'lib', 'libicu.so.60'))).toBe('libicu.so.60.2');
    expect(preparePostgresBinaries(data, native)).toEqual(programs);
    expect(programs.postgres).toBe(join(native, 'bin', 'postgres'));
    expect(readdirSync(data)).toEqual([]);
  });

  it('are copied beside the data when the package cannot be written', () => {
    chmodSync(join(native, 'lib'), 0o555);
    const programs = asOrdinaryUser(() => preparePostgresBinaries(data, native));
    expect(programs.postgres).toBe(join(data, 'postgres-programs-18.4.0', 'native', 'bin', 'postgres'));
    expect(existsSync(programs.postgres)).toBe(true);
    const lib = join(dirname(programs.postgres), '..', 'lib');
    expect(readlinkSync(join(lib, 'libicu.so.60'))).toBe('libicu.so.60.2');
    expect(existsSync(join(native, 'lib', 'libicu.so.60'))).toBe(false);
  });

  it('are copied anew when a copy was cut off', () => {
    chmodSync(join(native, 'lib'), 0o555);
    mkdirSync(join(data, 'postgres-programs-18.4.0.making', 'native'), { recursive: true });
    if (process.getuid?.() === 0) {
      // The cut-off copy was the same user's.
      for (const path of ['', 'native']) chmodSync(join(data, 'postgres-programs-18.4.0.making', path), 0o777);
    }
    const programs = asOrdinaryUser(() => preparePostgresBinaries(data, native));
    expect(existsSync(programs.postgres)).toBe(true);
    expect(readdirSync(data)).toEqual(['postgres-programs-18.4.0']);
  });
});
