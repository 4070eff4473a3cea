import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { lchToRgb } from '../colour/lch.ts';
import { cubicInOut, mix, progress, settleThenDrift } from '../motion/curves.ts';
import { mayFill, paintCloseUp, planCloseUps } from '../sets/close-ups.ts';
import { drawGoods, paintGoods } from '../sets/hang.ts';
import { drawFocus, paintFocusPull } from '../sets/macro.ts';
import { drawCover, insideBox } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { type Box, fitInBox } from '../type/box.ts';
import { centredZone, requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  inkWishOn,
  isMirrored,
  leftEdge,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  wordsOf,
} from './scene.ts';
import { planWords, stagingOf } from './staged.ts';

/** Seconds a detail is held at pace 1, and seconds the lens needs from one to the next. */
const HOLD_SECONDS = 1.7;
const RACK_SECONDS = 0.8;
/** Middle of a rack, where both pictures are soft, in which one takes the other's place. */
const SWAP_SHARE = 0.4;
/** The first one is nearly found when the cut comes: a film may not open on mush. */
const OPENING_FOCUS = 0.55;
const OPENING_SECONDS = 0.6;
const DRIFT = 0.018;
const KICK = 0.035;
/** The lens breathes while it turns; the camera travels sideways by this share of the width for each detail. */
const BREATH = 0.035;
const TRAVEL = 0.026;
const MOST_DETAILS = 4;
/** Places looked for on a thing: a film of half a minute shows eight, and each of them once where the thing has so many. */
const PLACES = 8;
/** A shot shows about so many: the next one begins behind them. */
const USUAL_DETAILS = 3;
/** Parts of the product looked at in turn where its own close windows are not known. */
const CENTRES = [
  { x: 0.48, y: 0.36 },
  { x: 0.54, y: 0.66 },
  { x: 0.42, y: 0.5 },
  { x: 0.56, y: 0.24 },
];
const OVERSCAN = 1.1;
/** Beside or below words the material takes this share of the frame. */
const PART = { wide: 0.58, square: 0.56, portrait: 0.6, tall: 0.6 };
/** A file too small to fill the frame from near takes half of it; the whole thing has the other half. */
const HALF = 0.5;
const WHOLE = { width: 0.7, height: 0.74 };

export type DetailLayout = SceneLayout & { field: Box; whole: Box | undefined; moments: number[] };

/** Detail to detail with racked focus. Words stand on the ground beside it, or over the picture where nothing else is. */
export function planDetailLayout(input: SceneInput): DetailLayout {
  requireSubject(input);
  const { field, whole } = planField(input);
  const isFull = field.width >= input.size.width && field.height >= input.size.height;
  const count = Math.max(1, Math.min(MOST_DETAILS, Math.round((input.seconds * stagingOf(input).pace) / HOLD_SECONDS)));
  const ink = isFull ? 'light' : inkWishOn(groundColour(input));
  const lines = planWords(input, wordZone(input, field, isFull), { ink, isBeside: isSideways(input) });
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines,
      products: whole ? [field, whole] : [field],
      wordsOnProduct: isFull,
      shadow: input.look.palette.stage,
      settledSeconds: Math.min(1.3, input.seconds * 0.8),
    },
    input,
  );
  const moments = planMoments(input, count);
  return { ...mirrored, field: mirrored.products[0]!, whole: mirrored.products[1], moments };
}

/** A rack is drawn to a beat this near, and none to one that would leave a detail hardly seen. */
const SNAP_SECONDS = 0.3;

/** Evenly spread, each on the beat next to it. */
function planMoments(input: SceneInput, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const even = (index * input.seconds) / count;
    const beat = input.beatSeconds.find((one) => Math.abs(one - even) <= SNAP_SECONDS);
    return index === 0 ? 0 : (beat ?? even);
  });
}

function isSideways(input: SceneInput): boolean {
  const { kind } = shape(input);
  return kind === 'wide' || kind === 'square';
}

