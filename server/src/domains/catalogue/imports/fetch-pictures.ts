import { createReadStream } from 'node:fs';
import { type ErrorTable, fitsRole, isKinoraError, KinoraError, type MediaRole, say } from '@kinora/contract';
import { type FileParser, intakeErrors, isDiskFull } from '@kinora/media-node';
import { type Database, isPassingDatabaseError, type Transaction } from '../../../platform/database/index.ts';
import type { Storage } from '../../../platform/storage/index.ts';
import { type AssetService, findAssets, type Maker } from '../../assets/index.ts';
import { catalogueErrors } from '../errors.ts';
import { addFiles } from '../media.ts';
import { lockProduct, touchProduct } from '../product-store.ts';
import { type CatalogueDependencies, tellProducts } from '../scope.ts';
import { toOwner } from './apply-chunk.ts';
import type { ArchiveNames } from './archive-names.ts';
import { cut } from './cells.ts';
import { type ImportRecord, insertFaults, lockImport, renewLease } from './import-store.ts';
import { UNPACKED_AT_ONCE, type Unpacker } from './unpack-ahead.ts';

export type PictureDependencies = Pick<CatalogueDependencies, 'appendEvent'> & {
  database: Pick<Database, 'inOrganization'>;
  storage: Storage;
  parser: FileParser;
  assets: Pick<AssetService, 'importFrom' | 'takeContent'>;
};

type Picture = {
  place: number;
  product_id: string;
  variant_id: string | null;
  row_number: number;
  column_name: string;
  role: MediaRole | null;
  source: string;
};

/** What stays the same from file to file of one import: its ZIP with the names in it, and when to stop. */
export type PictureRun = { archive: { names: ArchiveNames; unpacker: Unpacker } | null; signal: AbortSignal };

/** taken: dealt with, well or not. none: nothing is left to take. stopped: the import no longer runs here. */
export type PictureOutcome = 'taken' | 'none' | 'stopped';

/**
 * The next file that rows name: fetched or unpacked outside any transaction, then given to its product. One that fails is
 * listed with its row and never tried again by itself; one for which only the studio had no room or no answer stays.
 */
export async function takeNextPicture(
  dependencies: PictureDependencies,
  record: ImportRecord,
  run: PictureRun,
): Promise<PictureOutcome> {
  const { database } = dependencies;
  const picture = await database.inOrganization(record.organization_id, (transaction) =>
    findNext(transaction, record.id),
  );
  if (!picture) return 'none';
  const result = await obtain(dependencies, record, run, picture).then(
    (assetId) => ({ assetId }),
    (error: unknown) => (run.signal.aborted ? undefined : { sentence: toSentence(error) }),
  );
  if (!result) return 'stopped';
  return database.inOrganization(record.organization_id, async (transaction) => {
    const locked = await lockImport(transaction, record.id);
    if (locked?.state !== 'running') return 'stopped';
    const outcome =
      'assetId' in result ? await attach(dependencies, transaction, record, picture, result.assetId) : result;
    await settle(transaction, record, picture, outcome?.sentence ?? null);
    await renewLease(transaction, record.id);
    return 'taken';
  });
}

async function findNext(transaction: Transaction, importId: string): Promise<Picture | undefined> {
  const { rows } = await transaction.query<Picture>(
    `select place, product_id, variant_id, row_number, column_name, role, source from product_import_pictures
     where import_id = $1 and state = 'pending' order by row_number, place limit 1`,
    [importId],
  );
  return rows[0];
}

