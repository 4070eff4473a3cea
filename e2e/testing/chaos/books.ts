import pg from 'pg';
import { readNumber } from '../../../server/src/testing/chaos-studio.ts';
import { WELCOME_CREDITS } from './tenants.ts';
import { CANNOT_BE_ASKED, type Vendors } from './vendors.ts';

/** The owner sees past the wall between organizations: only to count. */
async function withOwner<Result>(ownerUrl: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export type Look = { jobs: { id: string; status: string }[]; undecided: { id: string; organizationId: string }[] };

/** How these jobs stand, and which submissions of unknown outcome wait for a person. */
export function lookAtJobs(ownerUrl: string, ids: readonly string[]): Promise<Look> {
  return withOwner(ownerUrl, async (client) => {
    const jobs = await client.query<Look['jobs'][number]>('select id, status from jobs where id = any($1)', [ids]);
    const undecided = await client.query<Look['undecided'][number]>(
      `select i.id, i.organization_id as "organizationId" from intents i join jobs j on j.id = i.job_id
        where i.state = 'unknown' and i.check_after is null and j.status = 'waiting'`,
    );
    return { jobs: jobs.rows, undecided: undecided.rows };
  });
}

export type IntentLine = { id: string; provider: string; state: string; number: number };
export type Submission = { provider: string; number: number };

/**
 * Submissions that nobody can explain. An answer explains one, and a submission of unknown outcome that a person had sent again
 * explains one more, at vendors that cannot be asked alone. Pieces that were paid for and came to nothing count as well.
 */
export function countDoubles(
  submissions: readonly Submission[],
  intents: readonly IntentLine[],
  decided: ReadonlySet<string>,
): number {
  const open = new Map<number, number>();
  for (const { number } of submissions) open.set(number, (open.get(number) ?? 0) + 1);
  for (const { id, provider, state, number } of intents) {
    const isSentAgain = state === 'given_up' && decided.has(id) && CANNOT_BE_ASKED.includes(provider);
    if (state === 'finished' || isSentAgain) open.set(number, (open.get(number) ?? 0) - 1);
  }
  return [...open.values()].reduce((sum, count) => sum + Math.max(0, count), 0);
}

function listTaken({ emulators }: Vendors): Submission[] {
  return [...emulators].flatMap(([provider, emulator]) =>
    emulator.submissions().map(({ mark }) => ({ provider, number: readNumber(mark) })),
  );
}

export type Books = { lost: number; duplicated: number; ledger: number };
type Known = { vendors: Vendors; orders: number; decided: ReadonlySet<string> };

/** What the vendors counted against what was ordered, and what every wallet holds against what was made for it. */
export async function readBooks(ownerUrl: string, { vendors, orders, decided }: Known): Promise<Books> {
  const submissions = listTaken(vendors);
  return withOwner(ownerUrl, async (client) => {
    const count = async (sql: string) => Number((await client.query<{ count: string }>(sql)).rows[0]!.count);
    const { rows: intents } = await client.query<IntentLine>(
      `select id, provider, state, substring(request->>'prompt' from 'piece (\\d+)\\.')::int as number from intents`,
    );
    const jobs = await count(`select count(*) from jobs where studio = 'chaos' and parent_job_id is null`);
    const twice = await count(
      `select coalesce(sum(times - 1), 0) as count from (
         select count(*) as times from intents where state = 'finished' group by job_id, name) made`,
    );
    // A picture somebody paid for, without the file.
    const empty = await count(
      `select count(*) from jobs j where j.kind = 'chaos/picture' and j.status = 'completed'
         and not exists (select 1 from assets a where a.id::text = j.output->>'assetId')`,
    );
    return {
      lost: empty,
      duplicated: countDoubles(submissions, intents, decided) + twice + Math.max(0, jobs - orders),
      ledger: await count(LEDGER),
    };
  });
}

/**
 * Credits that nobody can explain: entries that do not sum to zero, accounts that are not the sum of their entries, wallets
 * that are not what was made for them, and anything still set aside when nothing is open.
 */
const LEDGER = `select
  abs((select coalesce(sum(amount), 0) from ledger_entries))
  + (select coalesce(sum(abs(a.balance - coalesce(e.sum, 0))), 0) from ledger_accounts a
       left join (select account_id, sum(amount) from ledger_entries group by 1) e on e.account_id = a.id)
  + (select coalesce(sum(abs(a.balance - case a.kind when 'wallet' then ${WELCOME_CREDITS} - coalesce(made.count, 0) else 0 end)), 0)
       from ledger_accounts a
       left join (select organization_id, count(*) from jobs where kind = 'chaos/picture' and status = 'completed' group by 1) made
         on made.organization_id = a.organization_id
      where a.kind in ('wallet', 'held', 'reserved', 'debt')) as count`;

/** What is known of the pieces that a vendor took more often than somebody explains: what who repairs them asks first. */
export function describeDoubles(ownerUrl: string, { vendors, decided }: Omit<Known, 'orders'>): Promise<string> {
  return withOwner(ownerUrl, async (client) => {
    const { rows } = await client.query<IntentLine & { sends: number }>(
      `select id, provider, state, sends, sent_at, accepted_at, finished_at, fault_message,
         substring(request->>'prompt' from 'piece (\\d+)\\.')::int as number from intents order by id`,
    );
    const taken = listTaken(vendors);
    const numbers = [...new Set(taken.map(({ number }) => number))];
    const of = (number: number) => ({
      taken: taken.filter((one) => one.number === number),
      intents: rows.filter((one) => one.number === number),
    });
    const doubled = numbers.map(of).filter(({ taken: own, intents }) => countDoubles(own, intents, decided) > 0);
    return `taken too often: ${JSON.stringify(doubled)}`;
  });
}

/** Where the leaves of these jobs and their orders stand: what somebody who repairs a lost job asks first. */
export function describeLost(ownerUrl: string, ids: readonly string[]): Promise<string> {
  return withOwner(ownerUrl, async (client) => {
    const { rows: jobs } = await client.query(
      `select kind, status, waiting_reason, failure::text, count(*)::int from jobs
        where id = any($1) or parent_job_id = any($1) group by 1, 2, 3, 4`,
      [ids],
    );
    const { rows: intents } = await client.query(
      `select i.provider, i.state, i.fault_kind, i.fault_message, count(*)::int from intents i join jobs j on j.id = i.job_id
        where j.id = any($1) or j.parent_job_id = any($1) group by 1, 2, 3, 4`,
      [ids],
    );
    const { rows: sessions } = await client.query(
      `select application_name, state, wait_event_type, wait_event, left(query, 120) as query, count(*)::int
         from pg_stat_activity where datname = current_database() group by 1, 2, 3, 4, 5`,
    );
    return `of ${ids.length} open jobs: ${JSON.stringify({ jobs, intents, sessions })}`;
  });
}
