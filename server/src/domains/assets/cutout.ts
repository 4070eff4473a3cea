import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Maker } from './dependencies.ts';
import type { AssetRecord } from './records.ts';
import { findAsset, findMadeAsset, insertAsset } from './store.ts';

type CutoutFile = {
  sha256: string;
  media_type: string;
  size_bytes: number;
  width: number | null;
  height: number | null;
};

/**
 * The product without its ground as an asset of its own, child of the photograph. The file was made when the photograph
 * came in; here it only gets its row, once. Undefined where nothing stood apart from its ground.
 */
export async function createCutoutAsset(
  transaction: Transaction,
  maker: Maker,
  source: Pick<AssetRecord, 'id' | 'sha256' | 'name' | 'project_id'>,
): Promise<{ asset: AssetRecord; isNew: boolean } | undefined> {
  const { rows } = await transaction.query<CutoutFile>(
    `select sha256, media_type, size_bytes, width, height from asset_derivatives where source_sha256 = $1 and kind = 'cutout'`,
    [source.sha256],
  );
  const [file] = rows;
  if (!file) return undefined;
  const made = { hash: file.sha256, name: toCutoutName(source.name), role: 'source' as const, projectId: null };
  const id = newId();
  const isNew = await insertAsset(transaction, {
    ...made,
    id,
    organizationId: maker.organizationId,
    jobId: null,
    parentAssetId: source.id,
    kind: 'image',
    mediaType: file.media_type,
    sizeBytes: file.size_bytes,
    width: file.width,
    height: file.height,
    frames: null,
    durationSeconds: null,
    probe: {},
    origin: 'job',
    madeBy: 'Built-in engine',
    recipe: { act: 'cut-out' },
    placeholderColour: null,
    notices: [],
    createdBy: maker.userId,
  });
  const asset = isNew ? await findAsset(transaction, id) : await findMadeAsset(transaction, made);
  return asset && { asset, isNew };
}

function toCutoutName(name: string): string {
  const dot = name.lastIndexOf('.');
  return `${(dot > 0 ? name.slice(0, dot) : name).slice(0, 240)} cut-out.png`;
}
