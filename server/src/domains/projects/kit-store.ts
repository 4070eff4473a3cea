import type { Transaction } from '../../platform/database/index.ts';

/** A film that was planned under an older kit of its brand. `p` is projects. */
const behind = `p.deleted_at is null and exists (select 1 from brands b
    where b.id = p.brand_id and p.kit_revision < b.look_revision)
  and exists (select 1 from storyboards s where s.project_id = p.id)`;

export async function isBehindKit(transaction: Transaction, projectId: string): Promise<boolean> {
  const { rowCount } = await transaction.query(`select 1 from projects p where p.id = $1 and ${behind}`, [projectId]);
  return rowCount === 1;
}

/** Last changed first: what people look at follows first. */
export async function listBehindKit(transaction: Transaction, brandId: string): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    `select p.id from projects p where p.brand_id = $1 and ${behind} order by p.updated_at desc`,
    [brandId],
  );
  return rows.map((row) => row.id);
}

export async function lockProject(transaction: Transaction, projectId: string): Promise<void> {
  await transaction.query('select 1 from projects where id = $1 for no key update', [projectId]);
}

/** @param revision null for a film without a brand */
export async function setKitRevision(
  transaction: Transaction,
  projectId: string,
  revision: number | null,
): Promise<void> {
  await transaction.query('update projects set kit_revision = $2 where id = $1', [projectId, revision]);
}

export async function setDeliveredMark(
  transaction: Transaction,
  projectId: string,
  mark: string | null,
): Promise<void> {
  await transaction.query('update projects set delivered_mark = $2 where id = $1', [projectId, mark]);
}

export type FilmOfBrand = { id: string; name: string; stale_shots: number; is_mark_old: boolean };

/** @param mark what the brand's films would be cut with now */
export async function listFilmsOfBrand(
  transaction: Transaction,
  brandId: string,
  mark: string,
): Promise<FilmOfBrand[]> {
  const { rows } = await transaction.query<FilmOfBrand>(
    `select p.id, p.name, coalesce(p.delivered_mark <> $2, false) as is_mark_old,
       (select count(*)::int from shots s join takes k on k.id = s.selected_video_take_id
         where s.project_id = p.id and s.deleted_at is null and k.inputs_hash <> s.inputs_hash) as stale_shots
     from projects p where p.brand_id = $1 and p.deleted_at is null order by p.updated_at desc`,
    [brandId, mark],
  );
  return rows;
}
