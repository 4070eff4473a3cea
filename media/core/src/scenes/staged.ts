import type { SceneStaging, SceneSubject } from '@kinora/contract';
import { type Box, fitInside } from '../type/box.ts';
import { sizeFactor } from '../type/shelf.ts';
import { type InkWish, stackText, type TextBlock, type TextLine } from '../type/stack.ts';
import { type FrameShape, floorSize } from '../type/zones.ts';
import { baseOf, eyebrowBlock, figureFamily, nameGain, smallBlock } from './blocks.ts';
import { centredZone, requireSubject } from './hero.ts';
import {
  EMPTY_LAYOUT,
  groundColour,
  inkWishOn,
  leftEdge,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  wordsOf,
} from './scene.ts';

/** What the sets of product films share: one product at a place, words beside it (broad frames) or above it. */
export type StagedLayout = SceneLayout & { product: Box };

export const PLAIN_STAGING: SceneStaging = { framing: 'wide', pace: 1, strength: 0.7 };

export function stagingOf(input: SceneInput): SceneStaging {
  return input.scene.staging ?? PLAIN_STAGING;
}

const TITLE = { wide: 0.185, square: 0.1, portrait: 0.13, tall: 0.15 };
const FIGURE = { wide: 0.28, square: 0.17, portrait: 0.2, tall: 0.22 };
/** Middle and largest extent of the product in shares of the frame; `foot` for things that stand. */
type Place = { x: number; y: number; foot: number; width: number; height: number };
/** Words beside the product. */
const BESIDE: Record<'wide' | 'square', Place> = {
  wide: { x: 0.7, y: 0.5, foot: 0.87, width: 0.5, height: 0.76 },
  square: { x: 0.7, y: 0.53, foot: 0.88, width: 0.46, height: 0.74 },
};
/** Words above it. */
const BELOW: Record<'square' | 'portrait' | 'tall', Place> = {
  square: { x: 0.5, y: 0.64, foot: 0.91, width: 0.8, height: 0.58 },
  portrait: { x: 0.5, y: 0.64, foot: 0.89, width: 0.84, height: 0.55 },
  tall: { x: 0.5, y: 0.615, foot: 0.85, width: 0.88, height: 0.5 },
};
/** With nothing to say the product takes the middle and more of the frame. */
const ALONE: Record<FrameShape['kind'], Place> = {
  wide: { x: 0.5, y: 0.5, foot: 0.9, width: 0.62, height: 0.82 },
  square: { x: 0.5, y: 0.5, foot: 0.9, width: 0.86, height: 0.78 },
  portrait: { x: 0.5, y: 0.5, foot: 0.88, width: 0.9, height: 0.7 },
  tall: { x: 0.5, y: 0.5, foot: 0.83, width: 0.92, height: 0.62 },
};
/** A low thing alone in a tall frame stands nearer to its middle, or the upper half is empty. */
const LOW_FOOT = { tall: 0.7, portrait: 0.76, square: 0.8, wide: 0.87 };
const LOW_ASPECT = 1.15;
/** Slenderer than this, a thing in a square frame leaves room for words beside it. */
const SLENDER_ASPECT = 0.6;
/** A whole photograph hung as a print is enlarged by no more than this, and close to by no more than any product. */
const MOST_PRINT_ENLARGEMENT = 1.15;
const MOST_CLOSE_ENLARGEMENT = 1.7;
/** A close framing enlarges the wide one by this much, or as far as its pixels go: less than half as near again would be a mistake as a cut (craft.md §6). */
export const CLOSE_SCALE = 1.62;
const LEAST_CLOSE_SCALE = 1.5;
/** Point of the product that a close framing brings to the middle of its place, in shares of its height. */
const CLOSE_POINT = 0.34;
const AIR = 0.05;

