import { type ApiKeyScope, accountRoutes, KinoraError, messagesOf, say } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import {
  type Actor,
  bindRoutes,
  checkHealth,
  type Member,
  type RegisteredRoute,
  SESSION_COOKIE,
  userIdOf,
} from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import { parseAvatar } from './avatar.ts';
import type { AccountDependencies } from './dependencies.ts';
import {
  deleteSession,
  findUser,
  listSessions,
  setSessionOrganization,
  type UserRow,
  updateUser,
  writeAvatar,
} from './identity-store.ts';
import { acceptInvitation, assertMayGrant, invite, readUsableInvitation } from './invitations.ts';
import { changeRole, removeMember } from './members.ts';
import { noteAct, noteChange } from './note-act.ts';
import {
  type ApiKeyRow,
  deleteInvitationRow,
  findAvatar,
  getOrganizationRow,
  type InvitationRow,
  insertApiKey,
  insertMembership,
  isTimeZone,
  listApiKeyRows,
  listInvitationRows,
  listMemberRows,
  listMemberships,
  listSecondFactorIds,
  type MemberRow,
  needsOwner,
  revokeApiKey,
  updateOrganizationRow,
} from './organization-store.ts';
import {
  askSecondStep,
  beginSetUp,
  confirmSetUp,
  finishSecondStep,
  hasSecondFactor,
  makeNewRecoveryCodes,
  readSecondFactor,
  turnOff,
} from './second-factor.ts';
import { describeActor, startSession } from './sessions.ts';
import { changePassword, checkPassword, confirmPassword, resetPassword, sendResetLink } from './sign-in.ts';
import { createOwner, register } from './sign-up.ts';
import { makeApiKeySecret } from './tokens.ts';
import { resendVerification, settleWelcome, verifyMail, welcomeOrganization } from './verification.ts';

