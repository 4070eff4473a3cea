import type { SceneSubject } from '@kinora/contract';
import { lchToRgb } from '../colour/lch.ts';
import { progress, quintOut, settleThenDrift } from '../motion/curves.ts';
import { drawFloorBand, drawStandingShadow, horizonBehind } from '../sets/floor.ts';
import { measureFooting } from '../sets/foot.ts';
import { aboutPoint, drawCover, insideBox } from '../sets/place.ts';
import { drawProduct, paintProduct, paintShadow } from '../sets/product.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { drawWindowLight, evenDrift, paintWindowLight } from '../sets/window-light.ts';
import { type Box, fitInside, mirrorBox } from '../type/box.ts';
import { stackText, type TextLine } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf } from './blocks.ts';
import { requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  fieldColour,
  inkWishOn,
  isMirrored,
  leftEdge,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  subjectAt,
  wordsOf,
} from './scene.ts';

const LABEL = { wide: 0.046, square: 0.042, portrait: 0.056, tall: 0.062 };
/** Products land on half beats, a tenth of a second early so that they arrive on the beat (craft.md §6). */
const LAND_STEP = 0.375;
const LAND_EARLY = 0.1;
const LAND_SECONDS = 0.6;
const DRIFT = 0.012;
const KICK = 0.05;
/** Heights of the stacked fields. Tall: unequal, so that the last label still stands above 65 % of the height. */
const ROWS = {
  2: { portrait: [0, 0.5, 1], tall: [0, 0.44, 1] },
  3: { portrait: [0, 1 / 3, 2 / 3, 1], tall: [0, 0.29, 0.555, 1] },
};
/** A product shown again (one photograph only) is shown nearer. */
const REPEAT_ZOOM = 1.55;

type Field = { box: Box; product: Box; subject: SceneSubject; landsAt: number; from: 'up' | 'down' | 'left' | 'right' };
export type SplitLayout = SceneLayout & { fields: Field[] };

/** Tones of one palette stand from the first frame; the products arrive on the beats. */
export function planSplitLayout(input: SceneInput): SplitLayout {
  requireSubject(input);
  const moments = landMoments(input);
  const fields = fieldBoxes(input).map((box, index) => planField(input, box, index, moments[index]!));
  const { items } = wordsOf(input);
  const lines = fields.flatMap((field, index) => (items[index] ? labelOf(input, field, index, items[index]) : []));
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines,
      products: fields.map((field) => clipBox(field.product, field.box)),
      shadow: fieldColour(input, 1),
      settledSeconds: input.seconds * 0.85,
    },
    input,
  );
  return { ...mirrored, fields: fields.map((field) => mirrorField(field, input)) };
}

/** On the beats and half beats nearest to an even step: whole beats alone leave fields empty for half the shot. */
function landMoments(input: SceneInput): number[] {
  const beats = input.beatSeconds;
  const grid = beats.flatMap((beat, index) => {
    const next = beats[index + 1];
    return next === undefined ? [beat] : [beat, (beat + next) / 2];
  });
  const first = beats[0] ?? 0;
  const half = beats.length > 1 ? (beats[1]! - first) / 2 : first / 2;
  const moments = half > 0.2 ? [first - half, ...grid] : grid;
  const near = (wish: number, after: number) =>
    moments
      .filter((moment) => moment > after + 0.2 && Math.abs(moment - wish) < 0.16)
      .sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish))[0] ?? wish;
  const step = Math.min(LAND_STEP, input.seconds * 0.2);
  const second = near(step, 0);
  return [0, second, near(second + step, second)];
}

function fieldBoxes(input: SceneInput): Box[] {
  const { width, height, kind } = shape(input);
  // Two products share the frame: one of them a second time beside itself would be a mistake, not a third thing.
  const count = input.scene.subjects.length === 2 ? 2 : 3;
  const places = Array.from({ length: count }, (_, index) => index);
  if (kind === 'wide' || kind === 'square')
    return places.map((i) => ({ x: (i * width) / count, y: 0, width: width / count, height }));
  const rows = ROWS[count][kind];
  return places.map((i) => ({ x: 0, y: rows[i]! * height, width, height: (rows[i + 1]! - rows[i]!) * height }));
}