/** @param reach what the set needs around the product, in widths of it: a disc to stand on is broader than what it bears */
export function planStaged(input: SceneInput, reach = 1): StagedLayout {
  const subject = requireSubject(input);
  const hasWords = hasAnyWord(input);
  const wide = placeProduct(input, subject, { hasWords, reach });
  const isClose = stagingOf(input).framing === 'close';
  const isBeside = standsBeside(input, subject);
  const lines = planWords(input, wordZone(input, wide, isBeside), { isBeside, ...(isClose ? { ink: 'light' } : {}) });
  const product = isClose ? closeBox(input, wide) : wide;
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines,
      products: [product],
      // A close product fills the frame: words lie over it and get the set's shadow.
      wordsOnProduct: isClose,
      shadow: groundColour(input),
      settledSeconds: Math.min(1.4, input.seconds * 0.8),
    },
    input,
  );
  return { ...mirrored, product: mirrored.products[0]! };
}

/** Whether words and product stand side by side. */
function standsBeside(input: SceneInput, subject: SceneSubject): boolean {
  const { kind } = shape(input);
  return kind === 'wide' || (kind === 'square' && subject.width / subject.height < SLENDER_ASPECT);
}

/** Where words over the product end: what hangs from above would cross them. Beside it they are in nobody's way. */
export function wordsEndAbove({ lines, product }: StagedLayout): number | undefined {
  const middle = product.x + product.width / 2;
  const over = lines.filter(({ box }) => box.x < middle && middle < box.x + box.width && box.y < product.y);
  return over.length === 0 ? undefined : Math.max(...over.map(({ box }) => box.y + box.height));
}

function hasAnyWord(input: SceneInput): boolean {
  const { eyebrow, lines, figure, small } = wordsOf(input);
  return lines.length > 0 || [eyebrow, figure, small].some((text) => text !== '');
}

function placeProduct(
  input: SceneInput,
  subject: SceneSubject,
  { hasWords, reach }: { hasWords: boolean; reach: number },
): Box {
  const { width, height, kind } = shape(input);
  const aspect = subject.width / subject.height;
  const place = placeFor(input, subject, hasWords);
  // As far to the nearer side of the frame as to the other.
  const room = Math.min(place.x, 1 - place.x) * 2 * 0.97;
  const fitted = fitInside(aspect, {
    width: Math.min(place.width, room / reach) * width,
    height: Math.min(place.height * height, subject.use === 'photo' ? subject.height * MOST_PRINT_ENLARGEMENT : height),
  });
  const x = place.x * width - fitted.width / 2;
  if (!subject.stands) return { x, y: place.y * height - fitted.height / 2, ...fitted };
  const foot = !hasWords && aspect > LOW_ASPECT ? LOW_FOOT[kind] : place.foot;
  return { x, y: foot * height - fitted.height, ...fitted };
}

function placeFor(input: SceneInput, subject: SceneSubject, hasWords: boolean): Place {
  const { kind } = shape(input);
  if (!hasWords) return ALONE[kind];
  if (!standsBeside(input, subject)) return BELOW[kind === 'wide' ? 'square' : kind];
  const beside = BESIDE[kind === 'wide' ? 'wide' : 'square'];
  return isOpposite(input) ? { ...beside, x: 1 - beside.x } : beside;
}

function isOpposite(input: SceneInput): boolean {
  return stagingOf(input).framing === 'opposite';
}

function closeBox(input: SceneInput, wide: Box): Box {
  const subject = requireSubject(input);
  const sharp = (MOST_CLOSE_ENLARGEMENT * subject.height) / wide.height;
  const least = subject.use === 'photo' ? 0 : LEAST_CLOSE_SCALE;
  const scale = Math.max(least, Math.min(CLOSE_SCALE, sharp));
  const [width, height] = [wide.width * scale, wide.height * scale];
  const centreX = wide.x + wide.width / 2;
  return { x: centreX - width / 2, y: input.size.height * 0.5 - height * CLOSE_POINT, width, height };
}

