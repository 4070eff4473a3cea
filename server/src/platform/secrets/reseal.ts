import type pg from 'pg';
import type { SecretKeys } from './keys.ts';
import { createSecretBox, toSealedContext } from './secret-box.ts';

/**
 * Wraps every sealed value anew with the current key. Sealed columns are found by their type `app.sealed`, so a table that
 * comes later is not forgotten. Safe to break off: what is done is done, and the previous keys still open the rest.
 * @param owner connected as the migration login, which sees every organization
 * @returns how many values were wrapped anew
 */
export async function resealAll(owner: pg.Client, keys: SecretKeys): Promise<number> {
  const box = createSecretBox(keys);
  const { rows: columns } = await owner.query<{ table: string; column: string; name: string }>(
    `select c.oid::regclass::text as "table", quote_ident(a.attname) as "column", a.attname as name
       from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
      where a.atttypid = 'app.sealed'::regtype and not a.attisdropped order by 1, 2`,
  );
  let resealed = 0;
  for (const { table, column, name } of columns) {
    const { rows } = await owner.query<{ id: string; value: string }>(
      `select id::text as id, ${column}::text as value from ${table} where ${column} is not null`,
    );
    for (const { id, value } of rows) {
      const next = box.reseal(value, toSealedContext({ table, column: name, id }));
      if (next === null) continue;
      // Only what was read: somebody may enter a new secret at this moment.
      const { rowCount } = await owner.query(
        `update ${table} set ${column} = $3 where id = $1 and ${column}::text = $2`,
        [id, value, next],
      );
      resealed += rowCount ?? 0;
    }
  }
  return resealed;
}