function planField(input: SceneInput): { field: Box; whole?: Box } {
  const { width, height, kind } = shape(input);
  const subject = requireSubject(input);
  const { eyebrow, lines, figure, small } = wordsOf(input);
  if ([eyebrow, ...lines, figure, small].some((text) => text !== '')) return { field: partOf(input, PART[kind]) };
  const full = { x: 0, y: 0, width, height };
  if (subject.use === 'macro' || mayFill(subject, inFinal(input, overscanned(full)))) return { field: full };
  const field = partOf(input, HALF);
  const rest = isSideways(input)
    ? { x: 0, y: 0, width: width - field.width, height }
    : { x: 0, y: 0, width, height: height - field.height };
  const whole = fitInBox(subject.width / subject.height, {
    x: rest.x + (rest.width * (1 - WHOLE.width)) / 2,
    y: rest.y + (rest.height * (1 - WHOLE.height)) / 2,
    width: rest.width * WHOLE.width,
    height: rest.height * WHOLE.height,
  });
  return { field, whole };
}

/** The frame's far part: at the words' other side where they stand beside it, at the foot where they stand above. */
function partOf(input: SceneInput, share: number): Box {
  const { width, height } = shape(input);
  if (isSideways(input)) return { x: width * (1 - share), y: 0, width: width * share, height };
  return { x: 0, y: height * (1 - share), width, height: height * share };
}

function overscanned(field: { width: number; height: number }) {
  return { width: field.width * OVERSCAN, height: field.height * OVERSCAN };
}

/** A draft is looked at as near as the film it stands for, whose pixels bear less. */
function inFinal(input: SceneInput, field: { width: number; height: number }) {
  const scale = Math.min(1, shape(input).unit);
  return { width: field.width / scale, height: field.height / scale };
}

function wordZone(input: SceneInput, field: Box, isFull: boolean): Box {
  const { width, height } = shape(input);
  const safe = safeZoneOf(input);
  const left = leftEdge(input);
  const isSide = isSideways(input);
  if (isFull) {
    if (isSide) return { x: left, y: height * 0.42, width: width * 0.6 - left, height: height * 0.5 };
    return centredZone(input, safe.y, safe.y + safe.height * 0.62);
  }
  if (isSide) return { x: left, y: height * 0.2, width: field.x - width * 0.04 - left, height: height * 0.6 };
  return centredZone(input, safe.y, Math.min(field.y - width * 0.035, safe.y + safe.height));
}

export const detailScene = defineScene<DetailLayout>({
  kind: 'detail',
  planLayout: planDetailLayout,
  async preparePicture(input, layout, toolkit) {
    const { field, whole, moments } = layout;
    const ground = groundColour(input);
    const [wall, vignette, details, goods] = await Promise.all([
      paintWall(toolkit, input.size, { colour: ground, drop: 12, texture: 0.6 }),
      paintVignette(toolkit, input.size, 0.34),
      paintDetails(input, toolkit, overscanned(field), moments.length),
      whole
        ? paintGoods(toolkit, requireSubject(input), whole.height * 1.05, { wrap: lchToRgb(ground), lift: 0.8 })
        : undefined,
    ]);
    const softness = 0.45 + 0.55 * stagingOf(input).strength;
    return {
      enlargements: details.map(({ enlargement }) => ({ use: 'macro', factor: enlargement })),
      draw(context, seconds) {
        drawCover(context, wall, { x: 0, y: 0, ...input.size });
        if (goods && whole) {
          const zoom = (1 + settleThenDrift(seconds, DRIFT, KICK)) / 1.03;
          drawGoods(context, goods, whole, { turnRadians: 0, moveX: 0, moveY: 0, zoom });
        }
        insideBox(context, field, () => {
          for (const shown of shownAt(moments, seconds)) {
            context.save();
            context.globalAlpha = shown.opacity;
            const camera = cameraAt(input, layout, shown, seconds);
            drawFocus(context, details[shown.index]!.stages, 1 - (1 - shown.focus) * softness, (picture: Picture) =>
              drawCover(context, picture, field, camera.zoom, camera.moveX, camera.moveY),
            );
            context.restore();
          }
        });
        drawVignette(context, vignette, input.size);
      },
    };
  },
});

