import type { FilmInput, Lch, PictureAnalysis } from '@kinora/contract';
import { KinoraError } from '@kinora/contract';
import { lchFromLab, rgbToLab } from '@kinora/media-core';
import type { AssetPort, FilmKit, OpenedAsset, StudioPorts } from '../ports.ts';
import type { PlannerKit } from './planner/kit.ts';
import type { PlannerPicture } from './planner/pictures.ts';
import type { PlannerMaterial } from './planner/planner-material.ts';

/** Everything the planner may use, read once. Pictures nobody has analysed yet are named and left out. */
export type FilmMaterial = PlannerMaterial & {
  /** Revision of the kit read; null without one. */
  kitRevision: number | null;
  notAnalysed: readonly string[];
  /** Names of films that were recorded with sound: pictures are taken from them, sound is not. */
  withSound: readonly string[];
};

export async function loadFilmMaterial(ports: StudioPorts, input: FilmInput): Promise<FilmMaterial> {
  const kit = input.brandId ? await loadKit(ports, input.brandId) : null;
  const logoAssetId = input.logo ?? kit?.logoAssetId ?? undefined;
  const pictures = await Promise.all(input.pictures.map((assetId) => loadPicture(ports.assets, assetId, input.fps)));
  // A logo of the film's own stands alone: the kit's picture for dark grounds is another mark.
  const onDarkAssetId = input.logo ? null : (kit?.logoOnDarkAssetId ?? null);
  return {
    pictures: pictures.flatMap((entry) => (entry.picture ? [entry.picture] : [])),
    kit: kit ? toPlannerKit(kit) : null,
    logo: logoAssetId ? await openPicture(ports.assets, logoAssetId) : null,
    logoOnDark: onDarkAssetId ? await openPicture(ports.assets, onDarkAssetId) : null,
    kitRevision: kit?.revision ?? null,
    notAnalysed: pictures.flatMap((entry) => (entry.picture ? [] : [entry.assetId])),
    withSound: pictures.flatMap((entry) => entry.withSound ?? []),
  };
}

/** A film whose brand is missing would come out in other colours, without the logo and the legal line. */
async function loadKit(ports: StudioPorts, brandId: string): Promise<FilmKit> {
  const kit = await ports.films.findKit(brandId);
  if (kit) return kit;
  throw new KinoraError('project.brand_unknown', `no brand ${brandId}`, {
    sentence: 'The brand of this film does not exist.',
  });
}

async function loadPicture(
  assets: AssetPort,
  assetId: string,
  fps: number,
): Promise<{ assetId: string; picture: PlannerPicture | undefined; withSound?: string }> {
  const asset = await assets.open(assetId);
  if (asset.kind === 'video')
    return { assetId, picture: toVideo(asset, fps), ...(asset.hasSound ? { withSound: asset.name } : {}) };
  const analysis = await assets.findAnalysis(asset.hash);
  return { assetId, picture: analysis ? toPhoto(asset, analysis) : undefined };
}

function toPhoto(asset: OpenedAsset, analysis: PictureAnalysis): PlannerPicture {
  return { kind: 'photo', key: asset.assetId, name: asset.name, analysis };
}

export function toVideo(asset: OpenedAsset, fps: number): Extract<PlannerPicture, { kind: 'video' }> {
  const { width, height, durationSeconds } = asset;
  if (!width || !height || !durationSeconds) {
    throw new KinoraError('film.video_unreadable', `Asset ${asset.assetId} has no size or length.`, {
      sentence: `“${asset.name}” cannot be read as a film. Remove it or upload it again.`,
    });
  }
  const frames = Math.max(1, Math.floor(durationSeconds * fps));
  return { kind: 'video', key: asset.assetId, name: asset.name, hash: asset.hash, width, height, frames };
}

/** A picture as plans name it; null when it has no size. */
export async function openPicture(assets: AssetPort, assetId: string): Promise<PlannerMaterial['logo']> {
  const asset = await assets.open(assetId);
  if (!asset.width || !asset.height) return null;
  return { hash: asset.hash, width: asset.width, height: asset.height };
}

export function toPlannerKit(kit: FilmKit): PlannerKit {
  return {
    name: kit.name,
    colours: kit.colours.map(fromHex),
    fonts: kit.fonts,
    faces: kit.faces,
    tone: kit.tone,
    wordsToUse: kit.wordsToUse,
    wordsToAvoid: kit.wordsToAvoid,
    prompt: kit.prompt,
    negativePrompt: kit.negativePrompt,
    callToAction: kit.callToAction,
    legalLine: kit.legalLine,
  };
}

function fromHex(hex: string): Lch {
  const channel = (index: number) => Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16);
  const { l, a, b } = rgbToLab(channel(0), channel(1), channel(2));
  return lchFromLab(l, a, b);
}
