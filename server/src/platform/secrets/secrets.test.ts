import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../testing/test-database.ts';
import { forgetPreviousKeys, listSigningKeys, loadSecretKeys, resealAll, rotateKeyFile } from './index.ts';
import { toSecretKey } from './keys.ts';
import { createSecretBox, toSealedContext } from './secret-box.ts';

const folders: string[] = [];
const makeFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinora-secrets-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const load = (dataFolder: string) => loadSecretKeys({ fromEnvironment: undefined, dataFolder, isRequired: false });

describe('the secret key', () => {
  it('is made once beside the data, for its owner only, and read again', () => {
    const dataFolder = makeFolder();
    const first = load(dataFolder);
    expect(load(dataFolder)).toEqual(first);
    expect(statSync(join(dataFolder, 'secret-key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataFolder)).toEqual(['secret-key']);
  });

  it('is never taken from a file that a crash left empty or cut short', () => {
    const dataFolder = makeFolder();
    for (const rest of ['', 'abc\n']) {
      writeFileSync(join(dataFolder, 'secret-key'), rest);
      expect(() => load(dataFolder)).toThrow(/holds \d+/);
    }
  });

  it('must be given with an own database', () => {
    expect(() => loadSecretKeys({ fromEnvironment: undefined, dataFolder: makeFolder(), isRequired: true })).toThrow(
      /KINORA_SECRET_KEY/,
    );
  });

  it('is replaced by a new one; the old one opens what it sealed, and its links, for an hour', () => {
    const dataFolder = makeFolder();
    const before = load(dataFolder);
    const sealed = createSecretBox(before).seal('a vendor’s key', 'here');
    const rotatedAt = new Date('2026-01-01T12:00:00Z');
    const after = rotateKeyFile(dataFolder, rotatedAt);
    expect(load(dataFolder)).toEqual(after);
    expect(after.current.id).not.toBe(before.current.id);
    expect(createSecretBox(after).open(sealed, 'here')).toBe('a vendor’s key');
    expect(readdirSync(dataFolder).map((name) => statSync(join(dataFolder, name)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
    const minutesLater = (minutes: number) => rotatedAt.getTime() + minutes * 60_000;
    expect(listSigningKeys(after, minutesLater(59))).toEqual([after.current.key, before.current.key]);
    expect(listSigningKeys(after, minutesLater(61))).toEqual([after.current.key]);
    forgetPreviousKeys(dataFolder, new Date(minutesLater(59)));
    expect(load(dataFolder).previous).toHaveLength(1);
    forgetPreviousKeys(dataFolder, new Date(minutesLater(61)));
    expect(readdirSync(dataFolder)).toEqual(['secret-key']);
  });

  it('is in no file but its own: a rotation that broke off half way keeps both', () => {
    const dataFolder = makeFolder();
    load(dataFolder);
    const text = readFileSync(join(dataFolder, 'secret-key'), 'utf8');
    rotateKeyFile(dataFolder, new Date());
    // As after a crash between the two files: the previous ones are written, the key is not yet.
    writeFileSync(join(dataFolder, 'secret-key'), text);
    const again = rotateKeyFile(dataFolder, new Date());
    expect(again.previous.map(({ id }) => id)).toEqual([toSecretKey(text).id]);
  });
});

describe('sealed values', () => {
  const [one, two] = [toSecretKey('one'), toSecretKey('two')];
  const box = createSecretBox({ current: one, previous: [] });

  it('open in their own place only', () => {
    const sealed = box.seal('key of a vendor ✓', 'connection 1');
    expect(sealed).not.toContain('vendor');
    expect(box.open(sealed, 'connection 1')).toBe('key of a vendor ✓');
    expect(() => box.open(sealed, 'connection 2')).toThrow(/authentication/);
    const stranger = createSecretBox({ current: two, previous: [] });
    expect(() => stranger.open(sealed, 'connection 1')).toThrow(/sealed with key/);
  });

  it('notice a changed byte, in the value and in its key', () => {
    const parts = box.seal('abc', 'here').split('.');
    for (const index of [2, 3]) {
      const bytes = Buffer.from(parts[index]!, 'base64url');
      bytes[bytes.length - 1]! ^= 1;
      const changed = parts.with(index, bytes.toString('base64url')).join('.');
      expect(() => box.open(changed, 'here')).toThrow(/authentication/);
    }
  });

  it('are wrapped anew by a rotation in whatever table they lie, and need the old key no more', async () => {
    const test = await createTestDatabase();
    const owner = new pg.Client({ connectionString: test.ownerUrl });
    await owner.connect();
    await owner.query(
      'create table "Odd connections" (id uuid primary key default gen_random_uuid(), "Key" app.sealed)',
    );
    const { rows } = await owner.query<{ id: string }>('insert into "Odd connections" default values returning id');
    const context = toSealedContext({ table: '"Odd connections"', column: 'Key', id: rows[0]!.id });
    await owner.query('update "Odd connections" set "Key" = $1', [box.seal('a vendor’s key', context)]);
    await expect(owner.query(`update "Odd connections" set "Key" = 'a vendor’s key'`)).rejects.toHaveProperty(
      'code',
      '23514',
    );
    const rotated = { current: two, previous: [{ ...one, retiredAt: null }] };
    expect([await resealAll(owner, rotated), await resealAll(owner, rotated)]).toEqual([1, 0]);
    const { rows: after } = await owner.query<{ Key: string }>('select "Key"::text from "Odd connections"');
    const withoutOld = createSecretBox({ current: two, previous: [] });
    expect(withoutOld.open(after[0]!.Key, context)).toBe('a vendor’s key');
    await owner.end();
    await test.drop();
  });
});
