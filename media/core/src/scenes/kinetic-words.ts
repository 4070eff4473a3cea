import type { Lch } from '@kinora/contract';
import { shiftLch } from '../colour/lch.ts';
import { progress, wipeOver } from '../motion/curves.ts';
import { drawCover, insideBox } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { drawWindowLight, evenDrift, paintWindowLight, windowOf } from '../sets/window-light.ts';
import type { Box } from '../type/box.ts';
import { moveLine, stackText, type TextLine } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf, holdingSize } from './blocks.ts';
import { centredZone } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  inkWishOn,
  leftEdge,
  mirrorLayout,
  momentsOf,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  wordsOf,
} from './scene.ts';

const WORD = { wide: 0.22, square: 0.15, portrait: 0.16, tall: 0.17 };
const STEP_SECONDS = 0.75;
const WIPE_SECONDS = 0.5;
const WIPE_EARLY = 0.06;
/** Words drift 0.7 % of the width a second. */
const DRIFT = 0.007;
/** Fields alternate in lightness by more than 25 L, so that each word is a new picture. */
const LIGHTNESS_STEP = 28;

export type KineticLayout = SceneLayout & { moments: number[]; colours: Lch[] };

/** One word or short line a beat over palette fields: one size for all, the last line in italic. */
export function planKineticLayout(input: SceneInput): KineticLayout {
  const frame = shape(input);
  const wording = wordsOf(input);
  const texts = (wording.lines.length > 0 ? wording.lines : wording.items).slice(0, 6);
  const moments = momentsOf(input, Math.max(1, texts.length), STEP_SECONDS);
  const colours = moments.map((_, index) => fieldOf(input, index));
  const isSide = frame.kind === 'wide';
  const safe = safeZoneOf(input);
  const margin = leftEdge(input);
  const drift = DRIFT * frame.width;
  const zone = isSide
    ? { x: margin, y: safe.y, width: safe.x + safe.width - margin - drift * 2, height: safe.height }
    : centredZone(input, safe.y, safe.y + safe.height);
  const sized = texts.map((text, index) =>
    setWord(input, { text, index, count: texts.length, zone, isSide, colours, moments }),
  );
  // One size for all: the longest word decides it.
  const fitting = Math.min(...sized.flat().map((line) => line.sizePx), Number.POSITIVE_INFINITY);
  const smallest = gatheringSize(sized, zone, fitting);
  const words = texts.map((text, index) =>
    setWord(input, { text, index, count: texts.length, zone, isSide, colours, moments, sizePx: smallest }),
  );
  const gathered = gather(words, zone, moments);
  const lines = [...words.flat(), ...gathered];
  const layout = {
    ...EMPTY_LAYOUT,
    lines,
    shadow: colours[0]!,
    settledSeconds: input.seconds * 0.95,
    moments,
    colours,
  };
  return mirrorLayout(layout, input);
}

/** Lines the last field can hold under each other at the size of all. */
const MOST_GATHERED = 3;
const GATHERED_LEADING = 1.06;

/**
 * The last field shows the whole sentence: the lines before stand over the last one, which moves down for them. Half a
 * sentence alone on screen is what one remembers, and what a still of it shows.
 */
function gather(words: TextLine[][], zone: Box, moments: readonly number[]): TextLine[] {
  const last = words.at(-1)?.[0];
  if (!last || !mayGather(words)) return [];
  const step = stepRatio(last) * last.sizePx;
  if (step * (words.length - 1) + last.box.height > zone.height + 1) return [];
  const middle = (words.length - 1) / 2;
  const startSeconds = moments[words.length - 1]! - WIPE_EARLY;
  const before = words.slice(0, -1).flat();
  words[words.length - 1] = [moveLine(last, 0, step * middle)];
  return before.map((line, index) => {
    const { wipe: _wipe, endSeconds: _end, ...standing } = moveLine(line, 0, step * (index - middle));
    return { ...standing, startSeconds, entrySeconds: last.entrySeconds, group: last.group, ink: last.ink };
  });
}

function mayGather(words: readonly TextLine[][]): boolean {
  return words.length > 1 && words.length <= MOST_GATHERED && words.every((lines) => lines.length === 1);
}

/** Distance of gathered lines per size. Arabic marks reach further than the size: lines keep off each other by what is drawn. */
function stepRatio(line: TextLine): number {
  return Math.max(GATHERED_LEADING, line.box.height / line.sizePx);
}