function wordZone(input: SceneInput, product: Box, isBeside: boolean): Box {
  const { width, height } = shape(input);
  const safe = safeZoneOf(input);
  if (!isBeside) return centredZone(input, safe.y, Math.min(product.y - width * AIR, safe.y + safe.height));
  const [top, tall] = [height * 0.2, height * 0.6];
  if (isOpposite(input)) {
    const left = product.x + product.width + width * AIR;
    return { x: left, y: top, width: safe.x + safe.width - left, height: tall };
  }
  const left = leftEdge(input);
  return { x: left, y: top, width: product.x - width * AIR - left, height: tall };
}

/** Under a title a price is smaller than alone. */
const PRICE_UNDER_TITLE = 0.42;

/** A label, a title, a price, and one small line, on the ink that the ground asks for. */
export function planWords(
  input: SceneInput,
  zone: Box,
  { ink = inkWishOn(groundColour(input)), isBeside }: { ink?: InkWish; isBeside: boolean },
): TextLine[] {
  const words = wordsOf(input);
  const hasTitle = words.lines.length > 0;
  return stackText(
    {
      blocks: [
        eyebrowBlock(input, words.eyebrow, 0.06),
        ...(hasTitle ? [titleBlock(input, runOn(input, words.lines, zone.width))] : []),
        ...(words.figure === '' ? [] : [figureBlock(input, words.figure, hasTitle ? PRICE_UNDER_TITLE : 1)]),
        smallBlock(input, words.small, 0.6, baseOf(input) * 0.045),
      ],
      zone,
      align: isBeside ? 'left' : 'center',
      anchor: 'middle',
      floorPx: floorSize(shape(input)),
      group: 'words',
      ink,
    },
    input.measure,
  );
}

/** Type is made smaller by so much before it breaks (type/fit.ts). */
const SMALLEST = 0.75;

/** Lines of which one must be broken again run on as one text and break evenly, or a short word stands on a line alone. */
function runOn(input: SceneInput, lines: readonly string[], widthPx: number): readonly string[] {
  if (lines.length < 2) return lines;
  const family = input.look.fonts.display;
  const sizePx = TITLE[shape(input).kind] * baseOf(input) * SMALLEST;
  const isTooWide = (text: string) =>
    input.measure(text, family) * sizeFactor(family, text, 'display') * sizePx > widthPx;
  return lines.some(isTooWide) ? [lines.join(' ')] : lines;
}

function titleBlock(input: SceneInput, lines: readonly string[]): TextBlock {
  const sizePx = TITLE[shape(input).kind] * baseOf(input) * nameGain(lines);
  return {
    lines: lines.map((text) => ({ text, family: input.look.fonts.display })),
    role: 'display',
    sizePx,
    leading: 0.96,
    trackingEm: -0.014,
    gapPx: sizePx * 0.3,
    startSeconds: 0.1,
    staggerSeconds: 0.1,
    entrySeconds: 0.7,
  };
}

function figureBlock(input: SceneInput, text: string, gain: number): TextBlock {
  const sizePx = FIGURE[shape(input).kind] * baseOf(input) * gain;
  return {
    lines: [{ text, family: figureFamily(input.look.fonts.figures) }],
    role: 'display',
    sizePx,
    leading: 1,
    trackingEm: -0.02,
    gapPx: sizePx * 0.22,
    startSeconds: gain < 1 ? 0.45 : 0.12,
    entrySeconds: 0.7,
    maxCharacters: 12,
    key: 'figure',
  };
}

/** A beat of calm music, for films without. */
const CALM_STEP = 0.75;

export function beatSecondsOf({ beatSeconds: beats }: SceneInput): number {
  return beats.length > 1 ? (beats.at(-1)! - beats[0]!) / (beats.length - 1) : CALM_STEP;
}

/** Seconds of one step: the music's beat, or a calm one where no music beats. */

export function stepSeconds(input: SceneInput): number {
  const beat = beatSecondsOf(input);
  // Music that is faster than feet: one step on every second beat. A show walks at two steps a second.
  return (beat < 0.48 ? beat * 2 : beat) / stagingOf(input).pace;
}
