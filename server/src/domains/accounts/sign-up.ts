import { KinoraError, type Language } from '@kinora/contract';
import { newId } from '../../platform/ids.ts';
import type { AccountDependencies } from './dependencies.ts';
import {
  deleteTokens,
  findUser,
  hasToken,
  insertToken,
  markVerified,
  readInstallation,
  releaseToken,
  useToken,
} from './identity-store.ts';
import { createAccount, needsOwner } from './organization-store.ts';
import { hashPassword } from './passwords.ts';
import { hashToken, makeToken } from './tokens.ts';
import { sendVerification, settleWelcome, welcomeOrganization } from './verification.ts';

const SETUP_DAYS = 365;
export const LOCAL_ORGANIZATION_KEY = 'local_organization_id';

export type NewPerson = {
  name: string;
  email: string;
  password: string;
  language: Language;
  organizationName: string | undefined;
};

/** A person and, when named, their organization with its wallet. */
export async function register(
  dependencies: AccountDependencies,
  person: NewPerson,
  options: { isOperator: boolean; adoptedOrganizationId: string | null; isVerified: boolean },
): Promise<{ userId: string; organizationId: string | null }> {
  const userId = newId();
  const organizationId = await createAccount(dependencies.database.app, {
    userId,
    email: person.email,
    name: person.name,
    passwordHash: await hashPassword(person.password),
    language: person.language,
    isOperator: options.isOperator,
    organizationId: newId(),
    organizationName: person.organizationName ?? null,
    adoptedOrganizationId: options.adoptedOrganizationId,
    membershipId: newId(),
  }).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw new KinoraError('accounts.email_taken', 'address in use', { cause: error });
    throw error;
  });
  if (options.isVerified) await markVerified(dependencies.database.auth, userId);
  else await sendVerification(dependencies, userId);
  if (organizationId) {
    const founder = await findUser(dependencies.database.auth, userId);
    await dependencies.database.inOrganization(organizationId, (transaction) =>
      welcomeOrganization(dependencies, transaction, organizationId, founder!),
    );
    await settleWelcome(dependencies, userId);
  }
  return { userId, organizationId };
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

/**
 * The token of the one-time set-up link, made anew at each start until an owner exists (only its hash is kept, so an old
 * one cannot be printed again), or null.
 */
export async function makeSetupToken({ database, clock }: AccountDependencies): Promise<string | null> {
  if (!(await needsOwner(database.app))) return null;
  const { token, hash } = makeToken();
  await deleteTokens(database.auth, 'setup');
  await insertToken(database.auth, {
    id: newId(),
    kind: 'setup',
    userId: null,
    hash,
    expiresAt: new Date(clock.now().getTime() + SETUP_DAYS * 86_400_000),
  });
  return token;
}

/** Creates the owner with the one-time token, and closes set-up for ever. */
export async function createOwner(
  dependencies: AccountDependencies,
  token: string,
  person: NewPerson & { withSample: boolean },
): Promise<{ userId: string }> {
  const { database } = dependencies;
  if (!(await needsOwner(database.app))) throw new KinoraError('accounts.setup_closed', 'an owner exists');
  const hash = hashToken(token);
  if (!(await hasToken(database.auth, 'setup', hash)))
    throw new KinoraError('accounts.setup_token', 'wrong set-up token');
  const adoptedOrganizationId = (await readInstallation(database.auth, LOCAL_ORGANIZATION_KEY)) ?? null;
  // Used up first, so that of two requests with the link only one makes an owner; a refused one may try again. After a
  // crash in between, the next start makes a new link, because there is still no owner.
  if (!(await useToken(database.auth, 'setup', hash)))
    throw new KinoraError('accounts.setup_closed', 'another request used the set-up token');
  const { userId, organizationId } = await register(dependencies, person, {
    isOperator: true,
    adoptedOrganizationId,
    // Whoever reads the studio's own output runs it, and need not prove an address to themselves.
    isVerified: true,
  }).catch(async (error: unknown) => {
    await releaseToken(database.auth, 'setup', hash);
    throw error;
  });
  if (organizationId)
    await dependencies.onOwnerCreated(organizationId, {
      withSample: person.withSample,
      language: person.language,
    });
  return { userId };
}
