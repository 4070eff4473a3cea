import { createHmac } from 'node:crypto';
import { KinoraError } from '@kinora/contract';
import type pg from 'pg';
import type { DatabaseUrls } from './connection.ts';

/** What each login may do is granted by the migrations; here they only come to exist with the right attributes. */
export const roleNames = { app: 'kinora_app', auth: 'kinora_auth', jobs: 'kinora_jobs' } as const;

export type RolePasswords = { app: string; auth: string; jobs: string };

/** Derived, so that every process holding the one secret finds the same logins without a file of passwords. */
export function deriveRolePasswords(secret: string | Uint8Array): RolePasswords {
  const derive = (role: string) => createHmac('sha256', secret).update(`database role ${role}`).digest('base64url');
  return { app: derive(roleNames.app), auth: derive(roleNames.auth), jobs: derive(roleNames.jobs) };
}

export function toRoleUrls(ownerUrl: string, passwords: RolePasswords): DatabaseUrls {
  const urlFor = (role: keyof RolePasswords) => {
    const url = new URL(ownerUrl);
    url.username = roleNames[role];
    url.password = passwords[role];
    return url.href;
  };
  return { owner: ownerUrl, app: urlFor('app'), auth: urlFor('auth'), jobs: urlFor('jobs') };
}

/**
 * Safe to run by several programs at once: the caller holds the migration lock. A role that exists only gets its
 * password: naming its other attributes again, even to deny them, takes a superuser, which DATABASE_URL need not be.
 */
export async function createRoles(owner: pg.Client, passwords: RolePasswords): Promise<void> {
  for (const role of ['app', 'auth', 'jobs'] as const) {
    const name = roleNames[role];
    const existing = await findRole(owner, name);
    if (existing?.bypassesWall) throw bypassError(name);
    // Passwords are base64url of our own making, so quoting them needs no escape; DDL takes no parameters.
    const statement = existing
      ? `alter role ${name} login password '${passwords[role]}'`
      : `create role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole password '${passwords[role]}'`;
    await owner.query(statement).catch((cause: unknown) => {
      throw isForbidden(cause) ? refusedError(name, cause) : cause;
    });
  }
}

async function findRole(owner: pg.Client, name: string): Promise<{ bypassesWall: boolean } | undefined> {
  const { rows } = await owner.query<{ bypassesWall: boolean }>(
    'select rolsuper or rolbypassrls as "bypassesWall" from pg_roles where rolname = $1',
    [name],
  );
  return rows[0];
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && (error as Error & { code?: string }).code === '42501';
}

function bypassError(name: string): KinoraError {
  return new KinoraError('database.role_bypasses_wall', `${name} is a superuser or has BYPASSRLS`, {
    sentence: `The database role ${name} can look past the wall between organizations. Take SUPERUSER and BYPASSRLS from it.`,
  });
}

function refusedError(name: string, cause: unknown): KinoraError {
  return new KinoraError('database.roles_refused', `the login may not make or change the role ${name}`, {
    sentence:
      'The login in DATABASE_URL may not make the roles of Kinora. Give it CREATEROLE, or make the roles yourself and set DATABASE_URL_APP, DATABASE_URL_AUTH and DATABASE_URL_JOBS.',
    cause,
  });
}
