import { cubicInOut, progress } from '../motion/curves.ts';
import { drawFloorBand, drawReflection, drawStandingShadow, paintReflection } from '../sets/floor.ts';
import { measureFooting } from '../sets/foot.ts';
import { aboutPoint, drawCover } from '../sets/place.ts';
import { drawProduct, paintProduct, paintShadow } from '../sets/product.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { type Box, fitInside } from '../type/box.ts';
import { stackText, type TextLine } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf } from './blocks.ts';
import { centredZone, requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  isMirrored,
  mirrorLayout,
  momentsOf,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  subjectAt,
  wordsOf,
} from './scene.ts';

/** One step a beat over 62 % of it, plus a creep, so that nothing ever stands (craft.md §4). */
const STEP_SECONDS = 0.75;
const STEP_SHARE = 0.62;
const STEP_WIDTH = { wide: 0.3, square: 0.46, portrait: 0.56, tall: 0.62 };
const CREEP = 0.006;
/** Products get 10 % smaller and the room darker towards the sides. */
const SMALLER = 0.1;
const SIDE_DARK = 0.82;
const PLACE = {
  wide: { foot: 0.8, width: 0.26, height: 0.58 },
  square: { foot: 0.8, width: 0.42, height: 0.54 },
  portrait: { foot: 0.84, width: 0.5, height: 0.5 },
  tall: { foot: 0.8, width: 0.58, height: 0.44 },
};
const LABEL = { wide: 0.062, square: 0.052, portrait: 0.062, tall: 0.068 };

export type LineUpLayout = SceneLayout & {
  moments: number[];
  sizes: { width: number; height: number }[];
  footY: number;
  step: number;
};

/** Products stepping past in a dark room, one a beat, each named as it reaches the middle. */
export function planLineUpLayout(input: SceneInput): LineUpLayout {
  requireSubject(input);
  const frame = shape(input);
  const { width, height, kind } = frame;
  const place = PLACE[kind];
  const count = Math.max(
    2,
    Math.min(5, Math.max(input.scene.subjects.length, Math.round(input.seconds / STEP_SECONDS))),
  );
  const moments = momentsOf(input, count, STEP_SECONDS);
  const sizes = moments.map((_, index) => {
    const subject = subjectAt(input, index)!;
    return fitInside(subject.width / subject.height, { width: place.width * width, height: place.height * height });
  });
  const footY = place.foot * height;
  const tallest = Math.max(...sizes.map((size) => size.height));
  const safe = safeZoneOf(input);
  const zone =
    kind === 'tall' || kind === 'portrait'
      ? centredZone(input, safe.y, Math.min(footY - tallest - width * 0.04, safe.y + safe.height))
      : { ...safe, height: footY - tallest - width * 0.02 - safe.y };
  const { items, lines: headline } = wordsOf(input);
  const names = items.length > 0 ? items : headline.length > 0 ? [headline.join(' ')] : [];
  const lines = names
    .slice(0, count)
    .flatMap((text, index) => nameOf(input, { text, index, zone, moments, isOnly: names.length === 1 }));
  const products: Box[] = [{ x: (width - sizes.at(-1)!.width) / 2, y: footY - sizes.at(-1)!.height, ...sizes.at(-1)! }];
  const layout = {
    ...EMPTY_LAYOUT,
    lines,
    products,
    shadow: groundColour(input),
    settledSeconds: input.seconds * 0.9,
    moments,
    sizes,
    footY,
    step: STEP_WIDTH[kind] * width,
  };
  return mirrorLayout(layout, input);
}

function nameOf(
  input: SceneInput,
  name: { text: string; index: number; zone: Box; moments: readonly number[]; isOnly: boolean },
): TextLine[] {
  const lines = stackText(
    {
      blocks: [
        {
          lines: [{ text: name.text, family: input.look.fonts.display }],
          role: 'display',
          sizePx: LABEL[shape(input).kind] * baseOf(input),
          leading: 1.05,
          startSeconds: Math.max(0.08, name.moments[name.index]! + 0.12),
          entrySeconds: 0.5,
          maxCharacters: 26,
        },
      ],
      zone: name.zone,
      align: 'center',
      anchor: 'bottom',
      floorPx: floorSize(shape(input)),
      group: `name${name.index}`,
      ink: 'light',
    },
    input.measure,
  );
  const next = name.moments[name.index + 1];
  return next === undefined || name.isOnly ? lines : lines.map((line) => ({ ...line, endSeconds: next + 0.06 }));
}

