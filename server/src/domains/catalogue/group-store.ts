import type { Transaction } from '../../platform/database/index.ts';

/** For each label, by its place in the list, the living product whose SKU or name it is. A SKU goes before a name. */
export async function findProductsByLabel(
  transaction: Transaction,
  labels: readonly string[],
): Promise<Map<number, { id: string; name: string }>> {
  const { rows } = await transaction.query<{ place: number; id: string; name: string }>(
    `select distinct on (l.place) l.place::int - 1 as place, p.id, p.name
     from unnest($1::text[]) with ordinality as l (label, place)
     join products p on p.deleted_at is null and (p.sort_name = app.fold_text(l.label) or lower(p.sku) = lower(l.label))
     order by l.place, (lower(p.sku) is distinct from lower(l.label)), p.id`,
    [labels],
  );
  return new Map(rows.map(({ place, id, name }) => [place, { id, name }]));
}
