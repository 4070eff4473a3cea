import { KinoraError } from '@kinora/contract';
import { newId } from '../../platform/ids.ts';
import { writeMail } from '../../platform/mail/index.ts';
import type { AccountDependencies } from './dependencies.ts';
import {
  deleteAllSessions,
  deleteOtherSessions,
  deleteSecondSteps,
  findUser,
  findUserByEmail,
  insertToken,
  setPassword,
  type UserRow,
  useToken,
} from './identity-store.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { hashToken, makeToken } from './tokens.ts';
import { countTry } from './tries.ts';
import { acceptAddress } from './verification.ts';

const RESET_MINUTES = 60;

/** Checks address and password. Known and unknown addresses behave alike, in answer, time and lock-out. */
export function checkPassword({ database }: AccountDependencies, email: string, password: string): Promise<UserRow> {
  return countTry(database.auth, email.toLowerCase(), async () => {
    const user = await findUserByEmail(database.auth, email);
    if (!(await verifyPassword(user?.password_hash ?? null, password)) || !user)
      throw new KinoraError('accounts.wrong_password', 'wrong address or password');
    return user;
  });
}

/**
 * For a person who is signed in and is asked for the password again before something grave. Counted apart from sign-in:
 * whoever sits at an open screen and guesses does not shut the person out.
 */
export async function confirmPassword({ database }: AccountDependencies, user: UserRow, password: string) {
  await countTry(database.auth, `password of ${user.id}`, async () => {
    if (!(await verifyPassword(user.password_hash, password)))
      throw new KinoraError('accounts.password_not_confirmed', `${user.id} gave another password`);
  });
}

/** Ends every other session: whoever knew the old password is out. */
export async function changePassword(
  dependencies: AccountDependencies,
  user: UserRow,
  sessionId: string,
  change: { currentPassword: string; password: string },
): Promise<void> {
  await confirmPassword(dependencies, user, change.currentPassword);
  const passwordHash = await hashPassword(change.password);
  await dependencies.database.asIdentity(async (transaction) => {
    await setPassword(transaction, user.id, passwordHash);
    await deleteOtherSessions(transaction, user.id, sessionId);
    await deleteSecondSteps(transaction, user.id);
  });
}

/**
 * Sends a reset link when the account exists; the caller's answer is the same either way. The mail goes out after it: a
 * slow or broken mail server would otherwise tell which addresses have an account.
 */
export async function sendResetLink(
  { database, mail, log, publicUrl, clock }: AccountDependencies,
  email: string,
): Promise<void> {
  const user = await findUserByEmail(database.auth, email);
  if (!user) return;
  const { token, hash } = makeToken();
  await insertToken(database.auth, {
    id: newId(),
    kind: 'password_reset',
    userId: user.id,
    hash,
    expiresAt: new Date(clock.now().getTime() + RESET_MINUTES * 60_000),
  });
  const message = {
    to: user.email,
    ...writeMail('reset', user.language, { link: `${publicUrl()}/reset/${token}` }),
  };
  mail.send(message).catch((error: unknown) => log.error({ err: error }, 'the mail with a reset link was not sent'));
}

/** Sets the password and ends every session of the person, whose address the link has proved. */
export async function resetPassword(
  dependencies: AccountDependencies,
  token: string,
  password: string,
): Promise<UserRow> {
  const passwordHash = await hashPassword(password);
  const user = await dependencies.database.asIdentity(async (transaction) => {
    const used = await useToken(transaction, 'password_reset', hashToken(token));
    const user = used?.userId ? await findUser(transaction, used.userId) : undefined;
    if (!user) throw new KinoraError('accounts.link_unusable', 'reset token unknown, used or expired');
    await setPassword(transaction, user.id, passwordHash);
    await deleteAllSessions(transaction, user.id);
    await deleteSecondSteps(transaction, user.id);
    return user;
  });
  await acceptAddress(dependencies, user.id);
  return user;
}
