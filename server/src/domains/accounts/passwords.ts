import { hash, verify } from '@node-rs/argon2';

/** OWASP's second choice for argon2id: 19 MB, two rounds. About 15 ms here, so that sign-in stays quick on two cores. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

let absentHash: Promise<string> | undefined;

/** Verifies against a fixed hash when there is no account, so that the time taken does not tell whether one exists. */
export async function verifyPassword(storedHash: string | null, password: string): Promise<boolean> {
  absentHash ??= hashPassword('no account has this password');
  const isRight = await verify(storedHash ?? (await absentHash), password.normalize('NFKC'));
  return storedHash !== null && isRight;
}
