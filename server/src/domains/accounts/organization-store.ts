import type { ApiKeyScope, AuditAction, Role } from '@kinora/contract';
import type { Queryable, Transaction } from '../../platform/database/index.ts';
import { sendLive } from '../../platform/events/index.ts';

/** SQL on an organization's own tables, and the look-ups that stand outside the wall as definer functions. */

export type MembershipRow = { organization_id: string; organization_name: string; role: Role };

export async function listMemberships(app: Queryable, userId: string): Promise<MembershipRow[]> {
  const { rows } = await app.query<MembershipRow>(
    'select organization_id, organization_name, role from app.list_memberships($1)',
    [userId],
  );
  return rows;
}

export type OrganizationRow = {
  id: string;
  name: string;
  editors_edit_all: boolean;
  time_zone: string;
  requires_second_factor: boolean;
  created_at: Date;
};

export async function getOrganizationRow(
  transaction: Transaction,
  organizationId: string,
): Promise<OrganizationRow | undefined> {
  const { rows } = await transaction.query<OrganizationRow>(
    'select id, name, editors_edit_all, time_zone, requires_second_factor, created_at from organizations where id = $1 and deleted_at is null',
    [organizationId],
  );
  return rows[0];
}

/** The database's own list: months are counted in this zone by the database. */
export async function isTimeZone(transaction: Transaction, name: string): Promise<boolean> {
  return (await transaction.query('select 1 from pg_timezone_names where name = $1', [name])).rowCount === 1;
}

export async function updateOrganizationRow(
  transaction: Transaction,
  id: string,
  change: {
    name?: string | undefined;
    editorsEditAll?: boolean | undefined;
    timeZone?: string | undefined;
    requiresSecondFactor?: boolean | undefined;
  },
): Promise<void> {
  await transaction.query(
    `update organizations set name = coalesce($2, name), editors_edit_all = coalesce($3, editors_edit_all),
       time_zone = coalesce($4, time_zone), requires_second_factor = coalesce($5, requires_second_factor) where id = $1`,
    [
      id,
      change.name ?? null,
      change.editorsEditAll ?? null,
      change.timeZone ?? null,
      change.requiresSecondFactor ?? null,
    ],
  );
}

export type MemberRow = {
  user_id: string;
  name: string;
  email: string;
  role: Role;
  avatar_hash: string | null;
  joined_at: Date;
  last_seen_at: Date | null;
};

export async function listMemberRows(transaction: Transaction): Promise<MemberRow[]> {
  const { rows } = await transaction.query<MemberRow>(
    `select user_id, name, email, role, app.member_avatar_hash(user_id) as avatar_hash, joined_at, last_seen_at
     from app.list_members()`,
  );
  return rows;
}

export async function findAvatar(
  transaction: Transaction,
  userId: string,
): Promise<{ content: Buffer; media_type: string } | undefined> {
  const { rows } = await transaction.query<{ content: Buffer; media_type: string }>(
    'select content, media_type from app.member_avatar($1)',
    [userId],
  );
  return rows[0];
}

/** Ids of the members who have a second step. */
export async function listSecondFactorIds(transaction: Transaction): Promise<Set<string>> {
  const { rows } = await transaction.query<{ user_id: string }>('select user_id from app.list_second_factors()');
  return new Set(rows.map((row) => row.user_id));
}

export async function setMemberRole(transaction: Transaction, userId: string, role: Role): Promise<void> {
  await transaction.query('update memberships set role = $2 where user_id = $1', [userId, role]);
}

export async function deleteMembership(transaction: Transaction, userId: string): Promise<void> {
  await transaction.query('delete from memberships where user_id = $1', [userId]);
}

export async function insertMembership(
  transaction: Transaction,
  membership: { id: string; organizationId: string; userId: string; role: Role },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    'insert into memberships (id, organization_id, user_id, role) values ($1, $2, $3, $4) on conflict (organization_id, user_id) do nothing',
    [membership.id, membership.organizationId, membership.userId, membership.role],
  );
  return rowCount > 0;
}

export type InvitationRow = {
  id: string;
  email: string;
  role: Role;
  invited_by_name: string;
  created_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
};

export async function listInvitationRows(transaction: Transaction): Promise<InvitationRow[]> {
  const { rows } = await transaction.query<InvitationRow>(
    'select id, email, role, invited_by_name, created_at, expires_at, accepted_at from invitations where accepted_at is null order by id desc limit 200',
  );
  return rows;
}

export type NewInvitation = {
  id: string;
  organizationId: string;
  email: string;
  role: Role;
  invitedByUserId: string | null;
  invitedByName: string;
  hash: Buffer;
  expiresAt: Date;
};

export async function insertInvitation(transaction: Transaction, invitation: NewInvitation): Promise<InvitationRow> {
  const { rows } = await transaction.query<InvitationRow>(
    `insert into invitations (id, organization_id, email, role, invited_by_user_id, invited_by_name, token_hash, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     returning id, email, role, invited_by_name, created_at, expires_at, accepted_at`,
    [
      invitation.id,
      invitation.organizationId,
      invitation.email,
      invitation.role,
      invitation.invitedByUserId,
      invitation.invitedByName,
      invitation.hash,
      invitation.expiresAt,
    ],
  );
  return rows[0]!;
}

/** @returns whom it was for; undefined where there is no open one */
export async function deleteInvitationRow(transaction: Transaction, id: string): Promise<string | undefined> {
  const { rows } = await transaction.query<{ email: string }>(
    'delete from invitations where id = $1 and accepted_at is null returning email',
    [id],
  );
  return rows[0]?.email;
}

