import { lchToRgb } from '../colour/lch.ts';
import { seededRandom } from '../raster/random.ts';
import { drawFloorBand, drawStandingShadow, horizonBehind } from '../sets/floor.ts';
import { measureFooting } from '../sets/foot.ts';
import { drawCover } from '../sets/place.ts';
import { drawProduct, paintProduct, paintShadow } from '../sets/product.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { type Box, fitInside, growBox } from '../type/box.ts';
import { stackText } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf, smallBlock } from './blocks.ts';
import { centredZone, requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  hasWords,
  inkWishOn,
  leftEdge,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  subjectAt,
  wordsOf,
} from './scene.ts';

/** Eight poses a second, held: stepped on purpose, a smooth turn of a flat picture is the worst thing tried. */
const POSES_PER_SECOND = 8;
const POSES_PER_PRODUCT = 3;
const TURN = (3 * Math.PI) / 180;
const SHIFT = 0.01;
const WORDS = { wide: 0.15, square: 0.094, portrait: 0.115, tall: 0.13 };
const PLACE = {
  wide: { x: 0.68, y: 0.5, width: 0.4, height: 0.8 },
  square: { x: 0.69, y: 0.52, width: 0.48, height: 0.74 },
  portrait: { x: 0.5, y: 0.63, width: 0.72, height: 0.56 },
  tall: { x: 0.5, y: 0.62, width: 0.8, height: 0.5 },
};

/** Things that stand share one line of the floor, which begins a little behind it; in shares of the height. */
const FOOT = { wide: 0.88, square: 0.88, portrait: 0.9, tall: 0.86 };
const FLOOR_RISE = 0.06;

export type StopMotionLayout = SceneLayout & { products: Box[] };

export function planStopMotionLayout(input: SceneInput): StopMotionLayout {
  requireSubject(input);
  const frame = shape(input);
  const { width, height, kind } = frame;
  const place = hasWords(input) ? PLACE[kind] : { ...PLACE[kind], x: 0.5 };
  const isSide = kind === 'wide' || kind === 'square';
  const products = input.scene.subjects.slice(0, 4).map((subject) => {
    const fitted = fitInside(subject.width / subject.height, {
      width: place.width * width,
      height: place.height * height,
    });
    const y = subject.stands ? FOOT[kind] * height - fitted.height : place.y * height - fitted.height / 2;
    return { x: place.x * width - fitted.width / 2, y, ...fitted };
  });
  const safe = safeZoneOf(input);
  const left = Math.min(...products.map((box) => growBox(box, width * 0.045).x));
  const top = Math.min(...products.map((box) => growBox(box, width * 0.045).y));
  const zone = isSide
    ? { x: leftEdge(input), y: height * 0.2, width: left - leftEdge(input), height: height * 0.6 }
    : centredZone(input, safe.y, Math.min(top, safe.y + safe.height));
  const words = wordsOf(input);
  const sizePx = WORDS[kind] * baseOf(input);
  const lines = stackText(
    {
      blocks: [
        {
          lines: words.lines.map((text) => ({ text, family: input.look.fonts.display })),
          role: 'display',
          sizePx,
          leading: 0.98,
          trackingEm: -0.014,
          startSeconds: 0.08,
        },
        smallBlock(input, words.small, 0.5, sizePx * 0.35),
      ],
      zone,
      align: isSide ? 'left' : 'center',
      anchor: 'middle',
      floorPx: floorSize(frame),
      group: 'words',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  return mirrorLayout(
    { ...EMPTY_LAYOUT, lines, products, shadow: groundColour(input), settledSeconds: input.seconds * 0.7 },
    input,
  );
}

export const stopMotionScene = defineScene<StopMotionLayout>({
  kind: 'stop_motion',
  planLayout: planStopMotionLayout,
  async preparePicture(input, layout, toolkit) {
    const colour = groundColour(input);
    const goods = await Promise.all(
      layout.products.map(async (box, index) => {
        const subject = subjectAt(input, index)!;
        return {
          box,
          footing: subject.stands ? await measureFooting(toolkit, subject) : undefined,
          factor: box.height / subject.height,
          product: await paintProduct(toolkit, subject, box.height, { wrap: lchToRgb(colour), lift: 0.5 }),
          // One hard light: the contact layer is strong, the ambient weak.
          shadow: subject.stands
            ? undefined
            : await paintShadow(toolkit, subject, box.height, { contact: 0.5, ambient: 0.2 }),
        };
      }),
    );
    const wall = await paintWall(toolkit, input.size, { colour, light: { x: 0.2, y: 0.08 }, drop: 9 });
    // One floor for all: it does not jump as they change places.
    const horizonY = goods.reduce(
      (y, { box, footing }) => (footing ? horizonBehind(y, box, footing) : y),
      (FOOT[shape(input).kind] - FLOOR_RISE) * input.size.height,
    );
    const vignette = await paintVignette(toolkit, input.size, 0.16);
    const random = seededRandom(input.scene.seed + 41);
    const poses = Array.from({ length: Math.ceil(input.seconds * POSES_PER_SECOND) + 16 }, () => ({
      turn: (random() * 2 - 1) * TURN,
      x: (random() * 2 - 1) * SHIFT,
      y: (random() * 2 - 1) * SHIFT,
    }));
    return {
      enlargements: goods.map((good) => ({ use: 'cutout', factor: good.factor })),
      draw(context, seconds) {
        const number = Math.max(0, Math.floor(seconds * POSES_PER_SECOND + 1e-6));
        const pose = poses[number % poses.length]!;
        const good = goods[Math.floor(number / POSES_PER_PRODUCT) % goods.length]!;
        drawCover(context, wall, { x: 0, y: 0, ...input.size });
        if (good.footing) drawFloorBand(context, { x: 0, y: 0, ...input.size }, horizonY, colour);
        const centreX = good.box.x + good.box.width / 2 + pose.x * input.size.width;
        const centreY = good.box.y + good.box.height / 2 + (good.footing ? 0 : pose.y * input.size.width);
        const turnRadians = good.footing ? pose.turn * 0.5 : pose.turn;
        const { width, height } = good.box;
        if (good.footing)
          drawStandingShadow(context, { x: centreX - width / 2, y: centreY - height / 2, width, height }, good.footing);
        drawProduct(context, good.product, good.shadow, { centreX, centreY, height: good.box.height, turnRadians });
        drawVignette(context, vignette, input.size);
      },
    };
  },
});
