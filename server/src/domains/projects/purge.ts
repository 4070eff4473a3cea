import type { Transaction } from '../../platform/database/index.ts';
import { deleteMadeAssets } from '../assets/index.ts';

/**
 * Films that lay in the trash for long enough, with all that was made for them. What people sent stays theirs. A film of
 * which another one uses a file keeps its hidden row. Answers the contents whose rows have gone.
 */
export async function purgeProjects(transaction: Transaction, trashDays: number): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    'select id from projects where deleted_at < now() - make_interval(days => $1) order by id for update skip locked',
    [trashDays],
  );
  const hashes: string[] = [];
  for (const { id } of rows) hashes.push(...(await purgeProject(transaction, id)));
  return hashes;
}

/** Rows of a project, each before what it points at. */
const PARTS = [
  'delivery_records',
  'film_covers',
  'deliveries',
  'renders',
  'timelines',
  'shots',
  'scenes',
  'project_pictures',
  'uploads',
] as const;

async function purgeProject(transaction: Transaction, id: string): Promise<string[]> {
  for (const table of PARTS) await transaction.query(`delete from ${table} where project_id = $1`, [id]);
  await transaction.query('update jobs set preview_asset_id = null where project_id = $1', [id]);
  await transaction.query(`update projects set sound = '{"voice": null, "music": null}' where id = $1`, [id]);
  const hashes = await deleteMadeAssets(transaction, id);
  await transaction.query(`update assets set project_id = null where project_id = $1 and origin <> 'job'`, [id]);
  await transaction.query(
    'delete from projects p where p.id = $1 and not exists (select 1 from assets a where a.project_id = p.id)',
    [id],
  );
  return hashes;
}
