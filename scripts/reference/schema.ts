import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  deriveRolePasswords,
  prepareDatabase,
  startEmbeddedPostgres,
} from '../../server/src/platform/database/index.ts';

type Column = { name: string; type: string; isNullable: boolean; fallback: string | null };
type Table = { schema: string; name: string; isProtected: boolean; columns: Column[]; keys: string[] };

/** Names and order come from the catalogue of a freshly migrated database; partitions stand under their parent. */
const TABLES_QUERY = `
  select n.nspname as schema, c.relname as name, c.relrowsecurity as "isProtected",
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
         'isNullable', not a.attnotnull, 'fallback', pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
       from pg_attribute a left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    coalesce((select json_agg(pg_get_constraintdef(k.oid) order by k.contype desc, pg_get_constraintdef(k.oid))
       from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'), '[]') as keys
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'auth', 'app')
  order by n.nspname = 'public' desc, n.nspname, c.relname`;

/** Text of docs/reference/schema.md, read from a database that is migrated for it and removed again. */
export async function renderSchemaReference(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kinora-schema-'));
  const server = await startEmbeddedPostgres({
    dataFolder: folder,
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  });
  try {
    await prepareDatabase({ ownerUrl: server.ownerUrl, passwords: deriveRolePasswords('schema') });
    const client = new pg.Client({ connectionString: server.ownerUrl });
    await client.connect();
    const { rows } = await client.query<Table>(TABLES_QUERY);
    await client.end();
    return renderTables(rows);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function renderTables(tables: readonly Table[]): string {
  return `# Tables

Written by \`npm run generate\` from a database made by \`server/src/migrations\`. "Walled" tables show a session only the rows of its
own organization (row-level security; the roles of the program cannot pass it). The durable engine's own schema \`dbos\` is not listed.

${tables.map(renderTable).join('\n')}`;
}

function renderTable(table: Table): string {
  const name = table.schema === 'public' ? table.name : `${table.schema}.${table.name}`;
  const columns = table.columns.map(
    (column) =>
      `| ${column.name} | ${column.type} | ${column.isNullable ? 'yes' : ''} | ${column.fallback === null ? '' : `\`${escapeCell(column.fallback)}\``} |`,
  );
  const keys = table.keys.map((key) => `- \`${key.replaceAll(/\s+/g, ' ')}\``);
  return `## ${name}${table.isProtected ? ' (walled)' : ''}

| column | type | may be null | default |
|---|---|---|---|
${columns.join('\n')}

${keys.join('\n')}
`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
