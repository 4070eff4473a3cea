import { KinoraError, type Language, type Role } from '@kinora/contract';
import { type Actor, type Member, userIdOf } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import { nameRole, writeMail } from '../../platform/mail/index.ts';
import type { AccountDependencies } from './dependencies.ts';
import { findUser } from './identity-store.ts';
import { nameActor } from './name-actor.ts';
import {
  type FoundInvitation,
  findInvitation,
  insertAudit,
  insertInvitation,
  insertMembership,
  listMemberRows,
  markInvitationAccepted,
} from './organization-store.ts';
import { register } from './sign-up.ts';
import { hashToken, makeToken } from './tokens.ts';
import { assertMayInvite } from './verification.ts';

const INVITATION_DAYS = 7;

/** Only owners make owners: an admin could otherwise lift themselves. */
export function assertMayGrant(actor: Member, role: Role): void {
  if (role === 'owner' && actor.role !== 'owner')
    throw new KinoraError('accounts.owner_only', 'only owners grant the owner role');
}

export async function invite(dependencies: AccountDependencies, actor: Member, wish: { email: string; role: Role }) {
  assertMayGrant(actor, wish.role);
  await assertMayInvite(dependencies, actor);
  const { token, hash } = makeToken();
  const inviterId = userIdOf(actor);
  const inviter = inviterId ? await findUser(dependencies.database.auth, inviterId) : undefined;
  const row = await dependencies.database.inOrganization(actor.organizationId, async (transaction) => {
    const members = await listMemberRows(transaction);
    if (members.some((member) => member.email.toLowerCase() === wish.email.toLowerCase()))
      throw new KinoraError('accounts.already_member', 'invited a member');
    const invitation = await insertInvitation(transaction, {
      id: newId(),
      organizationId: actor.organizationId,
      email: wish.email,
      role: wish.role,
      invitedByUserId: inviterId,
      invitedByName: inviter?.name ?? 'API',
      hash,
      expiresAt: new Date(dependencies.clock.now().getTime() + INVITATION_DAYS * 86_400_000),
    });
    await insertAudit(transaction, {
      id: newId(),
      organizationId: actor.organizationId,
      actor: nameActor(actor),
      action: 'invitation.created',
      subject: wish.email,
      details: { role: wish.role },
    });
    return invitation;
  });
  const link = `${dependencies.publicUrl()}/invite/${token}`;
  // Nobody knows the language of the invited person yet: the inviter's is the best guess.
  const language = inviter?.language ?? 'en';
  const message = {
    to: wish.email,
    ...writeMail('invitation', language, {
      inviter: row.invited_by_name,
      role: nameRole(wish.role, language),
      days: INVITATION_DAYS,
      link,
    }),
  };
  // The inviter is shown the link as well: a mail server that is away must not undo the invitation.
  await dependencies.mail.send(message).catch((error: unknown) => {
    dependencies.log.error({ err: error }, 'the mail with an invitation was not sent');
  });
  return { row, link };
}

export async function readUsableInvitation({ database }: AccountDependencies, token: string): Promise<FoundInvitation> {
  const found = await findInvitation(database.app, hashToken(token));
  if (!found || found.is_expired || found.is_accepted)
    throw new KinoraError(
      'accounts.link_unusable',
      'invitation unknown, expired or used',
      found ? { sentence: `This invitation has expired or was used. Ask ${found.invited_by} for a new one.` } : {},
    );
  return found;
}

/** Joins with the signed-in account, or makes one. Answers the person who joined. */
export async function acceptInvitation(
  dependencies: AccountDependencies,
  token: string,
  actor: Actor | null,
  details: { name?: string | undefined; password?: string | undefined; language?: Language | undefined },
): Promise<{ userId: string; organizationId: string; isNewPerson: boolean }> {
  const { database } = dependencies;
  const invitation = await readUsableInvitation(dependencies, token);
  const person = await choosePerson(dependencies, invitation, actor, details);
  await database.inOrganization(invitation.organization_id, async (transaction) => {
    if (!(await markInvitationAccepted(transaction, invitation.invitation_id)))
      throw new KinoraError('accounts.link_unusable', 'accepted by a faster request');
    await insertMembership(transaction, {
      id: newId(),
      organizationId: invitation.organization_id,
      userId: person.userId,
      role: invitation.role,
    });
    await insertAudit(transaction, {
      id: newId(),
      organizationId: invitation.organization_id,
      actor: `user ${person.userId}`,
      action: 'invitation.accepted',
      subject: invitation.email,
      details: { role: invitation.role },
    });
  });
  return { ...person, organizationId: invitation.organization_id };
}

async function choosePerson(
  dependencies: AccountDependencies,
  invitation: FoundInvitation,
  actor: Actor | null,
  details: { name?: string | undefined; password?: string | undefined; language?: Language | undefined },
): Promise<{ userId: string; isNewPerson: boolean }> {
  if (actor?.kind === 'user') {
    const user = await findUser(dependencies.database.auth, actor.userId);
    if (user?.email.toLowerCase() !== invitation.email.toLowerCase())
      throw new KinoraError('accounts.other_person', 'signed in with another address');
    return { userId: actor.userId, isNewPerson: false };
  }
  if (invitation.has_account) throw new KinoraError('accounts.sign_in_first', 'address has an account');
  if (!details.name || !details.password) throw new KinoraError('accounts.details_missing', 'name or password missing');
  const { userId } = await register(
    dependencies,
    {
      name: details.name,
      email: invitation.email,
      password: details.password,
      language: details.language ?? 'en',
      organizationName: undefined,
    },
    { isOperator: false, adoptedOrganizationId: null, isVerified: false },
  );
  return { userId, isNewPerson: true };
}
