import type { Brand, BrandFile, KitFace, KitFont } from '@kinora/contract';
import { FONT_SHELF, type Script } from '@kinora/media-core';
import type { FilmKit, KitFamilies } from '@kinora/studios';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { toThumbnailUrl } from '../assets/index.ts';
import type { BrandFileRecord, BrandRecord, LinkedFile } from './store.ts';

export function toBrand(record: BrandRecord, links: SignedLinks): Brand {
  const picture = (file: LinkedFile | null) => file && pictureUrl(record.organization_id, file, links);
  return {
    id: record.id,
    name: record.name,
    logoAssetId: record.logo_asset_id as Brand['logoAssetId'],
    logoUrl: picture(record.logo),
    logoOnDarkAssetId: record.logo_on_dark_asset_id as Brand['logoOnDarkAssetId'],
    logoOnDarkUrl: picture(record.logo_on_dark),
    colours: record.colours,
    fonts: record.fonts,
    files: record.files.map((file) => toBrandFile(record.organization_id, file, links)),
    isSample: record.is_sample,
    // Kits of before had no badge and no free place.
    watermark: { ...record.watermark, ...defaultsOf(record.watermark) },
    tone: record.tone,
    wordsToUse: record.words_to_use,
    wordsToAvoid: record.words_to_avoid,
    prompt: record.prompt,
    negativePrompt: record.negative_prompt,
    callToAction: record.call_to_action,
    legalLine: record.legal_line,
    filmCount: record.film_count,
    revision: record.revision,
    createdAt: record.created_at.toISOString(),
  };
}

function defaultsOf({ fileId, offsetX, offsetY }: Partial<Brand['watermark']>) {
  return { fileId: fileId ?? null, offsetX: offsetX ?? 0, offsetY: offsetY ?? 0 };
}

function toBrandFile(organizationId: string, file: BrandFileRecord, links: SignedLinks): BrandFile {
  const { asset, onDark } = file;
  const isFont = file.kind === 'font';
  return {
    id: file.id,
    kind: file.kind,
    name: file.name,
    assetId: file.assetId as BrandFile['assetId'],
    url: isFont
      ? links.toLink({ organizationId, hash: asset.sha256, name: asset.name, mediaType: asset.mediaType })
      : pictureUrl(organizationId, asset, links),
    onDarkAssetId: file.onDarkAssetId as BrandFile['onDarkAssetId'],
    onDarkUrl: onDark && pictureUrl(organizationId, onDark, links),
    licence: file.licence,
    scripts: [...(file.face?.scripts ?? [])],
  };
}

function pictureUrl(organizationId: string, file: LinkedFile, links: SignedLinks): string | null {
  const { sha256, mediaType, thumbnailSha256 } = file;
  return toThumbnailUrl(
    { organization_id: organizationId, sha256, media_type: mediaType, thumbnail_sha256: thumbnailSha256 },
    links,
  );
}

/** The kit as studios read it. */
export function toKit(record: BrandRecord): FilmKit {
  return {
    brandId: record.id,
    revision: record.look_revision,
    name: record.name,
    colours: record.colours,
    logoAssetId: record.logo_asset_id,
    logoOnDarkAssetId: record.logo_on_dark_asset_id,
    fonts: toFamilies(record),
    faces: record.files.flatMap((file) => toFace(file) ?? []),
    tone: record.tone,
    wordsToUse: record.words_to_use,
    wordsToAvoid: record.words_to_avoid,
    prompt: record.prompt,
    negativePrompt: record.negative_prompt,
    callToAction: record.call_to_action,
    legalLine: record.legal_line,
    watermark: toMark(record),
  };
}

function toFace({ face, asset }: BrandFileRecord): KitFace | undefined {
  return face ? { ...face, family: familyOf(asset), hash: asset.sha256 } : undefined;
}

/** One name for one content in every process, whatever organization it came from. */
function familyOf({ sha256 }: LinkedFile): string {
  return `kit-${sha256.slice(0, 24)}`;
}

function toFamilies({ fonts, files }: BrandRecord): KitFamilies {
  const familyFor = (font: KitFont | null) => {
    if (font?.kind !== 'file') return font?.family ?? null;
    const file = files.find(({ id }) => id === font.fileId);
    return file ? familyOf(file.asset) : null;
  };
  const resolve = (role: 'display' | 'text') => {
    const chosen = fonts[role];
    return { latin: familyFor(chosen.latin), hebrew: familyFor(chosen.hebrew), arabic: familyFor(chosen.arabic) };
  };
  return { display: resolve('display'), text: resolve('text') };
}

/** The mark as it is drawn: the badge chosen, else the logo; null when it is off or there is no picture for it. */
function toMark(record: BrandRecord): FilmKit['watermark'] {
  const { isOn, fileId, anchor, scale, opacity, margin } = record.watermark;
  const { offsetX, offsetY } = defaultsOf(record.watermark);
  const badge = fileId ? record.files.find(({ id }) => id === fileId) : undefined;
  const assetId = badge?.assetId ?? record.logo_asset_id;
  if (!isOn || !assetId) return null;
  const onDarkAssetId = badge ? badge.onDarkAssetId : record.logo_on_dark_asset_id;
  return { assetId, onDarkAssetId, anchor, offsetX, offsetY, scale, opacity, margin };
}

/** Scripts of a font in a kit; undefined when there is no such font. */
export function scriptsOf(font: KitFont, files: readonly BrandFileRecord[]): readonly Script[] | undefined {
  if (font.kind === 'shelf') return FONT_SHELF.find(({ family }) => family === font.family)?.scripts;
  return files.find(({ id, kind }) => id === font.fileId && kind === 'font')?.face?.scripts;
}
