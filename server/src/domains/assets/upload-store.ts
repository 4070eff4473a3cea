import type { Transaction } from '../../platform/database/index.ts';

export type UploadRecord = {
  id: string;
  organization_id: string;
  project_id: string | null;
  name: string;
  size_bytes: number;
  part_size_bytes: number;
  sha256: string | null;
  asset_id: string | null;
  created_by: string | null;
  expires_at: Date;
};

const columns =
  'id, organization_id, project_id, name, size_bytes, part_size_bytes, sha256, asset_id, created_by, expires_at';

export async function insertUpload(transaction: Transaction, upload: UploadRecord): Promise<void> {
  await transaction.query(`insert into uploads (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
    upload.id,
    upload.organization_id,
    upload.project_id,
    upload.name,
    upload.size_bytes,
    upload.part_size_bytes,
    upload.sha256,
    upload.asset_id,
    upload.created_by,
    upload.expires_at,
  ]);
}

/** Expired ones are as good as gone, also before the sweep has taken them. */
export async function findUpload(transaction: Transaction, id: string): Promise<UploadRecord | undefined> {
  const { rows } = await transaction.query<UploadRecord>(
    `select ${columns} from uploads where id = $1 and expires_at > now()`,
    [id],
  );
  return rows[0];
}

export async function setUploadAsset(transaction: Transaction, id: string, assetId: string): Promise<void> {
  await transaction.query('update uploads set asset_id = $2 where id = $1', [id, assetId]);
}

export async function deleteUpload(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('delete from uploads where id = $1', [id]);
}

/** Which of these uploads have a row. */
export async function listOpenUploads(
  system: Transaction,
  uploads: readonly { uploadId: string }[],
): Promise<string[]> {
  const { rows } = await system.query<{ id: string }>('select id from uploads where id = any($1::uuid[])', [
    uploads.map(({ uploadId }) => uploadId),
  ]);
  return rows.map(({ id }) => id);
}

export async function takeExpiredUploads(system: Transaction): Promise<{ id: string; organization_id: string }[]> {
  const { rows } = await system.query<{ id: string; organization_id: string }>(
    'delete from uploads where expires_at <= now() returning id, organization_id',
  );
  return rows;
}
