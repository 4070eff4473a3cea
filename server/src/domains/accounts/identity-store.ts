import type { Queryable } from '../../platform/database/index.ts';

/** SQL on schema `auth`, run with the identity login. Addresses are compared without regard to case. */

export type UserRow = {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  language: 'en' | 'he' | 'ar';
  is_operator: boolean;
  email_verified_at: Date | null;
  avatar_hash: string | null;
  created_at: Date;
};

const USER_COLUMNS =
  'id, email, name, password_hash, language, is_operator, email_verified_at, avatar_hash, created_at';

export async function findUserByEmail(auth: Queryable, email: string): Promise<UserRow | undefined> {
  const { rows } = await auth.query<UserRow>(
    `select ${USER_COLUMNS} from auth.users where lower(email) = lower($1) and deleted_at is null`,
    [email],
  );
  return rows[0];
}

export async function findUser(auth: Queryable, id: string): Promise<UserRow | undefined> {
  const { rows } = await auth.query<UserRow>(
    `select ${USER_COLUMNS} from auth.users where id = $1 and deleted_at is null`,
    [id],
  );
  return rows[0];
}

/** Null takes the picture away. */
export async function writeAvatar(
  auth: Queryable,
  id: string,
  avatar: { content: Buffer; mediaType: string; hash: string } | null,
): Promise<void> {
  await auth.query('update auth.users set avatar = $2, avatar_type = $3, avatar_hash = $4 where id = $1', [
    id,
    avatar?.content ?? null,
    avatar?.mediaType ?? null,
    avatar?.hash ?? null,
  ]);
}

export async function updateUser(
  auth: Queryable,
  id: string,
  change: { name: string | undefined; language: string | undefined },
): Promise<void> {
  await auth.query('update auth.users set name = coalesce($2, name), language = coalesce($3, language) where id = $1', [
    id,
    change.name ?? null,
    change.language ?? null,
  ]);
}

export async function setPassword(auth: Queryable, id: string, passwordHash: string): Promise<void> {
  await auth.query('update auth.users set password_hash = $2 where id = $1', [id, passwordHash]);
}

export type NewSession = {
  id: string;
  userId: string;
  organizationId: string | null;
  tokenHash: Buffer;
  userAgent: string;
  ipAddress: string;
  expiresAt: Date;
};

export async function insertSession(auth: Queryable, session: NewSession): Promise<void> {
  await auth.query(
    'insert into auth.sessions (id, user_id, current_organization_id, token_hash, user_agent, ip_address, expires_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [
      session.id,
      session.userId,
      session.organizationId,
      session.tokenHash,
      session.userAgent.slice(0, 300),
      session.ipAddress,
      session.expiresAt,
    ],
  );
}

export type SessionRow = { id: string; created_at: Date; last_seen_at: Date; user_agent: string | null };

export async function listSessions(auth: Queryable, userId: string): Promise<SessionRow[]> {
  const { rows } = await auth.query<SessionRow>(
    'select id, created_at, last_seen_at, user_agent from auth.sessions where user_id = $1 and expires_at > now() order by last_seen_at desc',
    [userId],
  );
  return rows;
}

export async function deleteSession(auth: Queryable, userId: string, sessionId: string): Promise<boolean> {
  const { rowCount } = await auth.query('delete from auth.sessions where user_id = $1 and id = $2', [
    userId,
    sessionId,
  ]);
  return rowCount > 0;
}

export async function deleteAllSessions(auth: Queryable, userId: string): Promise<void> {
  await auth.query('delete from auth.sessions where user_id = $1', [userId]);
}

export async function deleteOtherSessions(auth: Queryable, userId: string, sessionId: string): Promise<void> {
  await auth.query('delete from auth.sessions where user_id = $1 and id <> $2', [userId, sessionId]);
}

export async function setSessionOrganization(
  auth: Queryable,
  sessionId: string,
  organizationId: string,
): Promise<void> {
  await auth.query('update auth.sessions set current_organization_id = $2 where id = $1', [sessionId, organizationId]);
}

export async function readFailures(
  auth: Queryable,
  emailHash: Buffer,
): Promise<{ failures: number; secondsSinceLast: number }> {
  const { rows } = await auth.query<{ failures: number; seconds: number }>(
    'select failures, extract(epoch from now() - last_failed_at)::double precision as seconds from auth.sign_in_failures where email_hash = $1',
    [emailHash],
  );
  return { failures: rows[0]?.failures ?? 0, secondsSinceLast: rows[0]?.seconds ?? 0 };
}