/** Every handler of the accounts' route table. One function, because it is one table (reason above sixty lines). */
export function createAccountRoutes(dependencies: AccountDependencies): RegisteredRoute[] {
  const { database } = dependencies;
  const describe = (actor: Actor) => describeActor(dependencies, actor);
  const inMine = <Result>(actor: Member, work: Parameters<typeof database.inOrganization<Result>>[1]) =>
    database.inOrganization(actor.organizationId, work);
  const meOf = async (
    request: Parameters<typeof startSession>[2],
    reply: Parameters<typeof startSession>[3],
    userId: string,
    organizationId?: string,
  ) => describe(await startSession(dependencies, userId, request, reply, organizationId));

  /** A session, or where the person has a second step the ticket to it. */
  const enter = async (
    request: Parameters<typeof startSession>[2],
    reply: Parameters<typeof startSession>[3],
    userId: string,
  ) => {
    const ticket = await askSecondStep(dependencies, userId);
    if (ticket) return { status: 202, body: ticket };
    return { status: 200, body: await meOf(request, reply, userId) };
  };
  const confirm = async (actor: Actor, password: string) => {
    const user = await getUser(dependencies, requirePerson(actor).userId);
    await confirmPassword(dependencies, user, password);
    return user;
  };

  return bindRoutes(accountRoutes, {
    setupStatus: async () => {
      const isOpen = await needsOwner(database.app);
      const checks = isOpen ? await checkHealth(dependencies.health()) : [];
      const messages = messagesOf(checks.flatMap(({ title, advice }) => [title, advice]));
      return { status: 200 as const, body: { needsOwner: isOpen, checks, messages } };
    },
    setup: async ({ body, request, reply }) => {
      const { userId } = await createOwner(dependencies, body.token, body);
      return { status: 201, body: await meOf(request, reply, userId) };
    },
    register: async ({ body, request, reply }) => {
      const { userId } = await register(
        dependencies,
        { ...body, organizationName: body.organizationName },
        { isOperator: false, adoptedOrganizationId: null, isVerified: false },
      );
      return { status: 201, body: await meOf(request, reply, userId) };
    },
    signIn: async ({ body, request, reply }) => {
      const user = await checkPassword(dependencies, body.email, body.password);
      return enter(request, reply, user.id);
    },
    finishSignIn: async ({ body, request, reply }) => {
      const user = await finishSecondStep(dependencies, body.ticket, body.code);
      return { status: 200, body: await meOf(request, reply, user.id) };
    },
    signOut: async ({ actor, reply }) => {
      if (actor.kind === 'user') await deleteSession(database.auth, actor.userId, actor.sessionId);
      reply.clearCookie(SESSION_COOKIE, { path: '/' });
      return { status: 204 };
    },
    forgot: async ({ body }) => {
      await sendResetLink(dependencies, body.email);
      const sentence = say('account.reset_sent');
      return { status: 202, body: { sentence, messages: messagesOf([sentence]) } };
    },
    reset: async ({ body, request, reply }) => {
      const user = await resetPassword(dependencies, body.token, body.password);
      return enter(request, reply, user.id);
    },
    verifyEmail: async ({ body }) => {
      const { email } = await verifyMail(dependencies, body.token);
      return { status: 200, body: { email } };
    },
    resendVerification: async ({ actor }) => {
      await resendVerification(dependencies, requirePerson(actor).userId);
      return {
        status: 202 as const,
        body: { sentence: 'A link is on its way. Without a mail server it stands in the server’s log.' },
      };
    },
    me: async ({ actor }) => ({ status: 200, body: await describe(actor) }),
    updateMe: async ({ actor, body }) => {
      await updateUser(database.auth, requirePerson(actor).userId, { name: body.name, language: body.language });
      return { status: 200, body: await describe(actor) };
    },
    setAvatar: async ({ actor, body }) => {
      await writeAvatar(database.auth, requirePerson(actor).userId, parseAvatar(body.picture));
      return { status: 200, body: await describe(actor) };
    },
    deleteAvatar: async ({ actor }) => {
      await writeAvatar(database.auth, requirePerson(actor).userId, null);
      return { status: 200, body: await describe(actor) };
    },
    changePassword: async ({ actor, body }) => {
      const person = requirePerson(actor);
      await changePassword(dependencies, await getUser(dependencies, person.userId), person.sessionId, body);
      return { status: 204 };
    },
    getSecondFactor: async ({ actor }) => ({
      status: 200,
      body: await readSecondFactor(dependencies, requirePerson(actor).userId),
    }),
    beginSecondFactor: async ({ actor, body }) => ({
      status: 201,
      body: await beginSetUp(dependencies, await confirm(actor, body.password)),
    }),
    confirmSecondFactor: async ({ actor, body }) => ({
      status: 200,
      body: { recoveryCodes: await confirmSetUp(dependencies, requirePerson(actor).userId, body.code) },
    }),
    renewRecoveryCodes: async ({ actor, body }) => {
      const user = await confirm(actor, body.password);
      return { status: 200, body: { recoveryCodes: await makeNewRecoveryCodes(dependencies, user.id) } };
    },
    turnOffSecondFactor: async ({ actor, body }) => {
      const user = await confirm(actor, body.password);
      await turnOff(dependencies, user.id, body.code);
      return { status: 204 };
    },
    switchOrganization: async ({ actor, body }) => {
      const person = requirePerson(actor);
      const membership = (await listMemberships(database.app, person.userId)).find(
        (entry) => entry.organization_id === body.organizationId,
      );
      if (!membership) throw new KinoraError('request.not_found', 'not a member');
      await setSessionOrganization(database.auth, person.sessionId, body.organizationId);
      return {
        status: 200,
        body: await describe({ ...person, organizationId: body.organizationId, role: membership.role }),
      };
    },
    listSessions: async ({ actor }) => {
      const person = requirePerson(actor);
      const rows = await listSessions(database.auth, person.userId);
      return {
        status: 200,
        body: {
          items: rows.map((row) => ({
            id: row.id,
            createdAt: row.created_at.toISOString(),
            lastSeenAt: row.last_seen_at.toISOString(),
            userAgent: row.user_agent ?? '',
            isCurrent: row.id === person.sessionId,
          })),
        },
      };
    },
    deleteSession: async ({ actor, params }) => {
      if (!(await deleteSession(database.auth, requirePerson(actor).userId, params.id)))
        throw new KinoraError('request.not_found', 'no such session');
      return { status: 204 };
    },
    createOrganization: async ({ actor, body }) => {
      const person = requirePerson(actor);
      const organizationId = newId();
      const founder = await getUser(dependencies, person.userId);
      await database.inOrganization(organizationId, async (transaction) => {
        await transaction.query('insert into organizations (id, name) values ($1, $2)', [organizationId, body.name]);
        await insertMembership(transaction, { id: newId(), organizationId, userId: person.userId, role: 'owner' });
        await welcomeOrganization(dependencies, transaction, organizationId, founder);
      });
      await settleWelcome(dependencies, person.userId);
      await setSessionOrganization(database.auth, person.sessionId, organizationId);
      return {
        status: 201,
        body: await describe({ ...person, organizationId: organizationId as Member['organizationId'], role: 'owner' }),
      };
    },
    getOrganization: async ({ actor }) => ({ status: 200, body: await getOrganization(dependencies, actor) }),
    updateOrganization: async ({ actor, body }) => {
      if (body.requiresSecondFactor) await assertHasOwn(dependencies, actor);
      await inMine(actor, async (transaction) => {
        if (body.timeZone !== undefined && !(await isTimeZone(transaction, body.timeZone)))
          throw new KinoraError('accounts.time_zone_unknown', `no time zone ${body.timeZone}`);
        const before = await readSettings(transaction, actor);
        await updateOrganizationRow(transaction, actor.organizationId, body);
        await noteChange(transaction, actor, {
          action: 'organization.changed',
          subject: before.name,
          before,
          after: await readSettings(transaction, actor),
          told: ['name', 'timeZone', 'editorsEditAll', 'requiresSecondFactor'],
        });
      });
      return { status: 200, body: await getOrganization(dependencies, actor) };
    },
    listMembers: async ({ actor }) => ({
      status: 200,
      body: {
        items: await inMine(actor, async (transaction) => {
          const withSecondFactor = await listSecondFactorIds(transaction);
          return (await listMemberRows(transaction)).map((row) => toMember(row, withSecondFactor));
        }),
      },
    }),
    getAvatar: async ({ actor, params, reply }) => {
      const avatar = await inMine(actor, (transaction) => findAvatar(transaction, params.id));
      if (!avatar) throw new KinoraError('request.not_found', `${params.id} has no picture`);
      await reply
        .type(avatar.media_type)
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(avatar.content);
      return 'sent';
    },
    updateMember: async ({ actor, params, body }) => ({
      status: 200,
      body: toMember(
        await changeRole(dependencies, actor, params.id, body.role),
        await inMine(actor, listSecondFactorIds),
      ),
    }),
    deleteMember: async ({ actor, params, query }) => {
      await removeMember(dependencies, actor, params.id, query.transferTo);
      return { status: 204 };
    },
    listInvitations: async ({ actor }) => ({
      status: 200,
      body: { items: (await inMine(actor, listInvitationRows)).map(toInvitation) },
    }),
    createInvitation: async ({ actor, body }) => {
      const { row, link } = await invite(dependencies, actor, body);
      return { status: 201, body: { invitation: toInvitation(row), link } };
    },
    deleteInvitation: async ({ actor, params }) => {
      await inMine(actor, async (transaction) => {
        const email = await deleteInvitationRow(transaction, params.id);
        if (email === undefined) throw new KinoraError('request.not_found', 'no open invitation');
        await noteAct(transaction, actor, { action: 'invitation.withdrawn', subject: email });
      });
      return { status: 204 };
    },
    readInvitation: async ({ params }) => {
      const found = await readUsableInvitation(dependencies, params.token);
      return {
        status: 200,
        body: {
          organizationName: found.organization_name,
          role: found.role,
          invitedBy: found.invited_by,
          email: found.email,
          hasAccount: found.has_account,
        },
      };
    },
    acceptInvitation: async ({ params, body, actor, request, reply }) => {
      const joined = await acceptInvitation(dependencies, params.token, actor, body);
      return { status: 200, body: await meOf(request, reply, joined.userId, joined.organizationId) };
    },
    listApiKeys: async ({ actor }) => {
      const items = (await inMine(actor, listApiKeyRows)).map(toApiKey);
      return { status: 200, body: { items, messages: messagesOf(items.map(({ name }) => name)) } };
    },
    createApiKey: async ({ actor, body }) => {
      assertMayGrant(actor, actor.role);
      assertWithinScopes(actor, body.scopes);
      assertFuture(body.expiresAt, dependencies.clock.now());
      const { secret, prefix, hash } = makeApiKeySecret();
      const row = await inMine(actor, async (transaction) => {
        const key = await insertApiKey(transaction, {
          id: newId(),
          organizationId: actor.organizationId,
          name: body.name,
          prefix,
          hash,
          role: actor.role,
          scopes: body.scopes,
          createdByUserId: userIdOf(actor),
          expiresAt: body.expiresAt ?? null,
        });
        const { prefix: subject, name } = key;
        await noteAct(transaction, actor, { action: 'api_key.created', subject, name, scopes: body.scopes });
        return key;
      });
      return { status: 201, body: { apiKey: toApiKey(row), secret } };
    },
    deleteApiKey: async ({ actor, params }) => {
      await inMine(actor, async (transaction) => {
        const key = await revokeApiKey(transaction, params.id);
        if (!key) throw new KinoraError('request.not_found', 'no such key');
        await noteAct(transaction, actor, { action: 'api_key.deleted', subject: key.prefix, name: key.name });
      });
      return { status: 204 };
    },
  });
}

