import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KinoraError } from '@kinora/contract';

export { SECRET_ERRORS } from './errors.ts';

/**
 * The installation's key (rulings §3.10). With an own PostgreSQL it must come from KINORA_SECRET_KEY, so that several
 * machines share it; otherwise it is made once beside the data, readable by its owner only, and left out of backups.
 */
export function loadSecretKey(options: {
  fromEnvironment: string | undefined;
  dataFolder: string;
  isRequired: boolean;
}): Buffer {
  if (options.fromEnvironment !== undefined) return deriveKey(options.fromEnvironment);
  if (options.isRequired)
    throw new KinoraError('secrets.key_missing', 'KINORA_SECRET_KEY is required with DATABASE_URL', {
      sentence: 'Set KINORA_SECRET_KEY: with an own database every machine needs the same key.',
    });
  const file = join(options.dataFolder, 'secret-key');
  if (!existsSync(file)) makeKeyFile(file);
  chmodSync(file, 0o600);
  const text = readFileSync(file, 'utf8').trim();
  // A key anybody can guess would sign media links and open every stored secret: never worked with.
  if (text.length < KEY_CHARACTERS)
    throw new KinoraError('secrets.key_damaged', `${file} holds ${text.length} characters`, {
      sentence: `The key in ${file} is damaged. Put the original back, or remove the file: a new key is made, and stored secrets are entered again.`,
    });
  return deriveKey(text);
}

const KEY_BYTES = 32;
const KEY_CHARACTERS = Math.ceil((KEY_BYTES * 4) / 3);

/** Written aside and renamed: a crash in the middle leaves no empty key under the name. */
function makeKeyFile(file: string): void {
  const aside = `${file}.making`;
  writeFileSync(aside, randomBytes(KEY_BYTES).toString('base64url'), { mode: 0o600 });
  renameSync(aside, file);
}

function deriveKey(text: string): Buffer {
  return createHash('sha256').update('kinora secret key\0').update(text).digest();
}

/** First eight hex digits of the key's hash: tells which key sealed a value without revealing it. */
function keyIdOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

export type SecretBox = {
  /** Text form `v1.keyId.nonce.tag.cipher`, all base64url. `context` binds the value to its place, such as a connection id. */
  seal(text: string, context: string): string;
  open(sealed: string, context: string): string;
  /** HMAC for signed links; base64url. */
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
};

export function createSecretBox(key: Buffer): SecretBox {
  const id = keyIdOf(key);
  const signingKey = createHmac('sha256', key).update('signing').digest();
  const sign = (text: string) => createHmac('sha256', signingKey).update(text).digest('base64url');
  return {
    seal(text, context) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [
        'v1',
        id,
        nonce.toString('base64url'),
        cipher.getAuthTag().toString('base64url'),
        body.toString('base64url'),
      ].join('.');
    },
    open(sealed, context) {
      const [version, keyId, nonce, tag, body] = sealed.split('.');
      if (version !== 'v1' || keyId !== id || !nonce || !tag || body === undefined)
        throw unreadable(`sealed with key ${keyId ?? 'none'}`);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
          .setAAD(Buffer.from(context))
          .setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
      } catch (error) {
        throw unreadable('authentication failed', error);
      }
    },
    sign,
    verify(text, signature) {
      const expected = Buffer.from(sign(text));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}

function unreadable(reason: string, cause?: unknown): KinoraError {
  return new KinoraError('secrets.unreadable', reason, {
    sentence: 'A stored secret cannot be read with this installation’s key. Enter it again.',
    cause,
  });
}
