import {
  type Asset,
  fitsRole,
  KinoraError,
  type MediaRole,
  PRODUCT_LIMITS,
  type Product,
  type ProductKind,
} from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { type AssetRecord, createCutoutAsset, findAssets, type Maker, toAsset } from '../assets/index.ts';
import { type MediaItem, proposeRole, settleHeroes } from './media-rules.ts';
import { listMedia, saveMedia, toMediaItem } from './media-store.ts';
import { listVariants, touchProduct } from './product-store.ts';
import type { MediaRecord } from './records.ts';
import { type CatalogueDependencies, lockLiving, presentProduct, tellProducts } from './scope.ts';

export type FileToAdd = { assetId: string; role?: MediaRole | undefined; altText?: string | undefined };
export type Duplicate = { assetId: string; hash: string; mediaId: string };
type Owner = { id: string; organizationId: string; kind: ProductKind };

export type MediaService = ReturnType<typeof createMediaService>;

/** The files of products. Each act locks its product, works on the whole list as a value and writes it back. */
export function createMediaService(dependencies: CatalogueDependencies) {
  const inOrganization = <Result>(maker: Maker, work: (transaction: Transaction) => Promise<Result>) =>
    dependencies.database.inOrganization(maker.organizationId, work);

  async function finish(transaction: Transaction, maker: Maker, id: string): Promise<Product> {
    await touchProduct(transaction, id);
    const product = await presentProduct(dependencies, transaction, id);
    await tellProducts(dependencies, transaction, maker.organizationId, { type: 'product.updated', productIds: [id] });
    return product;
  }

  /** Every act but adding: a list in, a list out. */
  function change(maker: Maker, id: string, plan: (records: MediaRecord[]) => MediaItem[]): Promise<Product> {
    return inOrganization(maker, async (transaction) => {
      await lockLiving(transaction, id);
      const items = plan(await listMedia(transaction, id));
      await assertVariants(transaction, id, items);
      await saveMedia(transaction, { id, organizationId: maker.organizationId }, items);
      return finish(transaction, maker, id);
    });
  }

  return {
    add: (
      maker: Maker,
      id: string,
      files: readonly FileToAdd[],
      variantId: string | null,
    ): Promise<{ product: Product; added: string[]; duplicates: Duplicate[] }> =>
      inOrganization(maker, async (transaction) => {
        const { kind } = await lockLiving(transaction, id);
        const owner = { id, organizationId: maker.organizationId, kind };
        const result = await addFiles(transaction, owner, files, variantId);
        return { product: await finish(transaction, maker, id), ...result };
      }),

    update: (
      maker: Maker,
      id: string,
      mediaId: string,
      edit: { role?: MediaRole | undefined; altText?: string | undefined; variantId?: string | null | undefined },
    ): Promise<Product> =>
      change(maker, id, (records) => {
        const record = getMedia(records, mediaId);
        if (edit.role) assertFits(edit.role, record);
        const items = records.map(toMediaItem).map((item) => (item.id === mediaId ? applyEdit(item, edit) : item));
        assertOnce(items, records);
        return settleHeroes(items, edit.role === 'hero' ? mediaId : null);
      }),

    reorder: (maker: Maker, id: string, mediaIds: readonly string[]): Promise<Product> =>
      change(maker, id, (records) => {
        const items = new Map(records.map((record) => [record.media_id, toMediaItem(record)]));
        const ordered = mediaIds.flatMap((mediaId) => items.get(mediaId) ?? []);
        if (ordered.length !== records.length || new Set(mediaIds).size !== records.length)
          throw new KinoraError('product.media_order', `the order of product ${id} does not name its files`);
        return ordered;
      }),

    remove: (maker: Maker, id: string, mediaId: string): Promise<Product> =>
      change(maker, id, (records) => {
        getMedia(records, mediaId);
        return settleHeroes(records.filter((record) => record.media_id !== mediaId).map(toMediaItem));
      }),

    createCutout: (maker: Maker, id: string, mediaId: string): Promise<Asset> =>
      inOrganization(maker, async (transaction) => {
        await lockLiving(transaction, id);
        const record = getMedia(await listMedia(transaction, id), mediaId);
        const made = await createCutoutAsset(transaction, maker, record);
        if (!made) throw new KinoraError('product.no_cutout', `asset ${record.id} has no cut-out`);
        if (made.isNew)
          await dependencies.appendEvent(transaction, maker.organizationId, {
            type: 'asset.created',
            data: { assetId: made.asset.id },
          });
        return toAsset(made.asset, dependencies.links);
      }),
  };
}

/**
 * Adds files to a locked product. The same content is not added twice to the same product or variant; what is left out
 * is named. Heroes are settled afterwards, so that a file asked for as hero becomes it.
 */