/**
 * Counts one failure more than were seen.
 * @returns false, and counts nothing, when they are not that many any more
 */
export async function recordFailure(auth: Queryable, emailHash: Buffer, seen: number): Promise<boolean> {
  const { rowCount } = await auth.query(
    `insert into auth.sign_in_failures as f (email_hash, failures) values ($1, 1)
     on conflict (email_hash) do update set last_failed_at = now(), failures = case when f.last_failed_at < now() - interval '1 day' then 1 else f.failures + 1 end
       where f.failures = $2`,
    [emailHash, seen],
  );
  return rowCount === 1;
}

export async function forgetFailures(auth: Queryable, emailHash: Buffer): Promise<void> {
  await auth.query('delete from auth.sign_in_failures where email_hash = $1', [emailHash]);
}

export type TokenKind = 'setup' | 'password_reset' | 'verify_email' | 'second_step';

export async function insertToken(
  auth: Queryable,
  token: { id: string; kind: TokenKind; userId: string | null; hash: Buffer; expiresAt: Date },
): Promise<void> {
  await auth.query('insert into auth.tokens (id, kind, user_id, token_hash, expires_at) values ($1, $2, $3, $4, $5)', [
    token.id,
    token.kind,
    token.userId,
    token.hash,
    token.expiresAt,
  ]);
}

/** Marks the token used and answers whose it was; nothing when it is unknown, used or expired. */
export async function useToken(
  auth: Queryable,
  kind: TokenKind,
  hash: Buffer,
): Promise<{ userId: string | null } | undefined> {
  const { rows } = await auth.query<{ user_id: string | null }>(
    'update auth.tokens set used_at = now() where kind = $1 and token_hash = $2 and used_at is null and expires_at > now() returning user_id',
    [kind, hash],
  );
  return rows[0] && { userId: rows[0].user_id };
}

/** Whose usable token it is; the token stays usable. */
export async function findTokenUser(auth: Queryable, kind: TokenKind, hash: Buffer): Promise<string | null> {
  const { rows } = await auth.query<{ user_id: string | null }>(
    'select user_id from auth.tokens where kind = $1 and token_hash = $2 and used_at is null and expires_at > now()',
    [kind, hash],
  );
  return rows[0]?.user_id ?? null;
}

/** Since the newest token of a kind was made for a person; null when none was. */
export async function secondsSinceToken(auth: Queryable, kind: TokenKind, userId: string): Promise<number | null> {
  const { rows } = await auth.query<{ seconds: number | null }>(
    'select extract(epoch from now() - max(created_at))::float8 as seconds from auth.tokens where kind = $1 and user_id = $2',
    [kind, userId],
  );
  return rows[0]?.seconds ?? null;
}

export async function markVerified(auth: Queryable, userId: string): Promise<void> {
  await auth.query('update auth.users set email_verified_at = coalesce(email_verified_at, now()) where id = $1', [
    userId,
  ]);
}

export async function hasToken(auth: Queryable, kind: TokenKind, hash: Buffer): Promise<boolean> {
  const { rowCount } = await auth.query(
    'select 1 from auth.tokens where kind = $1 and token_hash = $2 and used_at is null and expires_at > now()',
    [kind, hash],
  );
  return rowCount > 0;
}

/** Sign-ins that have given a password and wait for the second step. */
export async function deleteSecondSteps(auth: Queryable, userId: string): Promise<void> {
  await auth.query(`delete from auth.tokens where kind = 'second_step' and user_id = $1`, [userId]);
}

export async function deleteTokens(auth: Queryable, kind: TokenKind): Promise<void> {
  await auth.query('delete from auth.tokens where kind = $1', [kind]);
}

export async function readInstallation(auth: Queryable, key: string): Promise<string | undefined> {
  const { rows } = await auth.query<{ value: string }>('select value from auth.installation where key = $1', [key]);
  return rows[0]?.value;
}

export async function writeInstallation(auth: Queryable, key: string, value: string): Promise<void> {
  await auth.query(
    'insert into auth.installation (key, value) values ($1, $2) on conflict (key) do update set value = $2',
    [key, value],
  );
}

/** Gives a used token back after the work it stood for was refused. */
export async function releaseToken(auth: Queryable, kind: TokenKind, hash: Buffer): Promise<void> {
  await auth.query('update auth.tokens set used_at = null where kind = $1 and token_hash = $2', [kind, hash]);
}