/** False when somebody was faster. */
export async function markInvitationAccepted(transaction: Transaction, id: string): Promise<boolean> {
  const { rowCount } = await transaction.query(
    'update invitations set accepted_at = now() where id = $1 and accepted_at is null and expires_at > now()',
    [id],
  );
  return rowCount > 0;
}

export type FoundInvitation = {
  invitation_id: string;
  organization_id: string;
  organization_name: string;
  role: Role;
  invited_by: string;
  email: string;
  is_expired: boolean;
  is_accepted: boolean;
  has_account: boolean;
};

export async function findInvitation(app: Queryable, hash: Buffer): Promise<FoundInvitation | undefined> {
  const { rows } = await app.query<FoundInvitation>('select * from app.find_invitation($1)', [hash]);
  return rows[0];
}

export type ApiKeyRow = {
  id: string;
  name: string;
  prefix: string;
  scopes: ApiKeyScope[];
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
};

export async function listApiKeyRows(transaction: Transaction): Promise<ApiKeyRow[]> {
  const { rows } = await transaction.query<ApiKeyRow>(
    'select id, name, prefix, scopes, created_at, expires_at, last_used_at from api_keys where revoked_at is null order by id desc',
  );
  return rows;
}

export type NewApiKey = {
  id: string;
  organizationId: string;
  name: string;
  prefix: string;
  hash: Buffer;
  role: Role;
  scopes: readonly ApiKeyScope[];
  createdByUserId: string | null;
  expiresAt: string | null;
};

export async function insertApiKey(transaction: Transaction, key: NewApiKey): Promise<ApiKeyRow> {
  const { rows } = await transaction.query<ApiKeyRow>(
    `insert into api_keys (id, organization_id, name, prefix, secret_hash, role, scopes, created_by_user_id, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     returning id, name, prefix, scopes, created_at, expires_at, last_used_at`,
    [
      key.id,
      key.organizationId,
      key.name,
      key.prefix,
      key.hash,
      key.role,
      key.scopes,
      key.createdByUserId,
      key.expiresAt,
    ],
  );
  return rows[0]!;
}

export async function revokeApiKey(
  transaction: Transaction,
  id: string,
): Promise<{ name: string; prefix: string } | undefined> {
  const { rows } = await transaction.query<{ name: string; prefix: string }>(
    'update api_keys set revoked_at = now() where id = $1 and revoked_at is null returning name, prefix',
    [id],
  );
  return rows[0];
}

/** Null for the key of commands on this computer, which nobody made. */
export async function findKeyMaker(transaction: Transaction, apiKeyId: string): Promise<string | null> {
  const { rows } = await transaction.query<{ maker: string | null }>(
    'select created_by_user_id as maker from api_keys where id = $1',
    [apiKeyId],
  );
  return rows[0]?.maker ?? null;
}

export async function insertAudit(
  transaction: Transaction,
  entry: {
    id: string;
    organizationId: string;
    actor: string;
    action: AuditAction;
    subject: string;
    details?: Record<string, unknown>;
  },
): Promise<void> {
  await transaction.query(
    'insert into audit_log (id, organization_id, actor, action, subject, details) values ($1, $2, $3, $4, $5, $6)',
    [entry.id, entry.organizationId, entry.actor, entry.action, entry.subject, JSON.stringify(entry.details ?? {})],
  );
  await sendLive(transaction, { organizationId: entry.organizationId, type: 'audit.updated', data: {} });
}

export type SessionActorRow = {
  session_id: string;
  user_id: string;
  is_operator: boolean;
  organization_id: string | null;
  role: Role | null;
  lacks_second_factor: boolean;
};

export async function findSessionActor(app: Queryable, hash: Buffer): Promise<SessionActorRow | undefined> {
  const { rows } = await app.query<SessionActorRow>(
    'select session_id, user_id, organization_id, role, is_operator, lacks_second_factor from app.find_session($1)',
    [hash],
    { isPrepared: true },
  );
  return rows[0];
}

export type KeyActorRow = { api_key_id: string; organization_id: string; role: Role; scopes: ApiKeyScope[] };

export async function findKeyActor(app: Queryable, hash: Buffer): Promise<KeyActorRow | undefined> {
  const { rows } = await app.query<KeyActorRow>(
    'select api_key_id, organization_id, role, scopes from app.find_api_key($1)',
    [hash],
    { isPrepared: true },
  );
  return rows[0];
}

export type NewAccount = {
  userId: string;
  email: string;
  name: string;
  passwordHash: string;
  language: string;
  isOperator: boolean;
  organizationId: string;
  organizationName: string | null;
  adoptedOrganizationId: string | null;
  membershipId: string;
};

/** @returns the organization the person owns now, or null */
export async function createAccount(app: Queryable, account: NewAccount): Promise<string | null> {
  const { rows } = await app.query<{ organization_id: string | null }>(
    'select app.create_account($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as organization_id',
    [
      account.userId,
      account.email,
      account.name,
      account.passwordHash,
      account.language,
      account.isOperator,
      account.organizationId,
      account.organizationName,
      account.adoptedOrganizationId,
      account.membershipId,
    ],
  );
  return rows[0]?.organization_id ?? null;
}

export async function needsOwner(app: Queryable): Promise<boolean> {
  const { rows } = await app.query<{ needs: boolean }>('select app.needs_owner() as needs');
  return rows[0]?.needs ?? true;
}

export async function findLocalOrganization(app: Queryable): Promise<string | null> {
  const { rows } = await app.query<{ id: string | null }>('select app.find_local_organization() as id');
  return rows[0]?.id ?? null;
}

/** A person's keys carry the role they had: they end with it. */
export async function revokeKeysOf(transaction: Transaction, userId: string): Promise<void> {
  await transaction.query(
    'update api_keys set revoked_at = now() where created_by_user_id = $1 and revoked_at is null',
    [userId],
  );
}
