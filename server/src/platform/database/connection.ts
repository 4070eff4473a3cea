import { createHash } from 'node:crypto';
import { KinoraError } from '@kinora/contract';
import pg from 'pg';
import { isId } from '../ids.ts';

/** Values go in as `$1, $2`; arrays become PostgreSQL arrays, plain objects become JSON (stringify a JSON array yourself). */
export type Queryable = {
  query<Row extends object>(
    sql: string,
    values?: readonly unknown[],
    options?: QueryOptions,
  ): Promise<{ rows: Row[]; rowCount: number }>;
};

export type QueryOptions = {
  /**
   * Planned once a connection and kept under the hash of its text: for what runs on every call, where planning behind the
   * wall costs as much as running. Such a text names its columns (a later migration must not change what it answers) and
   * has no conditions that a missing value switches off (one plan serves all values).
   */
  isPrepared?: boolean;
};

/** A query runner that lives as long as one transaction. Await each query: one connection answers one at a time. */
export type Transaction = Queryable & { readonly kind: 'transaction' };

export type Work<Result> = (transaction: Transaction) => Promise<Result>;

export type DatabaseUrls = { owner: string; app: string; auth: string; jobs: string };

export type Database = {
  /** kinora_app, no organization set: sees no tenant row; for SECURITY DEFINER look-ups. */
  app: Queryable;
  /** kinora_auth: schema `auth` only. */
  auth: Queryable;
  /** kinora_jobs: the durable engine and what was granted to it by `app.open_to_system`. */
  jobs: Queryable;
  /** The one way to tenant rows: a transaction as kinora_app that sees only this organization. */
  inOrganization<Result>(organizationId: string, work: Work<Result>): Promise<Result>;
  /** A transaction as kinora_auth (users, sessions, tokens). */
  asIdentity<Result>(work: Work<Result>): Promise<Result>;
  /** A transaction as kinora_jobs (dispatcher, schedules): across organizations, but only on tables opened to the system. */
  asSystem<Result>(work: Work<Result>): Promise<Result>;
  /** Connection strings, for the durable engine and for LISTEN connections. */
  urls: DatabaseUrls;
  close(): Promise<void>;
};

export type PoolSizes = { app: number; auth: number; jobs: number };

export type OpenDatabaseOptions = {
  urls: DatabaseUrls;
  sizes?: PoolSizes;
  /** Called when an idle connection dies (server restarted, network gone); the pool opens a new one by itself. */
  onConnectionLost?: (error: Error) => void;
};

const defaultSizes: PoolSizes = { app: 10, auth: 4, jobs: 4 };

const typeIds = { bigint: 20, bigintArray: 1016, date: 1082 };

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new KinoraError('database.number_too_large', `bigint ${text} does not fit a safe integer`);
  }
  return value;
}

/**
 * bigint as a number (checked), date as text: node-postgres gives text and a local midnight. numeric stays text, so
 * `sum(bigint)` is written `sum(x)::bigint`.
 */
const columnTypes = {
  getTypeParser(typeId: number, format?: 'text' | 'binary') {
    if (typeId === typeIds.bigint) return parseBigint;
    if (typeId === typeIds.bigintArray)
      return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(parseBigint);
    if (typeId === typeIds.date) return (text: string) => text;
    return pg.types.getTypeParser(typeId, format ?? 'text');
  },
};

function createPool(url: string, name: string, max: number, options: OpenDatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: columnTypes as pg.CustomTypesConfig,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 120_000,
  });
  pool.on('error', (error) => options.onConnectionLost?.(error));
  // A connection that dies while it is in use tells its query and then itself; unheard, the second would end the process.
  pool.on('connect', (client) => client.on('error', (error) => options.onConnectionLost?.(error)));
  return pool;
}

const statementNames = new Map<string, string>();

/** PostgreSQL cuts names after 63 characters, so a text cannot be its own. */
function nameOf(sql: string): string {
  const known = statementNames.get(sql);
  if (known) return known;
  const name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
  statementNames.set(sql, name);
  return name;
}

function toQueryable(runner: pg.Pool | pg.PoolClient): Queryable {
  return {
    async query<Row extends object>(sql: string, values: readonly unknown[] = [], { isPrepared }: QueryOptions = {}) {
      const result = await runner.query({
        text: sql,
        values: [...values],
        ...(isPrepared ? { name: nameOf(sql) } : {}),
      });
      return { rows: result.rows as Row[], rowCount: result.rowCount ?? 0 };
    },
  };
}

async function inTransaction<Result>(pool: pg.Pool, begin: string, work: Work<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work({ kind: 'transaction', ...toQueryable(client) });
    await client.query('commit');
    return result;
  } catch (error) {
    // A failed rollback means the connection is unusable: it is destroyed, and the first error is the one to tell.
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

export function openDatabase(options: OpenDatabaseOptions): Database {
  const sizes = options.sizes ?? defaultSizes;
  const pools = {
    app: createPool(options.urls.app, 'kinora app', sizes.app, options),
    auth: createPool(options.urls.auth, 'kinora auth', sizes.auth, options),
    jobs: createPool(options.urls.jobs, 'kinora jobs', sizes.jobs, options),
  };
  return {
    app: toQueryable(pools.app),
    auth: toQueryable(pools.auth),
    jobs: toQueryable(pools.jobs),
    inOrganization(organizationId, work) {
      // One round trip instead of two, which is most of what the wall costs; the id is checked, so it may stand in the text.
      if (!isId(organizationId)) throw new TypeError(`not an organization id: ${organizationId}`);
      return inTransaction(pools.app, `begin; set local app.organization_id = '${organizationId}'`, work);
    },
    asIdentity: (work) => inTransaction(pools.auth, 'begin', work),
    asSystem: (work) => inTransaction(pools.jobs, 'begin', work),
    urls: options.urls,
    async close() {
      await Promise.all([pools.app.end(), pools.auth.end(), pools.jobs.end()]);
    },
  };
}
