import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** As every authenticator reads it without being told: SHA-1, six digits, a new code each 30 seconds (RFC 6238). */
const SHAPE = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** The code before and the one after are taken too: clocks of phones differ, and typing takes a while. */
const WINDOW_PERIODS = 1;
const SECRET_BYTES = 20;

export function makeSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address a QR code holds: `otpauth://totp/Kinora:dana%40sable.example?…`. */
export function toSetupUri(secret: string, email: string): string {
  return new TOTP({ ...SHAPE, issuer: 'Kinora', label: email, secret }).toString();
}

/** @returns the 30-second period a right code belongs to; null for a wrong one */
export function findPeriod(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = new TOTP({ ...SHAPE, secret }).validate({ token: code, timestamp, window: WINDOW_PERIODS });
  return delta === null ? null : Math.floor(timestamp / 1000 / SHAPE.period) + delta;
}

/** No letters or digits that are taken for each other. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const RECOVERY_CODES = 10;
const RECOVERY_LETTERS = 10;

/** Ten codes such as `k7mq2-x9dfa`: 49 bits each, and tries are counted. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = Array.from({ length: RECOVERY_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });
}

/** Typed with or without hyphen, blanks and capitals it is the same code. */
export function hashRecoveryCode(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest();
}