/** Seeds of two neighbouring shots of a film differ by half of this (studios, plan-product-film). */
const SEED_STEP = 2 * 7919;

type Detail = { stages: readonly [Picture, Picture, Picture]; enlargement: number };

/** One close view for each moment: of every thing in turn, and of each of them another part every time. */
async function paintDetails(
  input: SceneInput,
  toolkit: Toolkit,
  field: { width: number; height: number },
  count: number,
): Promise<Detail[]> {
  const subjects = input.scene.subjects.slice(0, count);
  // Seeds of a film's shots are steps apart: every second one begins where the one before it ended.
  const first = Math.floor(input.scene.seed / SEED_STEP) * Math.max(count, USUAL_DETAILS);
  const plans = await Promise.all(
    subjects.map((subject) =>
      subject.use === 'macro' ? [] : planCloseUps(toolkit, subject, inFinal(input, field), PLACES),
    ),
  );
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const subject = subjects[index % subjects.length]!;
      const views = plans[index % subjects.length]!;
      const place = first + Math.floor(index / subjects.length);
      const closeUp = views[place % Math.max(1, views.length)];
      if (!closeUp) return paintFocusPull(toolkit, subject, field, { centre: CENTRES[place % CENTRES.length]! });
      const stages = await paintCloseUp(toolkit, subject, field, { closeUp, ground: groundColour(input) });
      return { stages, enlargement: field.width / closeUp.width };
    }),
  );
}

type Shown = { index: number; focus: number; opacity: number };

/** The detail looked at, and over it the one that comes, while the lens turns from one to the other. */
function shownAt(moments: readonly number[], seconds: number): Shown[] {
  const at = Math.max(
    0,
    moments.findLastIndex((moment) => seconds >= moment - RACK_SECONDS / 2),
  );
  const turn = at === 0 ? 1 : progress(seconds, moments[at]! - RACK_SECONDS / 2, RACK_SECONDS);
  const opening = mix(OPENING_FOCUS, 1, cubicInOut(progress(seconds, 0, OPENING_SECONDS)));
  if (turn >= 1) return [{ index: at, focus: at === 0 ? opening : 1, opacity: 1 }];
  const swap = cubicInOut(progress(turn, 0.5 - SWAP_SHARE / 2, SWAP_SHARE));
  const leaving = { index: at - 1, focus: 1 - cubicInOut(progress(turn, 0, 0.6)), opacity: 1 };
  const coming = { index: at, focus: cubicInOut(progress(turn, 0.4, 0.6)), opacity: swap };
  return swap >= 1 ? [{ ...coming, opacity: 1 }] : swap <= 0 ? [leaving] : [leaving, coming];
}

/** Each detail is travelled in its own direction, from its arrival on. */
function cameraAt(
  input: SceneInput,
  layout: DetailLayout,
  shown: Shown,
  seconds: number,
): { zoom: number; moveX: number; moveY: number } {
  const since = seconds - layout.moments[shown.index]! + RACK_SECONDS / 2;
  const zoom = 1 + settleThenDrift(Math.max(0, since), DRIFT, KICK) + BREATH * (1 - shown.focus);
  const angle = shown.index * 2.2 + (isMirrored(input.look) ? Math.PI : 0);
  // Half the overscan at most, so that no travel shows the picture's border.
  const way = Math.max(-1.4, Math.min(1.4, since - 0.9)) * TRAVEL;
  return {
    zoom,
    moveX: Math.cos(angle) * way * layout.field.width,
    moveY: Math.sin(angle) * way * 0.6 * layout.field.height,
  };
}
