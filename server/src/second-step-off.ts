import { KinoraError } from '@kinora/contract';
import pg from 'pg';
import type { StudioConfig } from './platform/config/index.ts';
import { newId } from './platform/ids.ts';
import { acquireInstanceLock } from './platform/instance-lock/index.ts';
import { withOwner } from './with-owner.ts';

/**
 * `kinora people second-step-off MAIL`: for somebody who lost the phone and the recovery codes. Only who holds this
 * machine's data may do it: over the API it would be a way round the second step. The person's sessions end with it, as
 * whoever has the phone may have one, and every organization of theirs finds a line in its audit log.
 *
 * @returns what was done, as a sentence
 * @throws accounts.no_such_person, accounts.second_factor_off
 */
export async function turnSecondStepOff(config: StudioConfig, email: string): Promise<string> {
  const acquired = acquireInstanceLock(config.dataFolder);
  const isAlone = 'lock' in acquired;
  try {
    return await withOwner(config, isAlone, (ownerUrl) => turnSecondStepOffAt(ownerUrl, email));
  } finally {
    if (isAlone) acquired.lock.release();
  }
}

/** The same with the login that owns the tables. */
export async function turnSecondStepOffAt(ownerUrl: string, email: string): Promise<string> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'kinora people' });
  await owner.connect();
  try {
    await owner.query('begin');
    const person = await findPerson(owner, email);
    await removeSecondStep(owner, person);
    await writeAuditLines(owner, person);
    await owner.query('commit');
    return `The second step of ${person.email} is off and their sessions are ended. They sign in with their password and can set it up anew.`;
  } finally {
    await owner.end();
  }
}

type Person = { id: string; email: string };

async function findPerson(owner: pg.Client, email: string): Promise<Person> {
  const { rows } = await owner.query<Person>(
    'select id, email from auth.users where lower(email) = lower($1) and deleted_at is null for update',
    [email],
  );
  if (!rows[0])
    throw new KinoraError('accounts.no_such_person', 'no account with the address', {
      sentence: `Nobody has an account with the address ${email}. Check how it is written.`,
    });
  return rows[0];
}

async function removeSecondStep(owner: pg.Client, { id, email }: Person): Promise<void> {
  const { rowCount } = await owner.query('delete from auth.second_factors where id = $1', [id]);
  if (rowCount === 0)
    throw new KinoraError('accounts.second_factor_off', `${id} has no second step`, {
      sentence: `${email} has no second step: the password alone signs in.`,
    });
  await owner.query('delete from auth.recovery_codes where user_id = $1', [id]);
  await owner.query("delete from auth.tokens where user_id = $1 and kind = 'second_step'", [id]);
  await owner.query('delete from auth.sessions where user_id = $1', [id]);
}

/** One transaction each would name its organization; the owner of the tables passes the wall and writes them at once. */
async function writeAuditLines(owner: pg.Client, { id, email }: Person): Promise<void> {
  const { rows } = await owner.query<{ organization_id: string }>(
    'select organization_id from memberships where user_id = $1',
    [id],
  );
  for (const { organization_id: organizationId } of rows)
    await owner.query(
      "insert into audit_log (id, organization_id, actor, action, subject) values ($1, $2, 'operator', 'second_factor.removed', $3)",
      [newId(), organizationId, email],
    );
}
