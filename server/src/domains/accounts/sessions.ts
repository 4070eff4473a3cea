import type { Me, OrganizationId, UserId } from '@kinora/contract';
import { KinoraError } from '@kinora/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { getCounter } from '../../platform/events/index.ts';
import { type Actor, SESSION_COOKIE } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import type { AccountDependencies } from './dependencies.ts';
import { findUser, insertSession } from './identity-store.ts';
import { findKeyActor, findSessionActor, getOrganizationRow, listMemberships } from './organization-store.ts';
import { hasSecondFactor as hasFactor } from './second-factor.ts';
import { hashToken, makeToken } from './tokens.ts';
import { mustVerify } from './verification.ts';

const SESSION_DAYS = 30;
const DAY_MS = 86_400_000;

/** Recognises a session cookie or a bearer key: one look-up by hash, as the program's own role. */
export function createAuthenticate({ database }: Pick<AccountDependencies, 'database'>) {
  return async function authenticate(credentials: {
    cookie: string | undefined;
    bearer: string | undefined;
  }): Promise<Actor | null> {
    if (credentials.bearer !== undefined) return authenticateKey(database, credentials.bearer);
    if (credentials.cookie === undefined) return null;
    const row = await findSessionActor(database.app, hashToken(credentials.cookie));
    if (!row) return null;
    return {
      kind: 'user',
      userId: row.user_id as UserId,
      sessionId: row.session_id,
      organizationId: row.organization_id as OrganizationId | null,
      role: row.role,
      isOperator: row.is_operator,
      lacksSecondFactor: row.lacks_second_factor,
    };
  };
}

async function authenticateKey(database: AccountDependencies['database'], secret: string): Promise<Actor | null> {
  const row = await findKeyActor(database.app, hashToken(secret));
  return row
    ? {
        kind: 'api_key',
        apiKeyId: row.api_key_id,
        organizationId: row.organization_id as OrganizationId,
        role: row.role,
        scopes: row.scopes,
      }
    : null;
}

/** Opens a session for a person, in their first organization, and sets the cookie. */
export async function startSession(
  dependencies: AccountDependencies,
  userId: string,
  request: FastifyRequest,
  reply: FastifyReply,
  organizationId?: string,
): Promise<Actor> {
  const { token, hash } = makeToken();
  const memberships = await listMemberships(dependencies.database.app, userId);
  const current = memberships.find((entry) => entry.organization_id === organizationId) ?? memberships[0];
  const expiresAt = new Date(dependencies.clock.now().getTime() + SESSION_DAYS * DAY_MS);
  const id = newId();
  await insertSession(dependencies.database.auth, {
    id,
    userId,
    organizationId: current?.organization_id ?? null,
    tokenHash: hash,
    userAgent: request.headers['user-agent'] ?? '',
    ipAddress: request.ip,
    expiresAt,
  });
  reply.setCookie(SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: dependencies.publicUrl().startsWith('https:'),
    expires: expiresAt,
  });
  return {
    kind: 'user',
    userId: userId as UserId,
    sessionId: id,
    organizationId: (current?.organization_id ?? null) as OrganizationId | null,
    role: current?.role ?? null,
    isOperator: false,
  };
}

/** What GET /me answers for a person or a key. */
export async function describeActor(
  { database, verifiesMail }: Pick<AccountDependencies, 'database' | 'verifiesMail'>,
  actor: Actor,
) {
  const user = actor.kind === 'user' ? await findUser(database.auth, actor.userId) : undefined;
  if (actor.kind === 'user' && !user) throw new KinoraError('access.signed_out', 'the person was deleted');
  const memberships = actor.kind === 'user' ? await listMemberships(database.app, actor.userId) : [];
  const hasSecondFactor = user !== undefined && (await hasFactor(database.auth, user.id));
  const { organization, lastSeq } = actor.organizationId
    ? await database.inOrganization(actor.organizationId, async (transaction) => ({
        // First: what happens between the two is then heard of, and not lost.
        lastSeq: (await getCounter(transaction)).lastSeq,
        organization: await getOrganizationRow(transaction, actor.organizationId!),
      }))
    : {};
  return {
    user: user
      ? {
          id: user.id,
          email: user.email,
          name: user.name,
          language: user.language,
          isOperator: user.is_operator,
          emailVerified: user.email_verified_at !== null,
          hasSecondFactor,
          avatarVersion: user.avatar_hash,
          createdAt: user.created_at.toISOString(),
        }
      : null,
    apiKeyId: actor.kind === 'api_key' ? actor.apiKeyId : null,
    organization: organization
      ? {
          id: organization.id,
          name: organization.name,
          editorsEditAll: organization.editors_edit_all,
          timeZone: organization.time_zone,
          requiresSecondFactor: organization.requires_second_factor,
          createdAt: organization.created_at.toISOString(),
        }
      : null,
    mustSetUpSecondFactor: user !== undefined && organization?.requires_second_factor === true && !hasSecondFactor,
    mustVerifyEmail: user !== undefined && mustVerify({ verifiesMail }, user),
    role: actor.role,
    memberships: memberships.map((entry) => ({
      organizationId: entry.organization_id,
      organizationName: entry.organization_name,
      role: entry.role,
    })),
    eventsAfter: lastSeq === undefined ? null : String(lastSeq),
  } satisfies Record<keyof Me, unknown>;
}