export async function addFiles(
  transaction: Transaction,
  owner: Owner,
  files: readonly FileToAdd[],
  variantId: string | null,
): Promise<{ added: string[]; duplicates: Duplicate[] }> {
  const assets = await findFiles(transaction, files);
  const records = await listMedia(transaction, owner.id);
  const plan = planFiles({ owner, files, assets, records, variantId });
  if (plan.items.length > PRODUCT_LIMITS.media)
    throw new KinoraError('product.too_many_files', `product ${owner.id} would have ${plan.items.length} files`);
  await assertVariants(transaction, owner.id, plan.items);
  await saveMedia(transaction, owner, plan.items);
  return { added: plan.added, duplicates: plan.duplicates };
}

type FilePlan = {
  owner: Owner;
  files: readonly FileToAdd[];
  assets: ReadonlyMap<string, AssetRecord>;
  records: readonly MediaRecord[];
  variantId: string | null;
};

function planFiles({ owner, files, assets, records, variantId }: FilePlan) {
  const siblings = records.filter((record) => record.variant_id === variantId);
  const byHash = new Map(siblings.map((record) => [record.sha256, record.media_id]));
  const taken = new Set(siblings.map((record) => record.media_role));
  const fresh: MediaItem[] = [];
  const duplicates: Duplicate[] = [];
  let wantedHero: string | null = null;
  for (const file of files) {
    const asset = assets.get(file.assetId)!;
    const known = byHash.get(asset.sha256);
    if (known) {
      duplicates.push({ assetId: asset.id, hash: asset.sha256, mediaId: known });
      continue;
    }
    const facts = { kind: asset.kind, mediaType: asset.media_type };
    const role = file.role ?? proposeRole(owner.kind, facts, taken);
    if (file.role) assertFits(file.role, asset);
    const item = {
      id: newId(),
      assetId: asset.id,
      role,
      variantId,
      altText: file.altText ?? '',
      isStill: fitsRole('hero', facts),
    };
    if (file.role === 'hero') wantedHero = item.id;
    fresh.push(item);
    taken.add(role);
    byHash.set(asset.sha256, item.id);
  }
  const items = settleHeroes([...records.map(toMediaItem), ...fresh], wantedHero);
  return { items, added: fresh.map(({ id }) => id), duplicates };
}

async function findFiles(transaction: Transaction, files: readonly FileToAdd[]): Promise<Map<string, AssetRecord>> {
  const assets = await findAssets(
    transaction,
    files.map(({ assetId }) => assetId),
  );
  const missing = files.find(({ assetId }) => !assets.has(assetId) || assets.get(assetId)?.deleted_at);
  if (missing) throw new KinoraError('product.file_unknown', `no asset ${missing.assetId}`);
  return assets;
}

function getMedia(records: readonly MediaRecord[], mediaId: string): MediaRecord {
  const record = records.find((one) => one.media_id === mediaId);
  if (!record) throw new KinoraError('product.media_unknown', `no media ${mediaId}`);
  return record;
}

function applyEdit(
  item: MediaItem,
  edit: { role?: MediaRole | undefined; altText?: string | undefined; variantId?: string | null | undefined },
): MediaItem {
  return {
    ...item,
    role: edit.role ?? item.role,
    altText: edit.altText ?? item.altText,
    variantId: edit.variantId === undefined ? item.variantId : edit.variantId,
  };
}

function assertFits(role: MediaRole, asset: Pick<AssetRecord, 'id' | 'name' | 'kind' | 'media_type'>): void {
  if (fitsRole(role, { kind: asset.kind, mediaType: asset.media_type })) return;
  const wants =
    { sound: 'a sound', model_3d: 'a 3D model (GLB)', hero: 'a picture' }[role as 'sound'] ?? 'a picture or a film';
  throw new KinoraError('product.role_unfit', `asset ${asset.id} cannot be ${role}`, {
    sentence: `“${asset.name}” cannot have this role: it takes ${wants}.`,
    details: { role, assetId: asset.id },
  });
}

/** Moving a file to a variant that has the same one already would make it stand there twice. */
function assertOnce(items: readonly MediaItem[], records: readonly MediaRecord[]): void {
  const hashes = new Map(records.map((record) => [record.media_id, record.sha256]));
  const places = items.map((item) => `${item.variantId} ${hashes.get(item.id)}`);
  if (new Set(places).size !== places.length)
    throw new KinoraError('product.role_unfit', 'the variant has this file', {
      sentence: 'This variant has the same file already.',
    });
}

async function assertVariants(transaction: Transaction, productId: string, items: readonly MediaItem[]): Promise<void> {
  const named = new Set(items.flatMap(({ variantId }) => variantId ?? []));
  if (named.size === 0) return;
  const known = new Set((await listVariants(transaction, [productId])).map(({ id }) => id));
  for (const variantId of named)
    if (!known.has(variantId)) throw new KinoraError('product.variant_unknown', `no variant ${variantId}`);
}