async function readSettings(transaction: Transaction, actor: Member) {
  const row = (await getOrganizationRow(transaction, actor.organizationId))!;
  const { name, time_zone: timeZone, editors_edit_all: editorsEditAll } = row;
  return { name, timeZone, editorsEditAll, requiresSecondFactor: row.requires_second_factor };
}

function requirePerson(actor: Actor): Extract<Actor, { kind: 'user' }> {
  if (actor.kind === 'user') return actor;
  throw new KinoraError('access.forbidden', 'an API key is no person', {
    sentence: 'An API key cannot do this. Sign in as a person.',
  });
}

async function getUser({ database }: AccountDependencies, userId: string): Promise<UserRow> {
  const user = await findUser(database.auth, userId);
  if (!user) throw new KinoraError('access.signed_out', 'the person was deleted');
  return user;
}

/** Whoever asks it of all others shows first that it works here; a key is no person, and its maker may lack it. */
async function assertHasOwn({ database }: AccountDependencies, actor: Actor): Promise<void> {
  if (actor.kind === 'user' && !(await hasSecondFactor(database.auth, actor.userId)))
    throw new KinoraError('accounts.second_factor_own_first', `${actor.userId} has no second step`);
}

function assertFuture(expiresAt: string | undefined, now: Date): void {
  if (expiresAt === undefined || new Date(expiresAt) > now) return;
  const sentence = say('field.time_passed');
  throw new KinoraError('request.invalid', `expiresAt ${expiresAt} is past`, {
    details: { fields: { expiresAt: sentence } },
  });
}

