import type { Queryable } from '../../platform/database/index.ts';

/** SQL on the second step of signing in, run with the identity login. */

/** @property last_period 30-second periods since 1970 of the newest code taken */
export type SecondFactorRow = { secret: string; confirmed_at: Date | null; last_period: number };

export async function findSecondFactor(auth: Queryable, userId: string): Promise<SecondFactorRow | undefined> {
  const { rows } = await auth.query<SecondFactorRow>(
    'select secret::text as secret, confirmed_at, last_period from auth.second_factors where id = $1',
    [userId],
  );
  return rows[0];
}

/** A set-up that was not finished is begun anew; a finished one stays. */
export async function beginSecondFactor(auth: Queryable, userId: string, sealed: string): Promise<boolean> {
  const { rowCount } = await auth.query(
    `insert into auth.second_factors as f (id, secret) values ($1, $2)
     on conflict (id) do update set secret = $2, last_period = 0 where f.confirmed_at is null`,
    [userId, sealed],
  );
  return rowCount > 0;
}

export async function confirmSecondFactor(auth: Queryable, userId: string): Promise<void> {
  await auth.query('update auth.second_factors set confirmed_at = now() where id = $1', [userId]);
}

/** False when a code of this period, or of a later one, was taken before. */
export async function takePeriod(auth: Queryable, userId: string, period: number): Promise<boolean> {
  const { rowCount } = await auth.query(
    'update auth.second_factors set last_period = $2 where id = $1 and last_period < $2',
    [userId, period],
  );
  return rowCount > 0;
}

export async function deleteSecondFactor(auth: Queryable, userId: string): Promise<void> {
  await auth.query('delete from auth.second_factors where id = $1', [userId]);
  await auth.query('delete from auth.recovery_codes where user_id = $1', [userId]);
}

export async function replaceRecoveryCodes(
  auth: Queryable,
  userId: string,
  codes: readonly { id: string; hash: Buffer }[],
): Promise<void> {
  await auth.query('delete from auth.recovery_codes where user_id = $1', [userId]);
  for (const { id, hash } of codes)
    await auth.query('insert into auth.recovery_codes (id, user_id, code_hash) values ($1, $2, $3)', [
      id,
      userId,
      hash,
    ]);
}

export async function countRecoveryCodes(auth: Queryable, userId: string): Promise<number> {
  const { rows } = await auth.query<{ left: number }>(
    'select count(*)::int as left from auth.recovery_codes where user_id = $1 and used_at is null',
    [userId],
  );
  return rows[0]?.left ?? 0;
}

export async function useRecoveryCode(auth: Queryable, userId: string, hash: Buffer): Promise<boolean> {
  const { rowCount } = await auth.query(
    'update auth.recovery_codes set used_at = now() where user_id = $1 and code_hash = $2 and used_at is null',
    [userId, hash],
  );
  return rowCount > 0;
}
