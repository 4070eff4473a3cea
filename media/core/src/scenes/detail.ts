import type { Picture } from '../canvas/toolkit.ts';
import { cubicInOut, mix, progress, settleThenDrift } from '../motion/curves.ts';
import { drawFocus, MAX_MACRO_ENLARGEMENT, paintFocusPull } from '../sets/macro.ts';
import { drawCover, insideBox } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import type { Box } from '../type/box.ts';
import { centredZone, requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  inkWishOn,
  isMirrored,
  leftEdge,
  mirrorLayout,
  momentsOf,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  subjectAt,
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
/** Parts of the product looked at in turn where its own close windows are not known. */
const CENTRES = [
  { x: 0.48, y: 0.36 },
  { x: 0.54, y: 0.66 },
  { x: 0.42, y: 0.5 },
  { x: 0.56, y: 0.24 },
];
const OVERSCAN = 1.1;
/** A small photograph fills this share of the frame and no more, or its pixels would be seen. */
const PART = { wide: 0.58, square: 0.56, portrait: 0.6, tall: 0.6 };
/** A window inside the product is at most this share of it across (sets/macro.ts). */
const WINDOW_SHARE = 0.62;

export type DetailLayout = SceneLayout & { field: Box; moments: number[] };

/** Detail to detail with racked focus, the frame full of material; words lie over it on the set's shadow. */
export function planDetailLayout(input: SceneInput): DetailLayout {
  requireSubject(input);
  const field = planField(input);
  const isFull = field.width >= input.size.width && field.height >= input.size.height;
  const count = Math.max(1, Math.min(MOST_DETAILS, Math.round((input.seconds * stagingOf(input).pace) / HOLD_SECONDS)));
  const lines = planWords(input, wordZone(input, field, isFull), isFull ? 'light' : inkWishOn(groundColour(input)));
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines,
      products: [field],
      wordsOnProduct: isFull,
      shadow: input.look.palette.stage,
      settledSeconds: Math.min(1.3, input.seconds * 0.8),
    },
    input,
  );
  const moments = momentsOf(input, count, HOLD_SECONDS / stagingOf(input).pace);
  return { ...mirrored, field: mirrored.products[0]!, moments };
}

/** The whole frame where the photograph is large enough, else a part of it beside or below plain ground. */
function planField(input: SceneInput): Box {
  const { width, height, kind } = shape(input);
  const subject = requireSubject(input);
  const window = Math.min(
    subject.width * (subject.use === 'macro' && subject.box ? subject.box.width : WINDOW_SHARE),
    ((subject.height * WINDOW_SHARE * width) / height) * 1.2,
  );
  const { lines, figure } = wordsOf(input);
  const isSaying = lines.length > 0 || figure !== '';
  if (!isSaying || window * MAX_MACRO_ENLARGEMENT >= width * OVERSCAN) return { x: 0, y: 0, width, height };
  if (kind === 'wide' || kind === 'square')
    return { x: width * (1 - PART[kind]), y: 0, width: width * PART[kind], height };
  return { x: 0, y: height * (1 - PART[kind]), width, height: height * PART[kind] };
}

function wordZone(input: SceneInput, field: Box, isFull: boolean): Box {
  const { width, height, kind } = shape(input);
  const safe = safeZoneOf(input);
  const left = leftEdge(input);
  const isSide = kind === 'wide' || kind === 'square';
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
    const { field, moments } = layout;
    const size = { width: field.width * OVERSCAN, height: field.height * OVERSCAN };
    const offset = input.scene.seed % CENTRES.length;
    const [wall, vignette, ...details] = await Promise.all([
      paintWall(toolkit, input.size, { colour: groundColour(input), drop: 12, texture: 0.6 }),
      paintVignette(toolkit, input.size, 0.34),
      ...moments.map((_, index) =>
        paintFocusPull(toolkit, subjectAt(input, index)!, size, {
          centre: CENTRES[(index + offset) % CENTRES.length]!,
        }),
      ),
    ]);
    const softness = 0.45 + 0.55 * stagingOf(input).strength;
    return {
      enlargements: details.map(({ enlargement }) => ({ use: 'macro', factor: enlargement })),
      draw(context, seconds) {
        drawCover(context, wall, { x: 0, y: 0, ...input.size });
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