function planField(input: SceneInput, box: Box, index: number, landsAt: number): Field {
  const subject = subjectAt(input, index)!;
  const aspect = subject.width / subject.height;
  const { height, kind } = shape(input);
  const isRepeat = index >= input.scene.subjects.length;
  if (kind === 'wide' || kind === 'square') {
    const limits = {
      width: box.width * (kind === 'wide' ? 0.78 : 0.86),
      height: height * (kind === 'wide' ? 0.72 : 0.62),
    };
    const zoom = isRepeat ? REPEAT_ZOOM : 1;
    const fitted = fitInside(aspect, { width: limits.width * zoom, height: limits.height * zoom });
    const middleX = box.x + box.width / 2;
    // Standing things share one foot line; hung things share one middle.
    const y = subject.stands ? height * 0.83 - fitted.height : height * 0.47 - fitted.height / (isRepeat ? 2.6 : 2);
    const product = { x: middleX - fitted.width / 2, y, ...fitted };
    return {
      box,
      subject,
      landsAt,
      from: index % 2 === 0 ? 'up' : 'down',
      product: isRepeat ? cutAbove(product, height * 0.84) : product,
    };
  }
  // Stacked: from alternate ends, tall things cropped at mid-body, broad things whole.
  const isRight = index % 2 === 0;
  const fitted = fitInside(aspect, { width: box.width * 0.5, height: box.height * (subject.stands ? 1.22 : 1.42) });
  const centreX = box.width * (isRight ? 0.69 : 0.31);
  const isCropped = fitted.height > box.height * 0.86;
  const y = isCropped
    ? box.y + box.height * 0.14
    : subject.stands
      ? box.y + box.height * 0.92 - fitted.height
      : box.y + box.height * 0.5 - fitted.height / 2;
  return {
    box,
    subject,
    landsAt,
    from: isRight ? 'right' : 'left',
    product: { x: centreX - fitted.width / 2, y, ...fitted },
  };
}

function cutAbove(product: Box, bottom: number): Box {
  const over = product.y + product.height - bottom;
  return over > 0 ? { ...product, y: product.y - over } : product;
}

function labelOf(input: SceneInput, field: Field, index: number, text: string): TextLine[] {
  const { width, height, kind } = shape(input);
  const safe = safeZoneOf(input);
  const margin = leftEdge(input);
  const isColumn = kind === 'wide' || kind === 'square';
  const isRight = index % 2 === 0;
  const top = Math.max(field.box.y + height * 0.02, safe.y);
  const bottom = Math.min(field.box.y + field.box.height - height * 0.02, safe.y + safe.height);
  const room = { left: field.product.x - width * 0.03, right: field.product.x + field.product.width + width * 0.03 };
  const safeRight = safe.x + safe.width;
  const zone = isColumn
    ? columnZone(field.box, safe, height, width)
    : isRight
      ? { x: margin, y: top, width: room.left - margin, height: bottom - top }
      : { x: room.right, y: top, width: Math.min(width - margin, safeRight) - room.right, height: bottom - top };
  return stackText(
    {
      blocks: [
        {
          lines: [{ text, family: input.look.fonts.display }],
          role: 'display',
          sizePx: LABEL[kind] * baseOf(input),
          leading: 1.05,
          startSeconds: Math.max(0.1, field.landsAt + 0.1),
          entrySeconds: 0.6,
        },
      ],
      zone,
      align: isColumn ? 'center' : isRight ? 'left' : 'right',
      anchor: isColumn ? 'bottom' : 'middle',
      floorPx: floorSize(shape(input)),
      group: `label${index}`,
      ink: inkWishOn(fieldColour(input, index)),
    },
    input.measure,
  );
}

/** Under the product, inside its column, inside the safe zone at both ends of the row. */
function columnZone(box: Box, safe: Box, height: number, width: number): Box {
  const left = Math.max(box.x + width * 0.012, safe.x);
  const right = Math.min(box.x + box.width - width * 0.012, safe.x + safe.width);
  return { x: left, y: height * 0.855, width: right - left, height: safe.y + safe.height - height * 0.855 };
}

function mirrorField(field: Field, input: SceneInput): Field {
  if (!isMirrored(input.look)) return field;
  const from = field.from === 'left' ? 'right' : field.from === 'right' ? 'left' : field.from;
  const { width } = input.size;
  return { ...field, from, product: mirrorBox(field.product, width), box: mirrorBox(field.box, width) };
}

