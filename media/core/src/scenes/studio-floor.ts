import { lchToRgb } from '../colour/lch.ts';
import { planCamera } from '../motion/camera.ts';
import { drawFloorBand, drawReflection, drawStandingShadow, horizonBehind, paintReflection } from '../sets/floor.ts';
import { measureFooting } from '../sets/foot.ts';
import { aboutPoint, drawCover } from '../sets/place.ts';
import { drawProduct, paintProduct } from '../sets/product.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { cameraDrift, drawWindowLight, paintWindowLight } from '../sets/window-light.ts';
import { type Box, fitInside, growBox } from '../type/box.ts';
import { stackText } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf, eyebrowBlock, smallBlock } from './blocks.ts';
import { centredZone, requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  hasWords,
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

const WORDS = { wide: 0.13, square: 0.084, portrait: 0.11, tall: 0.125 };
const PLACE = {
  wide: { x: 0.69, foot: 0.85, width: 0.36, height: 0.7 },
  square: { x: 0.69, foot: 0.84, width: 0.44, height: 0.64 },
  portrait: { x: 0.5, foot: 0.87, width: 0.62, height: 0.52 },
  tall: { x: 0.5, foot: 0.85, width: 0.68, height: 0.44 },
};
/** The floor begins this far above the foot, in shares of the frame's height. */
const FLOOR_RISE = 0.1;
/** Orbit-like parallax: things behind move less, the companion in front moves more. */
const DEPTH = { wall: 0.25, main: 1, companion: 1.35 };
const SPEEDS = { drift: 0.014, kick: 0.028 };
/** A second product stands smaller beside and a little in front of the first. */
const COMPANION = { share: 0.52, aside: 0.7, nearer: 0.035 };

export type FloorLayout = SceneLayout & { main: Box; companion: Box | undefined; horizonY: number };

/** Things that stand: on a floor, with contact shadow and a short reflection, seen by a camera that goes round a little. */
export function planStudioFloorLayout(input: SceneInput): FloorLayout {
  const subject = requireSubject(input);
  const frame = shape(input);
  const { width, height, kind } = frame;
  const place = hasWords(input) ? PLACE[kind] : { ...PLACE[kind], x: 0.5 };
  const isSide = kind === 'wide' || kind === 'square';
  const fitted = fitInside(subject.width / subject.height, {
    width: place.width * width,
    height: place.height * height,
  });
  const main = { x: place.x * width - fitted.width / 2, y: place.foot * height - fitted.height, ...fitted };
  const companion = planCompanion(input, main);
  const left = Math.min(main.x, companion?.x ?? main.x);
  const safe = safeZoneOf(input);
  const keepOff = growBox(main, width * 0.03);
  const zone = isSide
    ? { x: leftEdge(input), y: height * 0.18, width: left - width * 0.055 - leftEdge(input), height: height * 0.58 }
    : centredZone(input, safe.y, Math.min(keepOff.y, safe.y + safe.height));
  const words = wordsOf(input);
  const sizePx = WORDS[kind] * baseOf(input);
  const lines = stackText(
    {
      blocks: [
        eyebrowBlock(input, words.eyebrow, 0.08),
        {
          lines: words.lines.map((text) => ({ text, family: input.look.fonts.display })),
          role: 'display',
          sizePx,
          leading: 1,
          trackingEm: -0.014,
          gapPx: sizePx * 0.3,
          startSeconds: 0.15,
        },
        smallBlock(input, words.small, 0.6, sizePx * 0.4),
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
  const products = companion ? [main, companion] : [main];
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines,
      products,
      shadow: groundColour(input),
      settledSeconds: Math.min(1.3, input.seconds * 0.8),
    },
    input,
  );
  return {
    ...mirrored,
    main: mirrored.products[0]!,
    companion: mirrored.products[1],
    horizonY: (place.foot - FLOOR_RISE) * height,
  };
}

function planCompanion(input: SceneInput, main: Box): Box | undefined {
  if (input.scene.subjects.length < 2) return undefined;
  const subject = subjectAt(input, 1)!;
  if (!subject.stands) return undefined;
  const { width, height } = input.size;
  const limits = { width: Math.max(main.width * 0.8, width * 0.13), height: main.height * COMPANION.share };
  const fitted = fitInside(subject.width / subject.height, limits);
  const centreX = main.x + main.width / 2 + (main.width + fitted.width) * COMPANION.aside;
  const x = Math.min(centreX - fitted.width / 2, width * 0.97 - fitted.width);
  return { x, y: main.y + main.height + COMPANION.nearer * height - fitted.height, ...fitted };
}

export const studioFloorScene = defineScene<FloorLayout>({
  kind: 'studio_floor',
  planLayout: planStudioFloorLayout,
  async preparePicture(input, layout, toolkit) {
    const colour = groundColour(input);
    const prepareOne = async (index: number, box: Box) => {
      const subject = subjectAt(input, index)!;
      return {
        box,
        product: await paintProduct(toolkit, subject, box.height * 1.07, { wrap: lchToRgb(colour), lift: 0.8 }),
        reflection: subject.stands ? await paintReflection(toolkit, subject, box.height) : undefined,
        footing: subject.stands ? await measureFooting(toolkit, subject) : undefined,
        factor: box.height / subject.height,
      };
    };
    const main = await prepareOne(0, layout.main);
    const companion = layout.companion ? await prepareOne(1, layout.companion) : undefined;
    const [wall, light, vignette] = await Promise.all([
      paintWall(toolkit, input.size, { colour, light: { x: 0.25, y: 0.1 }, drop: 15 }),
      paintWindowLight(toolkit, input.size, { darkness: 0.26, softness: 0.026 }),
      paintVignette(toolkit, input.size, 0.26),
    ]);
    const horizonY = main.footing ? horizonBehind(layout.horizonY, main.box, main.footing) : layout.horizonY;
    const camera = planCamera(input.scene.move, SPEEDS, input.seconds, isMirrored(input.look));
    const frame = { x: 0, y: 0, ...input.size };
    return {
      enlargements: [main, companion].flatMap((entry) => (entry ? [{ use: 'cutout', factor: entry.factor }] : [])),
      draw(context, seconds) {
        const state = camera(seconds);
        const shift = (depth: number) => state.shiftX * input.size.width * depth;
        drawCover(context, wall, frame, 1.02 + (state.zoom - 1) * DEPTH.wall, shift(DEPTH.wall));
        drawFloorBand(context, frame, horizonY, colour);
        for (const [entry, depth] of [
          [main, DEPTH.main],
          [companion, DEPTH.companion],
        ] as const) {
          if (!entry) continue;
          const foot = { x: entry.box.x + entry.box.width / 2, y: entry.box.y + entry.box.height };
          const zoom = (1 + (state.zoom - 1) * depth) / 1.02;
          aboutPoint(context, foot, { zoom, moveX: shift(depth) }, () => {
            if (entry.reflection && entry.footing)
              drawReflection(context, entry.reflection, entry.box, { box: entry.box, footing: entry.footing });
            if (entry.footing) drawStandingShadow(context, entry.box, entry.footing);
            drawProduct(context, entry.product, undefined, {
              centreX: foot.x,
              centreY: entry.box.y + entry.box.height / 2,
              height: entry.box.height,
            });
          });
        }
        drawWindowLight(context, light, input.size, cameraDrift(camera, seconds, input.seconds));
        drawVignette(context, vignette, input.size);
      },
    };
  },
});
