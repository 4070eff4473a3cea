import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSecretBox, loadSecretKey } from './index.ts';

const folders: string[] = [];
const makeFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinora-secrets-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('the secret key', () => {
  it('is made once beside the data, for its owner only, and read again', () => {
    const dataFolder = makeFolder();
    const first = loadSecretKey({ fromEnvironment: undefined, dataFolder, isRequired: false });
    expect(loadSecretKey({ fromEnvironment: undefined, dataFolder, isRequired: false })).toEqual(first);
    expect(statSync(join(dataFolder, 'secret-key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataFolder)).toEqual(['secret-key']);
  });

  it('is never taken from a file that a crash left empty or cut short', () => {
    const dataFolder = makeFolder();
    for (const rest of ['', 'abc\n']) {
      writeFileSync(join(dataFolder, 'secret-key'), rest);
      expect(() => loadSecretKey({ fromEnvironment: undefined, dataFolder, isRequired: false })).toThrow(/holds \d+/);
    }
  });

  it('must be given with an own database', () => {
    expect(() => loadSecretKey({ fromEnvironment: undefined, dataFolder: makeFolder(), isRequired: true })).toThrow(
      /KINORA_SECRET_KEY/,
    );
  });
});

describe('sealed values', () => {
  const box = createSecretBox(Buffer.alloc(32, 1));

  it('open in their own place only', () => {
    const sealed = box.seal('key of a vendor ✓', 'connection 1');
    expect(sealed).not.toContain('vendor');
    expect(box.open(sealed, 'connection 1')).toBe('key of a vendor ✓');
    expect(() => box.open(sealed, 'connection 2')).toThrow(/authentication/);
    expect(() => createSecretBox(Buffer.alloc(32, 2)).open(sealed, 'connection 1')).toThrow(/sealed with key/);
  });

  it('notice a changed byte', () => {
    const parts = box.seal('abc', 'here').split('.');
    const body = Buffer.from(parts[4]!, 'base64url');
    body[0] = body[0]! ^ 1;
    expect(() => box.open([...parts.slice(0, 4), body.toString('base64url')].join('.'), 'here')).toThrow(
      /authentication/,
    );
  });

  it('sign and verify links', () => {
    const signature = box.sign('a');
    expect(box.verify('a', signature)).toBe(true);
    expect(box.verify('b', signature)).toBe(false);
    expect(box.verify('a', '')).toBe(false);
  });
});
