import type { PaletteProposal } from '@kinora/contract';
import { clusterColours, contrastRatio, lchToRgb, luminanceOf, type Rgb, toLabPlanes } from '@kinora/media-core';
import sharp from 'sharp';

/** Side of the copy that colours are counted in, as for photographs (craft.md §7). */
const SIDE = 96;
const OPAQUE = 200;
/** A smaller share is an edge between two colours. */
const LEAST_SHARE = 0.012;
/** From this share on one exact value is a flat colour and no shading. */
const FLAT_SHARE = 0.02;
/** Two clusters nearer than this in each channel are one colour to people. */
const SAME_COLOUR = 14;

/** Colours of a picture over its opaque pixels, most of it first. @param path a picture the studio decoded before */
export async function proposePalette(path: string): Promise<PaletteProposal> {
  const { data, info } = await sharp(path)
    .resize(SIDE, SIDE, { fit: 'inside', kernel: 'nearest' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const planes = toLabPlanes({ width: info.width, height: info.height, channels: 4, data });
  const counts = countColours(data);
  const colours: PaletteProposal['colours'] = [];
  const known: Rgb[] = [];
  for (const { colour, share } of clusterColours(planes, (i) => data[i * 4 + 3]! >= OPAQUE)) {
    const rgb = snap(lchToRgb(colour), counts);
    if (share < LEAST_SHARE || known.some((other) => isSame(other, rgb))) continue;
    known.push(rgb);
    colours.push({ colour: toHex(rgb), share: Math.round(share * 1000) / 1000, ...contrastOf(rgb) });
  }
  return { colours };
}

type Counts = { total: number; byColour: Map<number, number> };

function countColours(data: Buffer): Counts {
  const byColour = new Map<number, number>();
  let total = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3]! < OPAQUE) continue;
    const colour = data.readUIntBE(i, 3);
    byColour.set(colour, (byColour.get(colour) ?? 0) + 1);
    total += 1;
  }
  return { total, byColour };
}

/** A mean of many pixels is off by one from the flat colour most of them have; a logo's own colour is meant exactly. */
function snap(mean: Rgb, { total, byColour }: Counts): Rgb {
  const near = [...byColour]
    .map(([colour, count]) => ({ rgb: { r: colour >> 16, g: (colour >> 8) & 255, b: colour & 255 }, count }))
    .filter(({ rgb }) => isSame(rgb, mean));
  const best = near.reduce<(typeof near)[number] | undefined>(
    (top, one) => (top && top.count >= one.count ? top : one),
    undefined,
  );
  return best && best.count >= total * FLAT_SHARE ? best.rgb : mean;
}

function isSame(first: Rgb, second: Rgb): boolean {
  return (['r', 'g', 'b'] as const).every((channel) => Math.abs(first[channel] - second[channel]) < SAME_COLOUR);
}

function contrastOf({ r, g, b }: Rgb) {
  const luminance = luminanceOf(r, g, b);
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    contrastOnWhite: round(contrastRatio(luminance, 1)),
    contrastOnBlack: round(contrastRatio(luminance, 0)),
  };
}

function toHex({ r, g, b }: Rgb): string {
  return `#${[r, g, b].map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}
