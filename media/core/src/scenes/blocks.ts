import { findFace, scriptOf, sizeFactor } from '../type/shelf.ts';
import type { TextBlock } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { type SceneInput, shape } from './scene.ts';

/** Sizes of craft.md §5 shared by all scenes: share of the height in wide frames, of the width elsewhere. */
const EYEBROW = { wide: 0.027, square: 0.028, portrait: 0.032, tall: 0.035 };
const SMALL = { wide: 0.035, square: 0.033, portrait: 0.04, tall: 0.042 };
const CAPITAL_TRACKING = 0.2;

export function baseOf(input: SceneInput): number {
  return shape(input).kind === 'wide' ? input.size.height : input.size.width;
}

/** Label in spaced capitals. Hebrew and Arabic have none: plain words, a third larger (the shelf's script scale). */
export function eyebrowBlock(input: SceneInput, text: string, startSeconds: number): TextBlock {
  const isLatin = scriptOf(text) === 'latin';
  return {
    lines: [{ text: isLatin ? text.toLocaleUpperCase(input.look.language) : text, family: input.look.fonts.text }],
    role: 'text',
    sizePx: Math.max(floorSize(shape(input)), EYEBROW[shape(input).kind] * baseOf(input)),
    leading: 1.3,
    trackingEm: isLatin ? CAPITAL_TRACKING : 0,
    startSeconds,
    entrySeconds: 0.6,
    maxCharacters: 30,
    key: 'eyebrow',
  };
}

/** One small line: call to action, availability, legal. */
export function smallBlock(input: SceneInput, text: string, startSeconds: number, gapPx: number): TextBlock {
  return {
    lines: [{ text, family: input.look.fonts.text }],
    role: 'text',
    sizePx: SMALL[shape(input).kind] * baseOf(input),
    leading: 1.35,
    trackingEm: 0.005,
    gapPx,
    startSeconds,
    entrySeconds: 0.6,
    key: 'small',
  };
}

/** Words that are the whole picture grow towards this share of their zone, by so much at most. */
const FILL_SHARE = 0.9;
const MOST_GROWTH = 1.7;

/**
 * Size for words that stand alone: short ones grow until they hold the frame, or a tall field is two thirds empty.
 * @param sizePx planned size, kept for long lines
 */
export function holdingSize(
  input: SceneInput,
  texts: readonly { text: string; family: string }[],
  request: { sizePx: number; widthPx: number },
): number {
  const widest = Math.max(
    ...texts.map(({ text, family }) => input.measure(text, family) * sizeFactor(family, text, 'display')),
  );
  if (!(widest > 0)) return request.sizePx;
  const filling = (request.widthPx * FILL_SHARE) / widest;
  return Math.max(request.sizePx, Math.min(request.sizePx * MOST_GROWTH, filling));
}

/** A name alone is set larger than a sentence: it is all there is to read. */
const NAME_CHARACTERS = 9;
const NAME_GAIN = 1.4;

export function nameGain(lines: readonly string[]): number {
  return lines.length === 1 && [...lines[0]!].length <= NAME_CHARACTERS ? NAME_GAIN : 1;
}

/** Prices are set in a face made with figures that stand on the line (craft.md §5). */
export function figureFamily(family: string): string {
  return findFace(family)?.figures === 'old_style' ? 'Frank Ruhl Libre' : family;
}
