import { createHash } from 'node:crypto';
import { KinoraError } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { Actor } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import { writeMail } from '../../platform/mail/index.ts';
import type { AccountDependencies } from './dependencies.ts';
import {
  findTokenUser,
  findUser,
  insertToken,
  markVerified,
  secondsSinceToken,
  type UserRow,
  useToken,
} from './identity-store.ts';
import { findKeyMaker, listMemberships } from './organization-store.ts';
import { hashToken, makeToken } from './tokens.ts';

/**
 * A person's address is verified by the link in a mail to it: the one sent at sign-up, or a password reset. In the hosted
 * preset the welcome credits and inviting others wait for it; in the self-hosted one nothing does.
 */
const LINK_HOURS = 48;
const RESEND_AFTER_SECONDS = 60;

export function mustVerify({ verifiesMail }: Pick<AccountDependencies, 'verifiesMail'>, user: UserRow): boolean {
  return verifiesMail && user.email_verified_at === null;
}

/** The mail goes out after the answer: a sign-up does not wait for a slow mail server, nor fail with a broken one. */
export async function sendVerification(dependencies: AccountDependencies, userId: string): Promise<void> {
  const { database, mail, log, publicUrl, clock } = dependencies;
  const user = await findUser(database.auth, userId);
  if (!user || !mustVerify(dependencies, user)) return;
  const { token, hash } = makeToken();
  const expiresAt = new Date(clock.now().getTime() + LINK_HOURS * 3_600_000);
  await insertToken(database.auth, { id: newId(), kind: 'verify_email', userId, hash, expiresAt });
  const message = {
    to: user.email,
    ...writeMail('verify', user.language, { hours: LINK_HOURS, link: `${publicUrl()}/verify/${token}` }),
  };
  mail
    .send(message)
    .catch((error: unknown) => log.error({ err: error }, 'the mail with a verification link was not sent'));
}

/** Asked for by the person; at most once a minute, so that nobody's mailbox is filled from here. */
export async function resendVerification(dependencies: AccountDependencies, userId: string): Promise<void> {
  const passed = await secondsSinceToken(dependencies.database.auth, 'verify_email', userId);
  if (passed !== null && passed < RESEND_AFTER_SECONDS) {
    const retryAfterSeconds = Math.ceil(RESEND_AFTER_SECONDS - passed);
    throw new KinoraError('accounts.mail_just_sent', `asked again after ${passed} s`, {
      details: { retryAfterSeconds },
    });
  }
  await sendVerification(dependencies, userId);
}

/** The token is used up last: after a crash in between the same link does the rest. */
export async function verifyMail(dependencies: AccountDependencies, token: string): Promise<UserRow> {
  const { auth } = dependencies.database;
  const hash = hashToken(token);
  const userId = await findTokenUser(auth, 'verify_email', hash);
  const user = userId ? await findUser(auth, userId) : undefined;
  if (!user) throw new KinoraError('accounts.link_unusable', 'verification token unknown, used or expired');
  await acceptAddress(dependencies, user.id);
  await useToken(auth, 'verify_email', hash);
  return user;
}

/**
 * The address is the person's own: what waited for it is given. Safe to call again. Given before the mark, so that after a
 * crash in between the person is still asked to verify; and after it, for an organization that was made meanwhile.
 */
export async function acceptAddress(dependencies: AccountDependencies, userId: string): Promise<void> {
  await keepPromises(dependencies, userId);
  await markVerified(dependencies.database.auth, userId);
  await keepPromises(dependencies, userId);
}

/**
 * Called once a new organization is committed. Its transaction and a verification do not see each other: whichever ends last
 * finds what the other wrote, and gives what was promised.
 */
export async function settleWelcome(dependencies: AccountDependencies, userId: string): Promise<void> {
  if (!dependencies.verifiesMail) return;
  const user = await findUser(dependencies.database.auth, userId);
  if (user?.email_verified_at) await keepPromises(dependencies, userId);
}

async function keepPromises(dependencies: AccountDependencies, userId: string): Promise<void> {
  const { database } = dependencies;
  if (!dependencies.verifiesMail) return;
  for (const { organization_id: organizationId } of await listMemberships(database.app, userId)) {
    await database.inOrganization(organizationId, (transaction) =>
      giveWelcomeCredits(dependencies, transaction, organizationId, userId),
    );
  }
}

/**
 * Called in the transaction that first sees a new organization. Self-hosted: its wallet at once. Hosted: a promise, kept
 * now or when the address is verified, and only for the first organization of a person.
 */
export async function welcomeOrganization(
  dependencies: AccountDependencies,
  transaction: Transaction,
  organizationId: string,
  founder: UserRow,
): Promise<void> {
  if (!dependencies.verifiesMail) return dependencies.openWallet(transaction, organizationId);
  const personHash = createHash('sha256').update(founder.email.toLowerCase()).digest();
  await transaction.query(
    'insert into sign_up_credits (organization_id, person_hash, user_id) values ($1, $2, $3) on conflict do nothing',
    [organizationId, personHash, founder.id],
  );
  if (founder.email_verified_at) await giveWelcomeCredits(dependencies, transaction, organizationId, founder.id);
}

async function giveWelcomeCredits(
  { openWallet }: Pick<AccountDependencies, 'openWallet'>,
  transaction: Transaction,
  organizationId: string,
  userId: string,
): Promise<void> {
  const { rowCount } = await transaction.query(
    `update sign_up_credits set granted_at = now() where organization_id = $1 and user_id = $2 and granted_at is null`,
    [organizationId, userId],
  );
  if (rowCount > 0) await openWallet(transaction, organizationId);
}

/** A key speaks for the person who made it. */
export async function assertMayInvite(dependencies: AccountDependencies, actor: Actor): Promise<void> {
  if (!dependencies.verifiesMail) return;
  const { database } = dependencies;
  const userId =
    actor.kind === 'user'
      ? actor.userId
      : await database.inOrganization(actor.organizationId, (transaction) => findKeyMaker(transaction, actor.apiKeyId));
  const user = userId ? await findUser(database.auth, userId) : undefined;
  if (user && mustVerify(dependencies, user)) throw new KinoraError('accounts.mail_unverified', `${userId} invites`);
}
