import { KinoraError, type Role } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { type Member, userIdOf } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import type { AccountDependencies } from './dependencies.ts';
import { assertMayGrant } from './invitations.ts';
import { nameActor } from './name-actor.ts';
import {
  deleteMembership,
  insertAudit,
  listMemberRows,
  type MemberRow,
  revokeKeysOf,
  setMemberRole,
} from './organization-store.ts';

/** The member, unless taking the role away would leave the organization without an owner. */
async function getChangeable(
  transaction: Transaction,
  actor: Member,
  userId: string,
  isStillOwner: boolean,
): Promise<MemberRow> {
  // Serialises role changes of one organization: two owners demoting each other at once must not both succeed.
  await transaction.query('select 1 from organizations where id = $1 for update', [actor.organizationId]);
  const members = await listMemberRows(transaction);
  const member = members.find((entry) => entry.user_id === userId);
  if (!member) throw new KinoraError('request.not_found', `no member ${userId}`);
  if (member.role === 'owner' && actor.role !== 'owner')
    throw new KinoraError('accounts.owner_only', 'only owners change owners');
  const otherOwners = members.filter((entry) => entry.role === 'owner' && entry.user_id !== userId);
  if (member.role === 'owner' && !isStillOwner && otherOwners.length === 0)
    throw new KinoraError('accounts.last_owner', 'last owner');
  return member;
}

export function changeRole(
  { database }: AccountDependencies,
  actor: Member,
  userId: string,
  role: Role,
): Promise<MemberRow> {
  assertMayGrant(actor, role);
  return database.inOrganization(actor.organizationId, async (transaction) => {
    const member = await getChangeable(transaction, actor, userId, role === 'owner');
    await setMemberRole(transaction, userId, role);
    if (role !== member.role) await revokeKeysOf(transaction, userId);
    await insertAudit(transaction, {
      id: newId(),
      organizationId: actor.organizationId,
      actor: nameActor(actor),
      action: 'member.role_changed',
      subject: member.email,
      details: { from: member.role, to: role },
    });
    return { ...member, role };
  });
}

/**
 * Their work goes to the member named, else to whoever removes them; where a key does, to nobody until somebody takes it.
 */
export function removeMember(
  { database, handOver }: AccountDependencies,
  actor: Member,
  userId: string,
  transferTo: string | undefined,
): Promise<void> {
  return database.inOrganization(actor.organizationId, async (transaction) => {
    const member = await getChangeable(transaction, actor, userId, false);
    const successor = transferTo ?? (userIdOf(actor) === userId ? null : userIdOf(actor));
    if (transferTo !== undefined) await assertSuccessor(transaction, userId, transferTo);
    await handOver(transaction, userId, successor);
    await deleteMembership(transaction, userId);
    await revokeKeysOf(transaction, userId);
    await insertAudit(transaction, {
      id: newId(),
      organizationId: actor.organizationId,
      actor: nameActor(actor),
      action: 'member.removed',
      subject: member.email,
      details: { workTo: successor },
    });
  });
}

async function assertSuccessor(transaction: Transaction, leaving: string, successor: string): Promise<void> {
  const members = await listMemberRows(transaction);
  const isFit = members.some(({ user_id, role }) => user_id === successor && role !== 'viewer');
  if (successor === leaving || !isFit)
    throw new KinoraError('accounts.no_successor', `${successor} cannot take the work of ${leaving}`);
}
