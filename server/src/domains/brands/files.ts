import { KinoraError, kitFace } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { findAssets } from '../assets/index.ts';
import { assertPicture } from './kit.ts';
import {
  type BrandFields,
  type BrandFileRecord,
  type BrandRecord,
  deleteBrandFile,
  findProbe,
  insertBrandFile,
  updateBrandFile,
} from './store.ts';

const mostFiles = 40;

export type BrandFileBody =
  | { kind: 'badge'; assetId: string; onDarkAssetId?: string | null | undefined; name?: string | undefined }
  | { kind: 'font'; assetId: string; licence: string; name?: string | undefined };
export type BrandFileChange = {
  name?: string | undefined;
  onDarkAssetId?: string | null | undefined;
  licence?: string | undefined;
};

export async function addFile(transaction: Transaction, brand: BrandRecord, body: BrandFileBody): Promise<void> {
  if (brand.files.length >= mostFiles) throw new KinoraError('brand.files_full', `brand ${brand.id} is full`);
  const own = { id: newId(), organizationId: brand.organization_id, brandId: brand.id, assetId: body.assetId };
  const file = body.kind === 'badge' ? await toBadge(transaction, body) : await toFont(transaction, body);
  await insertBrandFile(transaction, { ...own, ...file });
}

async function toBadge(transaction: Transaction, body: Extract<BrandFileBody, { kind: 'badge' }>) {
  const assetName = await assertPicture(transaction, body.assetId, 'brand.badge_unusable');
  if (body.onDarkAssetId) await assertPicture(transaction, body.onDarkAssetId, 'brand.badge_unusable');
  const name = body.name ?? withoutEnding(assetName);
  return { kind: 'badge' as const, name, onDarkAssetId: body.onDarkAssetId ?? null, licence: null, face: null };
}

async function toFont(transaction: Transaction, body: Extract<BrandFileBody, { kind: 'font' }>) {
  const asset = (await findAssets(transaction, [body.assetId])).get(body.assetId);
  const face = kitFace
    .pick({ scripts: true, xHeight: true, coverage: true })
    .safeParse(asset?.kind === 'font' ? await findProbe(transaction, body.assetId) : null);
  if (!asset || !face.success || face.data.scripts.length === 0)
    throw new KinoraError('brand.font_unusable', `asset ${body.assetId} cannot be a font`);
  const name = body.name ?? withoutEnding(asset.name);
  return { kind: 'font' as const, name, onDarkAssetId: null, licence: body.licence, face: face.data };
}

function withoutEnding(name: string): string {
  return name.replace(/\.[a-z0-9]{2,5}$/iu, '').slice(0, 80) || name.slice(0, 80);
}

export async function changeFile(
  transaction: Transaction,
  file: BrandFileRecord,
  change: BrandFileChange,
): Promise<void> {
  if (change.onDarkAssetId) await assertPicture(transaction, change.onDarkAssetId, 'brand.badge_unusable');
  await updateBrandFile(transaction, file.id, {
    name: change.name ?? file.name,
    onDarkAssetId:
      change.onDarkAssetId === undefined || file.kind === 'font' ? file.onDarkAssetId : change.onDarkAssetId,
    licence: file.kind === 'font' ? (change.licence ?? file.licence) : null,
  });
}

/** Takes the file out, and its name out of the places where it was chosen. Answers the kit without it. */
export async function removeFile(transaction: Transaction, brand: BrandRecord, fileId: string): Promise<BrandFields> {
  await deleteBrandFile(transaction, fileId);
  const without = <Font extends { kind: string } | null>(font: Font) =>
    font?.kind === 'file' && 'fileId' in font && font.fileId === fileId ? null : font;
  const clear = ({ latin, hebrew, arabic }: BrandRecord['fonts']['display']) => ({
    latin: without(latin),
    hebrew: without(hebrew),
    arabic: without(arabic),
  });
  const { watermark } = brand;
  return {
    ...brand,
    fonts: { display: clear(brand.fonts.display), text: clear(brand.fonts.text) },
    watermark: watermark.fileId === fileId ? { ...watermark, fileId: null } : watermark,
  };
}
