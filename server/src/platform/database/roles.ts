import { createHmac } from 'node:crypto';
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

/** Safe to run by several programs at once: the caller holds the migration lock. */
export async function createRoles(owner: pg.Client, passwords: RolePasswords): Promise<void> {
  for (const role of ['app', 'auth', 'jobs'] as const) {
    const name = roleNames[role];
    const existing = await owner.query('select 1 from pg_roles where rolname = $1', [name]);
    const verb = existing.rowCount === 0 ? 'create' : 'alter';
    // Passwords are base64url of our own making, so quoting them needs no escape; DDL takes no parameters.
    await owner.query(
      `${verb} role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole password '${passwords[role]}'`,
    );
  }
}
