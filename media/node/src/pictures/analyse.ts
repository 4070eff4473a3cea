import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CUTOUT_TRUST_LIMIT, type FractionBox, type PictureAnalysis } from '@kinora/contract';
import {
  alphaOf,
  type CutOutPixels,
  carryEdgeUp,
  clusterColours,
  cropCutOut,
  type FlatKey,
  findMacroBoxes,
  groundColour,
  groundFlatness,
  judgeStanding,
  keyFlatGround,
  type LabPlanes,
  lchFromLab,
  meanLightnessOf,
  measureSharpness,
  type NoKey,
  type PixelBox,
  type Raster,
  toFractions,
  toLabPlanes,
} from '@kinora/media-core';
import { findFocus } from './focus.ts';
import { fromRaster, type LoadedPicture, loadPicture } from './load.ts';
import { findOwnAlpha } from './own-alpha.ts';

export type AnalysedPicture = {
  analysis: PictureAnalysis;
  /** The cut-out's PNG, present exactly when `analysis.cutout` is. */
  cutoutFile?: string;
};

export type AnalyseOptions = {
  /** Folder the cut-out is written into, under its content hash. */
  folder: string;
};

/** What is known of the product's outline on the key copy, however it was found. */
type Outline = {
  alpha: Uint8Array;
  box: PixelBox;
  areaShare: number;
  trust: number;
  doubts: string[];
  pixels(): CutOutPixels;
};

/**
 * Looks at one photograph: its ground, its cut-out with a trust, palette, sharpness, subject and macro windows. The
 * cut-out is written even below the trust limit (people may want to see why it was refused), but planners show it only
 * at or above CUTOUT_TRUST_LIMIT. 0.5–1.5 s a photograph on one core.
 *
 * @example const { analysis, cutoutFile } = await analysePicture('shoe.jpg', { folder: workFolder });
 */
export async function analysePicture(file: string, options: AnalyseOptions): Promise<AnalysedPicture> {
  const picture = await loadPicture(file);
  const { keyCopy } = picture;
  const own = findOwnAlpha(keyCopy);
  const key = own ? undefined : keyFlatGround(keyCopy);
  const lab = key?.lab ?? toLabPlanes(keyCopy);
  const outline = own ? outlineOfOwnAlpha(picture, own) : outlineOfKey(picture, key);
  const isTrusted = outline !== undefined && outline.trust >= CUTOUT_TRUST_LIMIT;
  // On an even ground even a key too ragged to show tells where the product is, better than any guess at interest.
  const found = isTrusted || (key && groundFlatness(key.ground) > 0.7) ? outline : undefined;
  const isSubject = found ? (i: number) => found.alpha[i]! > 230 : () => true;
  const cutout = outline && outline.trust > 0 ? await writeCutOut(outline, lab, keyCopy, options.folder) : undefined;
  const subject = found ? found.box : await findFocus(keyCopy);
  const analysis: PictureAnalysis = {
    hash: picture.hash,
    width: picture.uprightWidth,
    height: picture.uprightHeight,
    ...groundFacts(lab, key),
    cutout: cutout?.facts,
    subjectBox: toFractions(subject, keyCopy.width, keyCopy.height),
    subjectShare: found ? found.areaShare : (subject.width * subject.height) / (keyCopy.width * keyCopy.height),
    palette: clusterColours(lab, isSubject),
    meanLightness: meanLightnessOf(lab, isSubject),
    sharpness: measureSharpness(lab, keyCopy.width, keyCopy.height, subject),
  };
  return { analysis, cutoutFile: cutout?.file };
}

function outlineOfOwnAlpha(picture: LoadedPicture, own: NonNullable<ReturnType<typeof findOwnAlpha>>): Outline {
  return { ...own, trust: 1, doubts: [], pixels: () => cropOwnAlpha(picture, own.box) };
}

/** A clear ground keeps its own edge: the working copy is only cropped. */
function cropOwnAlpha({ full, keyCopy }: LoadedPicture, keyBox: PixelBox): CutOutPixels {
  const scaleX = full.width / keyCopy.width;
  const scaleY = full.height / keyCopy.height;
  const left = Math.floor(keyBox.left * scaleX);
  const top = Math.floor(keyBox.top * scaleY);
  const width = Math.min(full.width - left, Math.ceil(keyBox.width * scaleX));
  const height = Math.min(full.height - top, Math.ceil(keyBox.height * scaleY));
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const start = ((y + top) * full.width + left) * 4;
    data.set(full.data.subarray(start, start + width * 4), y * width * 4);
  }
  return { raster: { width, height, channels: 4, data }, box: { left, top, width, height } };
}

function outlineOfKey({ full, keyCopy }: LoadedPicture, key: FlatKey | NoKey | undefined): Outline | undefined {
  if (key?.kind !== 'keyed') return undefined;
  const { edge, box, figures, trust, doubts } = key;
  const pixels = () =>
    full === keyCopy ? cropCutOut(edge, keyCopy.width, box) : carryEdgeUp(edge, keyCopy, full, box);
  return { alpha: edge.alpha, box, areaShare: figures.areaShare, trust, doubts, pixels };
}

function groundFacts(
  lab: LabPlanes,
  key: FlatKey | NoKey | undefined,
): Pick<PictureAnalysis, 'groundFlatness' | 'groundColour'> {
  if (key) return { groundFlatness: groundFlatness(key.ground), groundColour: groundColour(key.ground) };
  return { groundFlatness: 1, groundColour: lchFromLab(lab.lightness[0]!, lab.a[0]!, lab.b[0]!) };
}

type WrittenCutOut = { file: string; facts: NonNullable<PictureAnalysis['cutout']> };

async function writeCutOut(outline: Outline, lab: LabPlanes, keyCopy: Raster, folder: string): Promise<WrittenCutOut> {
  const { raster } = outline.pixels();
  const png = await fromRaster(raster).png({ compressionLevel: 3 }).toBuffer();
  const hash = createHash('sha256').update(png).digest('hex');
  const file = join(folder, `${hash}.png`);
  await mkdir(folder, { recursive: true });
  await writeFile(`${file}.part`, png);
  await rename(`${file}.part`, file);
  const facts = {
    hash,
    width: raster.width,
    height: raster.height,
    box: toFractions(outline.box, keyCopy.width, keyCopy.height),
    trust: outline.trust,
    doubts: outline.doubts,
    macroBoxes: await findMacros(raster),
    stands: judgeStanding(outline.alpha, keyCopy.width, outline.box, lab).stands,
  };
  return { file, facts };
}

/** Searched on a small copy of the finished cut-out: windows need no more accuracy than a few pixels. */
async function findMacros(raster: Raster): Promise<FractionBox[]> {
  const { data, info } = await fromRaster(raster)
    .extractChannel('alpha')
    .resize({ width: 320, height: 320, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const small: Raster = {
    width: info.width,
    height: info.height,
    channels: 4,
    data: new Uint8Array(info.width * info.height * 4),
  };
  for (let i = 0; i < info.width * info.height; i++) small.data[i * 4 + 3] = data[i * info.channels]!;
  return findMacroBoxes(alphaOf(small), info.width, info.height);
}