/** A standing thing whose foot its field crops shows no floor: it is a piece of itself, as hung things are. */
function standsIn(field: Field): boolean {
  return field.subject.stands && field.product.y + field.product.height <= field.box.y + field.box.height;
}

/** What is seen of a product that its field crops. */
function clipBox(box: Box, field: Box): Box {
  const x = Math.max(box.x, field.x);
  const y = Math.max(box.y, field.y);
  const right = Math.min(box.x + box.width, field.x + field.width);
  const bottom = Math.min(box.y + box.height, field.y + field.height);
  return { x, y, width: right - x, height: bottom - y };
}

export const splitScene = defineScene<SplitLayout>({
  kind: 'split',
  planLayout: planSplitLayout,
  async preparePicture(input, layout, toolkit) {
    const isStacked = layout.fields[0]!.box.width === input.size.width;
    const layers = await Promise.all(
      layout.fields.map(async (field, index) => {
        const colour = fieldColour(input, index);
        return {
          colour,
          wall: await paintWall(toolkit, field.box, { colour, light: { x: 0.2, y: 0.1 }, drop: 10, seed: 11 + index }),
          product: await paintProduct(toolkit, field.subject, field.product.height * 1.06, {
            wrap: lchToRgb(colour),
            lift: 0.8,
          }),
          footing: standsIn(field) ? await measureFooting(toolkit, field.subject) : undefined,
          shadow: standsIn(field) ? undefined : await paintShadow(toolkit, field.subject, field.product.height),
        };
      }),
    );
    const light = await paintWindowLight(toolkit, input.size, { darkness: 0.22, softness: 0.022 });
    const vignette = await paintVignette(toolkit, input.size, 0.2);
    const drawField = (context: CanvasRenderingContext2D, index: number, seconds: number) => {
      const field = layout.fields[index]!;
      const layer = layers[index]!;
      const { product, box } = field;
      drawCover(context, layer.wall, box);
      const foot = product.y + product.height;
      const stands = standsIn(field);
      const usualY = foot - product.height * 0.06;
      if (layer.footing) drawFloorBand(context, box, horizonBehind(usualY, product, layer.footing), layer.colour);
      const arrived = index === 0 ? 1 : quintOut(progress(seconds, field.landsAt - LAND_EARLY, LAND_SECONDS));
      if (arrived <= 0) return;
      const since = Math.max(0, seconds - field.landsAt + LAND_EARLY);
      const zoom = (1 + settleThenDrift(since, DRIFT, index === 0 ? 0.03 : KICK)) / 1.03;
      const centre = {
        x: product.x + product.width / 2,
        y: stands || isStacked ? foot : product.y + product.height / 2,
      };
      const away = 1 - arrived;
      const moveX =
        field.from === 'right'
          ? away * input.size.width * 0.5
          : field.from === 'left'
            ? -away * input.size.width * 0.5
            : 0;
      const moveY =
        field.from === 'down'
          ? -away * input.size.height * 0.95
          : field.from === 'up'
            ? away * input.size.height * 0.95
            : 0;
      aboutPoint(context, centre, { zoom, moveX, moveY: stands && !isStacked ? -Math.abs(moveY) : moveY }, () => {
        if (layer.footing) drawStandingShadow(context, product, layer.footing, arrived);
        const turnRadians = stands ? 0 : 0.004 * Math.sin(since * 1.6);
        drawProduct(context, layer.product, layer.shadow, {
          centreX: centre.x,
          centreY: product.y + product.height / 2,
          height: product.height,
          turnRadians,
        });
      });
    };
    return {
      enlargements: layout.fields.map((field) => ({
        use: 'cutout',
        factor: field.product.height / field.subject.height,
      })),
      draw(context, seconds) {
        layout.fields.forEach((field, index) => {
          insideBox(context, { ...field.box, width: field.box.width + 0.5, height: field.box.height + 0.5 }, () =>
            drawField(context, index, seconds),
          );
        });
        drawWindowLight(context, light, input.size, evenDrift(0.01, seconds, input.seconds));
        drawVignette(context, vignette, input.size);
      },
    };
  },
});
