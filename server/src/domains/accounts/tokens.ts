import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes for links and sessions. Only the hash is stored: a copy of the database opens no session. */
export function makeToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** API keys are recognisable in logs and scanners by their beginning, which is also what people see later. */
export function makeApiKeySecret(): { secret: string; prefix: string; hash: Buffer } {
  const { token } = makeToken();
  const prefix = `kin_${token.slice(0, 6)}`;
  const secret = `kin_${token}`;
  return { secret, prefix, hash: hashToken(secret) };
}
