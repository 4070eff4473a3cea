import type { SceneStaging, SceneSubject } from '@kinora/contract';
import { type Box, fitInside } from '../type/box.ts';
import { type InkWish, stackText, type TextBlock, type TextLine } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
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
const PLACE = {
  wide: { x: 0.7, y: 0.5, foot: 0.87, width: 0.4, height: 0.76 },
  square: { x: 0.7, y: 0.53, foot: 0.86, width: 0.46, height: 0.68 },
  portrait: { x: 0.5, y: 0.64, foot: 0.88, width: 0.72, height: 0.53 },
  tall: { x: 0.5, y: 0.615, foot: 0.85, width: 0.78, height: 0.5 },
};
/** With nothing to say the product takes the middle and more of the height. */
const ALONE_GAIN = { wide: 1.08, square: 1.12, portrait: 1.3, tall: 1.2 };
/** A close framing enlarges the wide one by this much, so that a cut between both is no mistake (craft.md §6). */
export const CLOSE_SCALE = 1.62;
/** Point of the product that a close framing brings to the middle of its place, in shares of its height. */
const CLOSE_POINT = 0.34;
const AIR = 0.05;

export function planStaged(input: SceneInput): StagedLayout {
  const subject = requireSubject(input);
  const wide = placeProduct(input, subject, hasAnyWord(input));
  const isClose = stagingOf(input).framing === 'close';
  const lines = planWords(input, wordZone(input, wide), isClose ? 'light' : undefined);
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

function placeProduct(input: SceneInput, subject: SceneSubject, hasWords: boolean): Box {
  const { width, height, kind } = shape(input);
  const place = PLACE[kind];
  const gain = hasWords ? 1 : ALONE_GAIN[kind];
  const fitted = fitInside(subject.width / subject.height, {
    width: Math.min(0.86, place.width * gain) * width,
    height: Math.min(0.84, place.height * gain) * height,
  });
  const x = (hasWords ? place.x : 0.5) * width - fitted.width / 2;
  if (subject.stands) return { x, y: place.foot * height - fitted.height, ...fitted };
  const middle = hasWords ? place.y : 0.5;
  return { x, y: middle * height - fitted.height / 2, ...fitted };
}

function closeBox(input: SceneInput, wide: Box): Box {
  const { width, height } = wide;
  const centreX = wide.x + width / 2;
  const middle = input.size.height * 0.5;
  return {
    x: centreX - (width * CLOSE_SCALE) / 2,
    y: middle - height * CLOSE_SCALE * CLOSE_POINT,
    width: width * CLOSE_SCALE,
    height: height * CLOSE_SCALE,
  };
}

function wordZone(input: SceneInput, product: Box): Box {
  const { width, height, kind } = shape(input);
  const safe = safeZoneOf(input);
  if (kind === 'wide' || kind === 'square') {
    const left = leftEdge(input);
    return { x: left, y: height * 0.2, width: product.x - width * AIR - left, height: height * 0.6 };
  }
  return centredZone(input, safe.y, Math.min(product.y - width * AIR, safe.y + safe.height));
}

/** A label, a title or a price, and one small line, on the ink that the ground asks for. */
export function planWords(input: SceneInput, zone: Box, ink: InkWish = inkWishOn(groundColour(input))): TextLine[] {
  const { kind } = shape(input);
  const words = wordsOf(input);
  const isSide = kind === 'wide' || kind === 'square';
  return stackText(
    {
      blocks: [
        eyebrowBlock(input, words.eyebrow, 0.06),
        words.figure === '' ? titleBlock(input, words.lines) : figureBlock(input, words.figure),
        smallBlock(input, words.small, 0.6, baseOf(input) * 0.045),
      ],
      zone,
      align: isSide ? 'left' : 'center',
      anchor: 'middle',
      floorPx: floorSize(shape(input)),
      group: 'words',
      ink,
    },
    input.measure,
  );
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

function figureBlock(input: SceneInput, text: string): TextBlock {
  const sizePx = FIGURE[shape(input).kind] * baseOf(input);
  return {
    lines: [{ text, family: figureFamily(input.look.fonts.figures) }],
    role: 'display',
    sizePx,
    leading: 1,
    trackingEm: -0.02,
    gapPx: sizePx * 0.22,
    startSeconds: 0.12,
    entrySeconds: 0.7,
    maxCharacters: 12,
    key: 'figure',
  };
}

/** Seconds of one step: the music's beat, or a calm one where no music beats. */
const CALM_STEP = 0.75;

export function stepSeconds(input: SceneInput): number {
  const beats = input.beatSeconds;
  const beat = beats.length > 1 ? (beats.at(-1)! - beats[0]!) / (beats.length - 1) : CALM_STEP;
  // Music that is faster than feet: one step on every second beat.
  return (beat < 0.5 ? beat * 2 : beat) / stagingOf(input).pace;
}