/** All words a little smaller, where that lets the last field hold them all. */
const LEAST_GATHERED_SHARE = 0.6;
function gatheringSize(words: readonly TextLine[][], zone: Box, sizePx: number): number {
  const last = words.at(-1)?.[0];
  if (!last || !mayGather(words)) return sizePx;
  const most = zone.height / (stepRatio(last) * (words.length - 1) + last.box.height / last.sizePx);
  return most < sizePx && most >= sizePx * LEAST_GATHERED_SHARE ? most : sizePx;
}

function setWord(
  input: SceneInput,
  word: {
    text: string;
    index: number;
    count: number;
    zone: SceneLayout['products'][number];
    isSide: boolean;
    colours: readonly Lch[];
    moments: readonly number[];
    sizePx?: number;
  },
) {
  const isLast = word.index === word.count - 1;
  const family = isLast && word.count > 1 ? input.look.fonts.displayItalic : input.look.fonts.display;
  const size = WORD[shape(input).kind] * baseOf(input);
  const planned = word.isSide
    ? size
    : holdingSize(input, [{ text: word.text, family }], { sizePx: size, widthPx: word.zone.width });
  const lines = stackText(
    {
      blocks: [
        {
          lines: [{ text: word.text, family }],
          role: 'display',
          sizePx: planned,
          leading: 0.98,
          trackingEm: -0.016,
          // The first word is well on its way at the cut: a bare field is no first frame, and no preview either.
          startSeconds: word.index === 0 ? -0.2 : word.moments[word.index]! - WIPE_EARLY,
          entrySeconds: 0.6,
        },
      ],
      zone: word.zone,
      align: word.isSide ? 'left' : 'center',
      anchor: 'middle',
      floorPx: floorSize(shape(input)),
      group: `word${word.index}`,
      ink: inkWishOn(word.colours[word.index]!),
    },
    input.measure,
  );
  const next = word.moments[word.index + 1];
  return lines.map((line) => {
    const share = word.sizePx === undefined ? 1 : Math.min(1, word.sizePx / line.sizePx);
    const middle = word.zone.y + word.zone.height / 2;
    const width = line.widthPx * share;
    const x = word.isSide ? line.box.x : line.box.x + (line.widthPx - width) / 2;
    const scaled = {
      ...line,
      sizePx: line.sizePx * share,
      widthPx: width,
      baselineY: middle + (line.baselineY - middle) * share,
      box: { x, y: middle + (line.box.y - middle) * share, width, height: line.box.height * share },
      x: line.direction === 'rtl' ? x + width : x,
      driftPx: DRIFT * input.size.width,
    };
    if (next === undefined) return scaled;
    const wipe = { startSeconds: next - WIPE_EARLY, lengthSeconds: WIPE_SECONDS, frameHeight: input.size.height };
    return { ...scaled, wipe, endSeconds: next + WIPE_SECONDS };
  });
}

/** Dark, light, dark: beginning with the scene's own ground. */
function fieldOf(input: SceneInput, index: number): Lch {
  const ground = groundColour(input);
  const { palette } = input.look;
  if (index % 2 === 0) return index % 4 === 0 ? ground : palette.fields[1 % palette.fields.length]!;
  const other = ground.l > 60 ? palette.deep : palette.paper;
  return Math.abs(other.l - ground.l) > LIGHTNESS_STEP
    ? other
    : shiftLch(other, { l: ground.l > 60 ? -LIGHTNESS_STEP : LIGHTNESS_STEP });
}

export const kineticWordsScene = defineScene<KineticLayout>({
  kind: 'kinetic_words',
  planLayout: planKineticLayout,
  async preparePicture(input, layout, toolkit) {
    const walls = await Promise.all(
      layout.colours.map((colour) => paintWall(toolkit, input.size, { colour, light: { x: 0.25, y: 0.12 }, drop: 11 })),
    );
    const light = await paintWindowLight(toolkit, input.size, {
      darkness: 0.3,
      softness: 0.022,
      window: windowOf(input.scene.seed),
    });
    const vignette = await paintVignette(toolkit, input.size, 0.2);
    return {
      enlargements: [],
      draw(context, seconds) {
        walls.forEach((wall, index) => {
          const shown =
            index === 0 ? 1 : wipeOver(progress(seconds, layout.moments[index]! - WIPE_EARLY, WIPE_SECONDS));
          if (shown <= 0) return;
          const { width, height } = input.size;
          insideBox(context, { x: 0, y: height * (1 - shown), width, height: height * shown }, () =>
            drawCover(context, wall, { x: 0, y: 0, width, height }, 1 + 0.006 * seconds),
          );
        });
        drawWindowLight(context, light, input.size, evenDrift(0.014, seconds, input.seconds));
        drawVignette(context, vignette, input.size);
      },
    };
  },
});
