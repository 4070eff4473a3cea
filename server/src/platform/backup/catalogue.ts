import type { ClientBase } from 'pg';

export type TableShape = { schema: string; name: string; columns: string[]; isForced: boolean };

/** `auth` and `app` beside the tenant tables, and the durable engine's own, so that running work goes on after a restore. */
const schemas = ['public', 'auth', 'app', 'dbos'];
/** Filled by the migrations themselves, which run before the rows are loaded. */
const ownedByMigrations = ['app.migrations', 'dbos.dbos_migrations'];

/** Names come from the catalogue; quoted all the same. */
export function quoteName(...parts: string[]): string {
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
}

/** Whole tables; rows of partitions are read and written through their parent. Generated columns make themselves. */
export async function listTables(client: ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select n.nspname as schema, c.relname as name, c.relforcerowsecurity as "isForced",
       array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1)
       and n.nspname || '.' || c.relname <> all($2)
     group by n.nspname, c.relname, c.relforcerowsecurity order by 1, 2`,
    [schemas, ownedByMigrations],
  );
  return rows;
}

export type Partition = { name: string; parent: string; bound: string };

export async function listPartitions(client: ClientBase): Promise<Partition[]> {
  const { rows } = await client.query<Partition>(
    `select c.oid::regclass::text as name, i.inhparent::regclass::text as parent, pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_namespace n on n.oid = c.relnamespace
     where c.relispartition and c.relkind = 'r' and n.nspname = any($1) order by 1`,
    [schemas],
  );
  return rows;
}

export type ForeignKey = { table: string; name: string; definition: string };

/** Rows point at each other in circles (a shot at its take, a take at its shot): keys are taken off and put back. */
export async function listForeignKeys(client: ClientBase): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select c.conrelid::regclass::text as "table", quote_ident(c.conname) as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_namespace n on n.oid = c.connamespace
     where c.contype = 'f' and c.conparentid = 0 and n.nspname = any($1) order by 1, 2`,
    [schemas],
  );
  return rows;
}

export type Sequence = { table: string; column: string; sequence: string };

export async function listSequences(client: ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select c.oid::regclass::text as "table", quote_ident(a.attname) as "column",
       pg_get_serial_sequence(c.oid::regclass::text, a.attname) as sequence
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
       and pg_get_serial_sequence(c.oid::regclass::text, a.attname) is not null`,
    [schemas],
  );
  return rows;
}

export async function listMigrations(client: ClientBase) {
  const { rows } = await client.query<{ number: number; name: string; sha256: string }>(
    'select number, name, sha256 from app.migrations order by number',
  );
  return rows;
}