export const lineUpScene = defineScene<LineUpLayout>({
  kind: 'line_up',
  planLayout: planLineUpLayout,
  async preparePicture(input, layout, toolkit) {
    const colour = groundColour(input);
    const { width, height } = input.size;
    const goods = await Promise.all(
      layout.sizes.map(async (size, index) => {
        const subject = subjectAt(input, index)!;
        return {
          size,
          footing: subject.stands ? await measureFooting(toolkit, subject) : undefined,
          factor: size.height / subject.height,
          product: await paintProduct(toolkit, subject, size.height * 1.04, { shade: 0.26 }),
          reflection: subject.stands ? await paintReflection(toolkit, subject, size.height) : undefined,
          shadow: subject.stands
            ? undefined
            : await paintShadow(toolkit, subject, size.height, { contact: 0.5, ambient: 0.5 }),
        };
      }),
    );
    const wall = await paintWall(toolkit, input.size, {
      colour,
      light: { x: 0.5, y: 0.35 },
      lift: 12,
      drop: 6,
      texture: 0.7,
    });
    const vignette = await paintVignette(toolkit, input.size, 0.34);
    const direction = isMirrored(input.look) ? -1 : 1;
    const middle = width / 2;
    return {
      enlargements: goods.map((good) => ({ use: 'cutout', factor: good.factor })),
      draw(context, seconds) {
        drawCover(context, wall, { x: 0, y: 0, width, height }, 1.02);
        drawFloorBand(context, { x: 0, y: 0, width, height }, layout.footY - height * 0.07, colour);
        const position = stepPosition(layout.moments, seconds) + (seconds * CREEP * width) / layout.step;
        goods.forEach((good, index) => {
          const x = middle + (index - position) * layout.step * direction;
          const aside = Math.min(1, Math.abs(x - middle) / (width * 0.5));
          if (Math.abs(x - middle) > width * 0.75) return;
          const centreY = layout.footY - good.size.height / 2;
          aboutPoint(context, { x, y: layout.footY }, { zoom: 1 - SMALLER * aside }, () => {
            const box = { x: x - good.size.width / 2, y: layout.footY - good.size.height, ...good.size };
            if (good.reflection && good.footing)
              drawReflection(context, good.reflection, box, { box, footing: good.footing });
            if (good.footing) drawStandingShadow(context, box, good.footing, 1.1);
            drawProduct(context, good.product, good.shadow, { centreX: x, centreY, height: good.size.height });
          });
        });
        darkenSides(context, width, height);
        drawVignette(context, vignette, input.size);
      },
    };
  },
});

/** Which product is in the middle, with the step between two eased in and out. */
function stepPosition(moments: readonly number[], seconds: number): number {
  let position = 0;
  for (let index = 1; index < moments.length; index++) {
    const beat = moments[index]! - moments[index - 1]!;
    position += cubicInOut(progress(seconds, moments[index]! - beat * STEP_SHARE * 0.5, beat * STEP_SHARE));
  }
  return position;
}

function darkenSides(context: CanvasRenderingContext2D, width: number, height: number): void {
  const gradient = context.createLinearGradient(0, 0, width, 0);
  gradient.addColorStop(0, `rgba(9, 7, 12, ${SIDE_DARK})`);
  gradient.addColorStop(0.3, 'rgba(9, 7, 12, 0.12)');
  gradient.addColorStop(0.5, 'rgba(9, 7, 12, 0)');
  gradient.addColorStop(0.7, 'rgba(9, 7, 12, 0.12)');
  gradient.addColorStop(1, `rgba(9, 7, 12, ${SIDE_DARK})`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
}