async function obtain(
  dependencies: PictureDependencies,
  record: ImportRecord,
  run: PictureRun,
  { source }: Picture,
): Promise<string> {
  const maker = { organizationId: record.organization_id, userId: record.created_by };
  if (/^https?:\/\//i.test(source)) return (await dependencies.assets.importFrom(maker, source, null, run.signal)).id;
  if (source.startsWith('asset:')) return findOwnAsset(dependencies, record, source.slice('asset:'.length));
  return unpack(dependencies, record, { ...run, maker }, source);
}

async function findOwnAsset(dependencies: PictureDependencies, record: ImportRecord, id: string): Promise<string> {
  const isId = /^[0-9a-f-]{36}$/i.test(id);
  const found = isId
    ? await dependencies.database.inOrganization(record.organization_id, (transaction) => findAssets(transaction, [id]))
    : new Map<string, { deleted_at: Date | null }>();
  const asset = found.get(id.toLowerCase());
  if (!asset || asset.deleted_at) throw missing(say('import_row.no_such_file'));
  return id.toLowerCase();
}

async function unpack(
  { database, assets }: PictureDependencies,
  record: ImportRecord,
  { archive, signal, maker }: PictureRun & { maker: Maker },
  source: string,
): Promise<string> {
  if (!archive) throw missing(say('import_row.no_zip'));
  const { names, unpacker } = archive;
  const entry = names.find(source);
  if (entry === undefined) throw missing(say('import_row.not_in_zip', { file: source }));
  const file = await unpacker.unpack(entry, async () => {
    const sources = await database.inOrganization(maker.organizationId, (transaction) =>
      listNext(transaction, record.id),
    );
    return sources.flatMap((next) => names.find(next) ?? []);
  });
  if (file === undefined) throw missing(say('import_row.not_in_zip', { file: source }));
  const madeBy = `Import of ${record.name}`;
  const details = { name: entry, projectId: null, origin: 'import' as const, madeBy, signal };
  return (await assets.takeContent(maker, createReadStream(file), details)).id;
}

/** What rows name in the ZIP next, in the order in which it is taken. */
async function listNext(transaction: Transaction, importId: string): Promise<string[]> {
  const { rows } = await transaction.query<{ source: string }>(
    `select source from product_import_pictures where import_id = $1 and state = 'pending'
       and source !~* '^(https?://|asset:)' order by row_number, place limit $2`,
    [importId, UNPACKED_AT_ONCE],
  );
  return rows.map((row) => row.source);
}

/** Undefined when it went well; what could not be is a sentence, not a fault of the import. */
async function attach(
  dependencies: PictureDependencies,
  transaction: Transaction,
  record: ImportRecord,
  picture: Picture,
  assetId: string,
): Promise<{ sentence: string } | undefined> {
  const product = await lockProduct(transaction, picture.product_id);
  if (!product || product.isDeleted) return { sentence: say('import_row.product_gone') };
  const asset = (await findAssets(transaction, [assetId])).get(assetId);
  if (!asset) return { sentence: say('import_row.file_gone') };
  if (picture.role && !fitsRole(picture.role, { kind: asset.kind, mediaType: asset.media_type }))
    return { sentence: say('import_row.wrong_role', { name: asset.name, role: picture.role }) };
  const owner = { id: picture.product_id, organizationId: record.organization_id, kind: product.kind };
  const file = picture.role ? { assetId, role: picture.role } : { assetId };
  // What it refuses it refuses before it writes, so that this transaction can go on and say so.
  const added = await addFiles(transaction, owner, [file], picture.variant_id).then(
    (result) => result.added,
    (error: unknown) => ({ sentence: toSentence(error) }),
  );
  if ('sentence' in added) return added;
  if (added.length === 0) return undefined;
  await touchProduct(transaction, owner.id);
  await transaction.query(
    `update product_import_changes set revision_after = revision_after + 1
     where import_id = $1 and product_id = $2 and revision_after = $3`,
    [record.id, owner.id, product.revision],
  );
  await tellProducts(dependencies, transaction, record.organization_id, {
    type: 'product.updated',
    productIds: [owner.id],
  });
  return undefined;
}

async function settle(
  transaction: Transaction,
  record: ImportRecord,
  picture: Picture,
  sentence: string | null,
): Promise<void> {
  await transaction.query(
    'update product_import_pictures set state = $4 where import_id = $1 and row_number = $2 and place = $3',
    [record.id, picture.row_number, picture.place, sentence === null ? 'done' : 'failed'],
  );
  if (sentence === null) return;
  const { row_number: row, column_name: column, source } = picture;
  const fault = { row, column, kind: 'picture' as const, value: cut(source, 500), sentence };
  await insertFaults(transaction, toOwner(record), [fault]);
}

function missing(sentence: string): KinoraError {
  return new KinoraError('product.file_unknown', sentence, { sentence });
}

/** The studio’s own want, not the file’s fault: the same file may come in a minute later. */
const PASSING = new Set([
  'storage.uploads_refused',
  'storage.full',
  'storage.unreachable',
  'intake.disk_full',
  'database.unavailable',
]);

/** True when the file or chunk in hand may be tried again as it is. */
export function isPassing(error: unknown): boolean {
  return isKinoraError(error) ? PASSING.has(error.code) : isPassingDatabaseError(error) || isDiskFull(error);
}

function toSentence(error: unknown): string {
  if (!isKinoraError(error) || isPassing(error)) throw error;
  const standing: ErrorTable = { ...intakeErrors, ...catalogueErrors };
  return error.sentence ?? standing[error.code]?.sentence ?? say('import_row.unusable_file');
}
