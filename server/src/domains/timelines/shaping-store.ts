import { type FramingPath, framingPath, type Ratio } from '@kinora/contract';
import type { ShapingHashes } from '@kinora/studios';
import type { Transaction } from '../../platform/database/index.ts';

export type FramingRow = { shotId: string; shotKey: string; ratio: Ratio; path: FramingPath };
export type Shaping = { framings: FramingRow[]; labelled: Ratio[]; delivered: ShapingHashes };

/** What people set for the films of each shape, and what the newest files were cut with. */
export async function readShaping(transaction: Transaction, projectId: string): Promise<Shaping> {
  const { rows } = await transaction.query<{ labelled_ratios: Ratio[]; delivered_shapings: ShapingHashes }>(
    'select labelled_ratios, delivered_shapings from projects where id = $1',
    [projectId],
  );
  const framings = await transaction.query<{ shot_id: string; key: string; ratio: Ratio; path: unknown }>(
    `select f.shot_id, s.key, f.ratio, f.path from shot_framings f join shots s on s.id = f.shot_id
     where f.project_id = $1 and s.deleted_at is null order by f.ratio, s.position`,
    [projectId],
  );
  return {
    framings: framings.rows.map((row) => ({
      shotId: row.shot_id,
      shotKey: row.key,
      ratio: row.ratio,
      path: framingPath.parse(row.path),
    })),
    labelled: rows[0]?.labelled_ratios ?? [],
    delivered: rows[0]?.delivered_shapings ?? {},
  };
}

export type FramingPlace = { organizationId: string; projectId: string; shotId: string; ratio: Ratio };

/** A path without keys is none: the planner's place holds again. */
export async function saveFraming(transaction: Transaction, place: FramingPlace, path: FramingPath): Promise<void> {
  const { organizationId, projectId, shotId, ratio } = place;
  if (path.length === 0) {
    await transaction.query('delete from shot_framings where shot_id = $1 and ratio = $2', [shotId, ratio]);
    return;
  }
  await transaction.query(
    `insert into shot_framings (organization_id, project_id, shot_id, ratio, path) values ($1, $2, $3, $4, $5)
     on conflict (organization_id, shot_id, ratio) do update set path = excluded.path`,
    [organizationId, projectId, shotId, ratio, JSON.stringify(path)],
  );
}

export async function saveLabelled(
  transaction: Transaction,
  projectId: string,
  ratios: readonly Ratio[],
): Promise<void> {
  await transaction.query('update projects set labelled_ratios = $2 where id = $1', [projectId, ratios]);
}

export async function saveDeliveredShaping(
  transaction: Transaction,
  projectId: string,
  shapings: ShapingHashes,
): Promise<void> {
  await transaction.query('update projects set delivered_shapings = $2 where id = $1', [projectId, shapings]);
}
