import { createHash } from 'node:crypto';
import type { Ratio, Timeline } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { type AssetRecord, assetColumns, assetTables } from '../assets/index.ts';

export type NewRender = {
  organizationId: string;
  projectId: string;
  ratio: Ratio;
  planHash: string;
  timeline: { revision: number; timeline: Timeline };
  assetId: string;
  jobId: string;
};

/** The same plan again is the same render; true when it is new. */
export async function insertRender(transaction: Transaction, render: NewRender): Promise<boolean> {
  const document = JSON.stringify(render.timeline.timeline);
  const { rowCount } = await transaction.query(
    `insert into renders (id, organization_id, project_id, ratio, plan_hash, timeline_revision, timeline, timeline_sha256,
       asset_id, job_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (organization_id, project_id, ratio, plan_hash) do nothing`,
    [
      newId(),
      render.organizationId,
      render.projectId,
      render.ratio,
      render.planHash,
      render.timeline.revision,
      document,
      createHash('sha256').update(document).digest('hex'),
      render.assetId,
      render.jobId,
    ],
  );
  return rowCount === 1;
}

export type DeliveryFile = { name: string; kind: string; ratio?: Ratio; assetId: string };

/** A whole set at once. The set that a job has delivered before is found again instead of made twice. */
export async function insertDelivery(
  transaction: Transaction,
  delivery: { organizationId: string; projectId: string; jobId: string; files: readonly DeliveryFile[] },
): Promise<{ number: number; isNew: boolean }> {
  const { rows } = await transaction.query<{ own: number | null; last: number | null }>(
    'select max(number) filter (where job_id = $2) as own, max(number) as last from deliveries where project_id = $1',
    [delivery.projectId, delivery.jobId],
  );
  const own = rows[0]?.own;
  if (typeof own === 'number') return { number: own, isNew: false };
  const number = (rows[0]?.last ?? 0) + 1;
  const files = delivery.files.map((file, position) => ({ ...file, id: newId(), position }));
  await transaction.query(
    `insert into deliveries (id, organization_id, project_id, number, position, name, kind, ratio, asset_id, job_id)
     select id, $1, $2, $3, position, name, kind, ratio, "assetId", $4
     from jsonb_to_recordset($5::jsonb) as x (id uuid, position int, name text, kind text, ratio text, "assetId" uuid)`,
    [delivery.organizationId, delivery.projectId, number, delivery.jobId, JSON.stringify(files)],
  );
  return { number, isNew: true };
}

/** The name of the cover it stands for, with the ending of what it is. */
const COVER_NAME = `regexp_replace(d.name, '\\.[^.]*$', '') ||
    case a.media_type when 'image/png' then '.png' when 'image/webp' then '.webp' else '.jpg' end`;

export type DeliveredRecord = AssetRecord & {
  file_name: string;
  file_kind: string;
  ratio: Ratio | null;
  rendered_at: Date;
};

/** Files of the current set, in the order the studio gave them; a cover that a person chose stands for the planned one. */
export async function listDelivered(transaction: Transaction, projectId: string): Promise<DeliveredRecord[]> {
  const { rows } = await transaction.query<DeliveredRecord>(
    `select ${assetColumns}, case when v.asset_id is null then d.name else ${COVER_NAME} end as file_name,
       d.kind as file_kind, d.ratio, d.created_at as rendered_at
     from deliveries d join projects p on p.id = d.project_id and d.number = p.delivery_number
     left join film_covers v on d.kind = 'cover' and v.project_id = d.project_id and v.ratio = d.ratio
     join (${assetTables}) on a.id = coalesce(v.asset_id, d.asset_id)
     where d.project_id = $1 order by d.position`,
    [projectId],
  );
  return rows;
}
