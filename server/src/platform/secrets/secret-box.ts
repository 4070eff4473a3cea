import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KinoraError } from '@kinora/contract';
import type { SecretKeys } from './keys.ts';

/**
 * Envelope encryption: each value has a key of its own, which the installation's key wraps. Text form
 * `v2.keyId.wrappedKey.body`, base64url; the column type `app.sealed` takes nothing else. `context` binds a value to its
 * place (`toSealedContext`), so that it cannot be copied to another row.
 */
export type SecretBox = {
  seal(text: string, context: string): string;
  open(sealed: string, context: string): string;
  /** The same value wrapped by the current key; null when it is already. What it says is not touched. */
  reseal(sealed: string, context: string): string | null;
};

const VERSION = 'v2';

export function createSecretBox({ current, previous }: SecretKeys): SecretBox {
  const keyById = new Map([...previous, current].map(({ id, key }) => [id, key]));

  function unwrap(sealed: string, context: string): { id: string; valueKey: Buffer; body: string } {
    const [version, id = '', wrapped, body, ...rest] = sealed.split('.');
    if (version !== VERSION || !wrapped || body === undefined || rest.length > 0)
      throw unreadable('not a sealed value');
    const key = keyById.get(id);
    if (!key) throw unreadable(`sealed with key ${id}`);
    return { id, valueKey: decrypt(key, wrapped, context), body };
  }
  const wrap = (valueKey: Buffer, context: string) => [VERSION, current.id, encrypt(current.key, valueKey, context)];

  return {
    seal(text, context) {
      const valueKey = randomBytes(32);
      return [...wrap(valueKey, context), encrypt(valueKey, Buffer.from(text), context)].join('.');
    },
    open(sealed, context) {
      const { valueKey, body } = unwrap(sealed, context);
      return decrypt(valueKey, body, context).toString('utf8');
    },
    reseal(sealed, context) {
      const { id, valueKey, body } = unwrap(sealed, context);
      return id === current.id ? null : [...wrap(valueKey, context), body].join('.');
    },
  };
}

/** Where a sealed value lies. Rotation builds it again from the catalogue, so every sealed column keeps to it. */
export function toSealedContext(place: { table: string; column: string; id: string }): string {
  return `${place.table}.${place.column}:${place.id}`;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function encrypt(key: Buffer, content: Buffer, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

function decrypt(key: Buffer, text: string, context: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw unreadable('authentication failed', error);
  }
}

function unreadable(reason: string, cause?: unknown): KinoraError {
  return new KinoraError('secrets.unreadable', reason, { cause });
}