/** Whoever holds a narrow key must not come to a wide one by it. */
function assertWithinScopes(actor: Actor, scopes: readonly ApiKeyScope[]): void {
  if (actor.kind === 'user' || actor.scopes.includes('*')) return;
  if (scopes.every((scope) => actor.scopes.includes(scope))) return;
  throw new KinoraError('accounts.scope_beyond', `key ${actor.apiKeyId} asked for ${scopes.join(', ')}`);
}

async function getOrganization({ database }: AccountDependencies, actor: Member) {
  const row = await database.inOrganization(actor.organizationId, (transaction) =>
    getOrganizationRow(transaction, actor.organizationId),
  );
  if (!row) throw new KinoraError('request.not_found', 'organization is gone');
  return {
    id: row.id,
    name: row.name,
    editorsEditAll: row.editors_edit_all,
    timeZone: row.time_zone,
    requiresSecondFactor: row.requires_second_factor,
    createdAt: row.created_at.toISOString(),
  };
}

function toMember(row: MemberRow, withSecondFactor: ReadonlySet<string>) {
  return {
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    hasSecondFactor: withSecondFactor.has(row.user_id),
    avatarVersion: row.avatar_hash,
    joinedAt: row.joined_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  };
}

function toInvitation(row: InvitationRow) {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    invitedBy: row.invited_by_name,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
  };
}

function toApiKey(row: ApiKeyRow) {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}
