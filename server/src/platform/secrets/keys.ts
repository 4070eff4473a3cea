import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KinoraError } from '@kinora/contract';
import { z } from 'zod';

/** One key of the installation. Its id tells which key sealed a value without revealing it. */
export type SecretKey = { id: string; key: Buffer };
/** @property retiredAt null while it is not known: a key that stands in the environment as a previous one */
export type RetiredKey = SecretKey & { retiredAt: Date | null };
/** The key that seals and signs now, and those that only open what they sealed before. */
export type SecretKeys = { current: SecretKey; previous: readonly RetiredKey[] };

export type SecretKeySource = {
  /** KINORA_SECRET_KEY; undefined takes the key beside the data. */
  fromEnvironment: string | undefined;
  /** KINORA_SECRET_KEY_PREVIOUS. */
  previousFromEnvironment?: readonly string[];
  dataFolder: string;
  isRequired: boolean;
};

const KEY_BYTES = 32;
const KEY_CHARACTERS = Math.ceil((KEY_BYTES * 4) / 3);
/** Signed links live an hour; after that an old key has nothing left to prove (a stolen one least of all). */
const LINKS_OUTLIVE_KEY_MS = 3_600_000;

/**
 * The installation's keys (rulings §3.10). With an own PostgreSQL they come from the environment, so that several machines
 * share them; otherwise the key is made once beside the data, readable by its owner only, and left out of backups.
 */
export function loadSecretKeys(source: SecretKeySource): SecretKeys {
  if (source.fromEnvironment !== undefined) {
    const previous = (source.previousFromEnvironment ?? []).map((text) => ({ ...toSecretKey(text), retiredAt: null }));
    return { current: toSecretKey(source.fromEnvironment), previous };
  }
  if (source.isRequired)
    throw new KinoraError('secrets.key_missing', 'KINORA_SECRET_KEY is required with DATABASE_URL', {
      sentence: 'Set KINORA_SECRET_KEY: with an own database every machine needs the same key.',
    });
  const { file } = filesOf(source.dataFolder);
  if (!existsSync(file)) writeAside(file, makeKeyText());
  const previous = readPrevious(source.dataFolder).map(({ key, retiredAt }) => ({
    ...toSecretKey(key),
    retiredAt: new Date(retiredAt),
  }));
  return { current: toSecretKey(readKeyText(file)), previous };
}

/** Makes a new key beside the data; the one so far becomes a previous one. Written first, so that a crash loses no key. */
export function rotateKeyFile(dataFolder: string, now: Date): SecretKeys {
  const { file, previousFile } = filesOf(dataFolder);
  const key = readKeyText(file);
  const kept = readPrevious(dataFolder).filter((one) => one.key !== key);
  writeAside(previousFile, JSON.stringify([{ key, retiredAt: now.toISOString() }, ...kept]));
  writeAside(file, makeKeyText());
  return loadSecretKeys({ fromEnvironment: undefined, dataFolder, isRequired: false });
}

/** Forgets keys that seal nothing any more, once their links have expired. */
export function forgetPreviousKeys(dataFolder: string, now: Date): void {
  const { previousFile } = filesOf(dataFolder);
  const needed = readPrevious(dataFolder).filter(
    ({ retiredAt }) => now.getTime() - Date.parse(retiredAt) < LINKS_OUTLIVE_KEY_MS,
  );
  if (needed.length === 0) rmSync(previousFile, { force: true });
  else writeAside(previousFile, JSON.stringify(needed));
}

/** The keys that a signed link may carry the signature of at this moment. */
export function listSigningKeys({ current, previous }: SecretKeys, now: number): Buffer[] {
  const isAccepted = ({ retiredAt }: RetiredKey) =>
    retiredAt === null || now - retiredAt.getTime() < LINKS_OUTLIVE_KEY_MS;
  return [current, ...previous.filter(isAccepted)].map(({ key }) => key);
}

export function makeKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

export function toSecretKey(text: string): SecretKey {
  const key = createHash('sha256').update('kinora secret key\0').update(text).digest();
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 8), key };
}

function filesOf(dataFolder: string) {
  return { file: join(dataFolder, 'secret-key'), previousFile: join(dataFolder, 'secret-key-previous.json') };
}

function readKeyText(file: string): string {
  chmodSync(file, 0o600);
  const text = readFileSync(file, 'utf8').trim();
  // A key anybody can guess would sign media links and open every stored secret: never worked with.
  if (text.length < KEY_CHARACTERS)
    throw new KinoraError('secrets.key_damaged', `${file} holds ${text.length} characters`, {
      sentence: `The key in ${file} is damaged. Put the original back, or remove the file: a new key is made, and stored secrets are entered again.`,
    });
  return text;
}

const previousKeys = z.array(z.object({ key: z.string().min(KEY_CHARACTERS), retiredAt: z.iso.datetime() }));

function readPrevious(dataFolder: string): z.infer<typeof previousKeys> {
  const { previousFile } = filesOf(dataFolder);
  if (!existsSync(previousFile)) return [];
  try {
    return previousKeys.parse(JSON.parse(readFileSync(previousFile, 'utf8')));
  } catch (cause) {
    throw new KinoraError('secrets.key_damaged', `${previousFile} cannot be read`, {
      sentence: `The file of previous keys ${previousFile} is damaged. Put the original back, or remove it: what they sealed is entered again.`,
      cause,
    });
  }
}

/** Written aside and renamed: a crash in the middle leaves no empty key under the name. */
function writeAside(file: string, text: string): void {
  const aside = `${file}.making`;
  rmSync(aside, { force: true });
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, file);
}
