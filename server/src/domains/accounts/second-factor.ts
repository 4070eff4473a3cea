import { KinoraError } from '@kinora/contract';
import type { Queryable } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { toSealedContext } from '../../platform/secrets/index.ts';
import type { AccountDependencies } from './dependencies.ts';
import { findTokenUser, findUser, insertToken, type UserRow, useToken } from './identity-store.ts';
import { findPeriod, hashRecoveryCode, makeRecoveryCodes, makeSecret, toSetupUri } from './one-time-code.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  countRecoveryCodes,
  deleteSecondFactor,
  findSecondFactor,
  replaceRecoveryCodes,
  takePeriod,
  useRecoveryCode,
} from './second-factor-store.ts';
import { hashToken, makeToken } from './tokens.ts';
import { countTry } from './tries.ts';

/**
 * The second step of signing in. Off: no row, or one that no code has confirmed. On: after the password a ticket is given
 * instead of a session, and the ticket with a code of the authenticator (or an unused recovery code) opens the session.
 */
const TICKET_MINUTES = 10;

export type Ticket = { ticket: string; expiresAt: string };

/** A ticket where the person has a second step; null where the password is enough. */
export async function askSecondStep(dependencies: AccountDependencies, userId: string): Promise<Ticket | null> {
  const { database, clock } = dependencies;
  if (!(await hasSecondFactor(database.auth, userId))) return null;
  const { token, hash } = makeToken();
  const expiresAt = new Date(clock.now().getTime() + TICKET_MINUTES * 60_000);
  await insertToken(database.auth, { id: newId(), kind: 'second_step', userId, hash, expiresAt });
  return { ticket: token, expiresAt: expiresAt.toISOString() };
}

/** The ticket is used up only by a right code: a typing mistake does not send people back to the password. */
export async function finishSecondStep(
  dependencies: AccountDependencies,
  ticket: string,
  code: string,
): Promise<UserRow> {
  const { auth } = dependencies.database;
  const hash = hashToken(ticket);
  const userId = await findTokenUser(auth, 'second_step', hash);
  const user = userId ? await findUser(auth, userId) : undefined;
  if (!user) throw ticketUnusable();
  await checkCode(dependencies, user.id, code);
  if (!(await useToken(auth, 'second_step', hash))) throw ticketUnusable();
  return user;
}

/** A code of the authenticator or a recovery code, each good once. Wrong ones are counted as wrong passwords are. */
export function checkCode({ database, clock, secrets }: AccountDependencies, userId: string, code: string) {
  const { auth } = database;
  return countTry(auth, `second step of ${userId}`, async () => {
    const factor = await findSecondFactor(auth, userId);
    if (!factor) throw wrongCode();
    const digits = code.replace(/\s/g, '');
    if (!/^\d{6}$/.test(digits)) {
      if (await useRecoveryCode(auth, userId, hashRecoveryCode(code))) return;
      throw wrongCode();
    }
    const period = findPeriod(secrets.open(factor.secret, contextOf(userId)), digits, clock.now());
    if (period === null || !(await takePeriod(auth, userId, period))) throw wrongCode();
  });
}

/** A new secret for the person's authenticator; nothing changes at sign-in until `confirm` has seen a code of it. */
export async function beginSetUp({ database, secrets }: AccountDependencies, user: UserRow) {
  const secret = makeSecret();
  const isBegun = await beginSecondFactor(database.auth, user.id, secrets.seal(secret, contextOf(user.id)));
  if (!isBegun) throw new KinoraError('accounts.second_factor_on', `${user.id} has a second step`);
  return { secret, uri: toSetupUri(secret, user.email) };
}

/** @returns the recovery codes, which are told this once */
export async function confirmSetUp(dependencies: AccountDependencies, userId: string, code: string): Promise<string[]> {
  const factor = await findSecondFactor(dependencies.database.auth, userId);
  if (!factor) throw new KinoraError('accounts.second_factor_off', 'nothing to confirm');
  if (factor.confirmed_at) throw new KinoraError('accounts.second_factor_on', `${userId} has a second step`);
  await checkCode(dependencies, userId, code);
  return dependencies.database.asIdentity(async (transaction) => {
    await confirmSecondFactor(transaction, userId);
    return renewRecoveryCodes(transaction, userId);
  });
}

export async function makeNewRecoveryCodes({ database }: AccountDependencies, userId: string): Promise<string[]> {
  await assertOn(database.auth, userId);
  return database.asIdentity((transaction) => renewRecoveryCodes(transaction, userId));
}

export async function turnOff(dependencies: AccountDependencies, userId: string, code: string): Promise<void> {
  await assertOn(dependencies.database.auth, userId);
  await checkCode(dependencies, userId, code);
  await dependencies.database.asIdentity((transaction) => deleteSecondFactor(transaction, userId));
}

export async function readSecondFactor({ database }: Pick<AccountDependencies, 'database'>, userId: string) {
  const factor = await findSecondFactor(database.auth, userId);
  const since = factor?.confirmed_at ?? null;
  return {
    isOn: since !== null,
    since: since?.toISOString() ?? null,
    recoveryCodesLeft: since ? await countRecoveryCodes(database.auth, userId) : 0,
  };
}

export async function hasSecondFactor(auth: Queryable, userId: string): Promise<boolean> {
  return Boolean((await findSecondFactor(auth, userId))?.confirmed_at);
}

async function assertOn(auth: Queryable, userId: string): Promise<void> {
  if (!(await hasSecondFactor(auth, userId)))
    throw new KinoraError('accounts.second_factor_off', `${userId} has no second step`);
}

async function renewRecoveryCodes(transaction: Queryable, userId: string): Promise<string[]> {
  const codes = makeRecoveryCodes();
  const hashes = codes.map((code) => ({ id: newId(), hash: hashRecoveryCode(code) }));
  await replaceRecoveryCodes(transaction, userId, hashes);
  return codes;
}

function contextOf(userId: string): string {
  return toSealedContext({ table: 'auth.second_factors', column: 'secret', id: userId });
}

function wrongCode(): KinoraError {
  return new KinoraError('accounts.wrong_code', 'wrong, used or late code');
}

function ticketUnusable(): KinoraError {
  return new KinoraError('accounts.ticket_unusable', 'ticket unknown, used or expired');
}
