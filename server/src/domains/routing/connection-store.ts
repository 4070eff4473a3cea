import type { FaultKind } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type ConnectionRow = {
  id: string;
  organization_id: string;
  is_agent: boolean;
  provider: string;
  name: string;
  base_url: string | null;
  secret: string;
  last_four: string;
  is_enabled: boolean;
  max_concurrent: number | null;
  submissions_per_minute: number | null;
  account: string | null;
  health: 'works' | 'refused' | 'unreachable' | 'unknown';
  health_fault: FaultKind | null;
  checked_at: Date | null;
  /** Names of models on one's own server; null where the vendor's folder knows them. */
  models: string[] | null;
  created_at: Date;
};
const COLUMNS = `id, organization_id, is_agent, provider, name, base_url, secret::text as secret, last_four, is_enabled, max_concurrent, submissions_per_minute,
  account, health, health_fault, checked_at, models, created_at`;

export async function listConnectionRows(transaction: Transaction): Promise<ConnectionRow[]> {
  return (await transaction.query<ConnectionRow>(`select ${COLUMNS} from connections order by id`)).rows;
}

export async function findConnectionRow(transaction: Transaction, id: string): Promise<ConnectionRow | undefined> {
  return (await transaction.query<ConnectionRow>(`select ${COLUMNS} from connections where id = $1`, [id])).rows[0];
}

export type NewConnection = Pick<ConnectionRow, 'id' | 'provider' | 'name' | 'secret'> & {
  organizationId: string;
  baseUrl: string | null;
  isAgent?: boolean;
  lastFour: string;
  maxConcurrent: number | null;
  submissionsPerMinute: number | null;
  createdBy: string | null;
};

export async function insertConnection(transaction: Transaction, made: NewConnection): Promise<void> {
  await transaction.query(
    `insert into connections (id, organization_id, provider, name, base_url, secret, last_four, max_concurrent,
       submissions_per_minute, created_by, is_agent)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      made.id,
      made.organizationId,
      made.provider,
      made.name,
      made.baseUrl,
      made.secret,
      made.lastFour,
      made.maxConcurrent,
      made.submissionsPerMinute,
      made.createdBy,
      made.isAgent ?? false,
    ],
  );
}

export type ConnectionChange = {
  name?: string | undefined;
  isEnabled?: boolean | undefined;
  maxConcurrent?: number | null | undefined;
  submissionsPerMinute?: number | null | undefined;
};

/** What is not named stays; a limit named null is the vendor's again. */
export async function updateConnectionRow(
  transaction: Transaction,
  id: string,
  change: ConnectionChange,
): Promise<void> {
  await transaction.query(
    `update connections set name = coalesce($2, name), is_enabled = coalesce($3, is_enabled),
       max_concurrent = case when $4 then $5 else max_concurrent end,
       submissions_per_minute = case when $6 then $7 else submissions_per_minute end where id = $1`,
    [
      id,
      change.name ?? null,
      change.isEnabled ?? null,
      change.maxConcurrent !== undefined,
      change.maxConcurrent ?? null,
      change.submissionsPerMinute !== undefined,
      change.submissionsPerMinute ?? null,
    ],
  );
}

export async function replaceSecret(
  transaction: Transaction,
  id: string,
  secret: { sealed: string; lastFour: string },
): Promise<void> {
  await transaction.query('update connections set secret = $2, last_four = $3 where id = $1', [
    id,
    secret.sealed,
    secret.lastFour,
  ]);
}

export type Health = {
  state: ConnectionRow['health'];
  fault: FaultKind | null;
  account?: string | null;
  models?: string[];
};

export async function saveHealth(transaction: Transaction, id: string, health: Health): Promise<void> {
  await transaction.query(
    `update connections set health = $2, health_fault = $3, account = coalesce($4, account), checked_at = clock_timestamp(),
       models = coalesce($5, models)
      where id = $1`,
    [id, health.state, health.fault, health.account ?? null, health.models ?? null],
  );
}

/** Open intents hold it: without its key nobody could learn what became of them. */
export async function deleteConnectionRow(
  transaction: Transaction,
  id: string,
): Promise<'deleted' | 'in_use' | 'missing'> {
  await transaction.query('select 1 from connections where id = $1 for update', [id]);
  const open = await transaction.query(
    'select 1 from intents where connection_id = $1 and finished_at is null limit 1',
    [id],
  );
  if (open.rowCount > 0) return 'in_use';
  const { rowCount } = await transaction.query('delete from connections where id = $1', [id]);
  return rowCount > 0 ? 'deleted' : 'missing';
}

export type ConnectionUse = { submissions: number; finished: number; cost_micros: number; in_work: number };

/** Use since the first of the month, by connection; the operator's under their provider. */
export async function listUse(transaction: Transaction): Promise<Map<string, ConnectionUse>> {
  const { rows } = await transaction.query<ConnectionUse & { key: string }>(
    `select coalesce(connection_id::text, 'operator:' || provider) as key,
       count(*) filter (where sent_at >= date_trunc('month', now() at time zone 'utc') at time zone 'utc')::int as submissions,
       count(*) filter (where state = 'finished' and sent_at >= date_trunc('month', now() at time zone 'utc') at time zone 'utc')::int as finished,
       coalesce(sum(cost_micros) filter (where sent_at >= date_trunc('month', now() at time zone 'utc') at time zone 'utc'), 0)::bigint as cost_micros,
       count(*) filter (where state in ('sending', 'accepted', 'unknown'))::int as in_work
     from intents where connection_id is not null or is_operators group by 1`,
  );
  return new Map(rows.map(({ key, ...use }) => [key, use]));
}
