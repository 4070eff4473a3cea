import type { SceneSubject } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';
import { cubicOut, mix, progress, settleThenDrift } from '../motion/curves.ts';
import { drawReflection, drawStandingShadow, middleOfFeet, paintReflection } from '../sets/floor.ts';
import { measureFooting } from '../sets/foot.ts';
import { aboutPoint, drawCover } from '../sets/place.ts';
import { drawProduct, paintProduct, paintShadow } from '../sets/product.ts';
import { drawFloorPool, drawPool, drawStageDark, paintStage } from '../sets/stage.ts';
import { paintWall } from '../sets/wall.ts';
import { type Box, fitInside, growBox } from '../type/box.ts';
import { stackText } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf, eyebrowBlock, nameGain, smallBlock } from './blocks.ts';
import { centredZone, requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  hasWords,
  isMirrored,
  leftEdge,
  mirrorLayout,
  type SceneInput,
  type SceneLayout,
  safeZoneOf,
  shape,
  wordsOf,
} from './scene.ts';

const CLAIM = { wide: 0.128, square: 0.088, portrait: 0.112, tall: 0.128 };
const LEADING = 1.06;
/** Place of the product: middle and largest extent, in shares of the frame. */
const PLACE = {
  wide: { x: 0.7, y: 0.52, width: 0.38, height: 0.8 },
  square: { x: 0.7, y: 0.52, width: 0.46, height: 0.76 },
  portrait: { x: 0.5, y: 0.635, width: 0.7, height: 0.56 },
  tall: { x: 0.5, y: 0.62, width: 0.74, height: 0.52 },
};
/** Where a standing thing meets the floor, in shares of the height; a low thing stands nearer to the middle. */
const FOOT = { wide: 0.87, square: 0.87, portrait: 0.88, tall: 0.86 };
const LOW_FOOT = { wide: 0.75, square: 0.72, portrait: 0.77, tall: 0.73 };
const LOW_ASPECT = 1.15;
/** A broad thing would be a small one in the room of a slender one: it has more, and the middle where nothing is said. */
const BROAD_ASPECT = 1.5;
const BROAD = { beside: { x: 0.695, width: 0.45 }, alone: { x: 0.5, width: 0.58 } };
/** The pool sweeps in from a third of the width, and began before the cut. */
const SWEEP = 0.34;
const SWEEP_SECONDS = 1.1;
const SWEEP_EARLY = 0.1;
const DRIFT = 0.016;
const KICK = 0.03;
/** The second shadow moves against the pool by this many pixels at 1080 for the whole sweep. */
const SHADOW_TRAVEL = 60;
/** Half diagonal of a product that the stage's own light covers, in shares of the short side. */
const COVERED = 0.47;

export type SpotlightLayout = SceneLayout & { product: Box };

/** Dark stage, a moving pool of light, a claim whose last line is italic. */
export function planSpotlightLayout(input: SceneInput): SpotlightLayout {
  const subject = requireSubject(input);
  const frame = shape(input);
  const { width, height, kind } = frame;
  const isBroad = kind === 'wide' && subject.width / subject.height > BROAD_ASPECT;
  const usual = hasWords(input) ? PLACE[kind] : { ...PLACE[kind], x: 0.5 };
  const place = isBroad ? { ...usual, ...BROAD[hasWords(input) ? 'beside' : 'alone'] } : usual;
  const fitted = fitInside(subject.width / subject.height, {
    width: place.width * width,
    height: place.height * height,
  });
  const foot = (subject.width / subject.height > LOW_ASPECT ? LOW_FOOT : FOOT)[kind] * height;
  const y = subject.stands ? foot - fitted.height : place.y * height - fitted.height / 2;
  const product = { x: place.x * width - fitted.width / 2, y, ...fitted };
  const isSide = kind === 'wide' || kind === 'square';
  const safe = safeZoneOf(input);
  const keepOff = growBox(product, width * 0.03);
  const zone = isSide
    ? { x: leftEdge(input), y: height * 0.2, width: keepOff.x - leftEdge(input), height: height * 0.6 }
    : centredZone(input, safe.y, Math.min(keepOff.y, safe.y + safe.height));
  const words = wordsOf(input);
  const sizePx = CLAIM[kind] * baseOf(input) * nameGain(words.lines);
  const { display, displayItalic } = input.look.fonts;
  const lines = stackText(
    {
      blocks: [
        eyebrowBlock(input, words.eyebrow, 0.06),
        {
          lines: words.lines.map((text, index) => ({
            text,
            family: index > 0 && index === words.lines.length - 1 ? displayItalic : display,
          })),
          role: 'display',
          sizePx,
          leading: LEADING,
          trackingEm: -0.012,
          gapPx: sizePx * 0.3,
          startSeconds: 0.1,
          staggerSeconds: 0.12,
          entrySeconds: 0.7,
        },
        smallBlock(input, words.small, 0.6, sizePx * 0.4),
      ],
      zone,
      align: isSide ? 'left' : 'center',
      anchor: 'middle',
      floorPx: floorSize(frame),
      group: 'claim',
      ink: 'light',
    },
    input.measure,
  );
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines,
      products: [product],
      shadow: input.look.palette.stage,
      settledSeconds: Math.min(1.25, input.seconds * 0.8),
    },
    input,
  );
  return { ...mirrored, product: mirrored.products[0]! };
}

export const spotlightScene = defineScene<SpotlightLayout>({
  kind: 'spotlight',
  planLayout: planSpotlightLayout,
  async preparePicture(input, layout, toolkit) {
    const subject = requireSubject(input);
    const { product } = layout;
    const { width, height } = input.size;
    const stageColour = input.look.palette.stage;
    const [wall, stage, goods] = await Promise.all([
      paintWall(toolkit, input.size, {
        colour: stageColour,
        light: { x: 0.5, y: 0.3 },
        lift: 1,
        drop: 8,
        texture: 0.7,
      }),
      paintStage(toolkit, input.size, stageColour),
      subject.stands ? paintStanding(toolkit, subject, product) : paintHung(toolkit, subject, product),
    ]);
    const centre = { x: product.x + product.width / 2, y: product.y + product.height / 2 };
    const { short, unit } = shape(input);
    const open = Math.max(1, Math.hypot(product.width, product.height) / 2 / short / COVERED);
    const floorRadius = Math.max(short * 0.36, product.width * 0.72);
    // The light comes from the left in every language: it is the room's, not the text's.
    const startX = centre.x - width * SWEEP * (isMirrored(input.look) ? 0.7 : 1);
    return {
      enlargements: [{ use: 'cutout', factor: product.height / subject.height }],
      draw(context, seconds) {
        const swept = cubicOut(progress(seconds, -SWEEP_EARLY, SWEEP_SECONDS));
        const at = {
          x: mix(startX, centre.x, swept) + seconds * 0.004 * width,
          y: mix(centre.y - height * 0.12, centre.y - height * 0.02, swept),
        };
        drawCover(context, wall, { x: 0, y: 0, width, height });
        drawPool(context, stage, input.size, at);
        if (goods.floorY) drawFloorPool(context, input.size, { x: at.x, y: goods.floorY }, floorRadius);
        const zoom = (1 + settleThenDrift(seconds, DRIFT, KICK)) / 1.03;
        const turnRadians = subject.stands ? 0 : 0.005 * Math.sin(seconds * 1.6);
        const shadowX = (-(at.x - centre.x) / width) * SHADOW_TRAVEL * unit;
        aboutPoint(context, { x: centre.x, y: goods.floorY ?? centre.y }, { zoom, turnRadians }, () =>
          goods.draw(context, shadowX),
        );
        drawStageDark(context, stage, input.size, at, subject.stands ? { scale: open } : {});
      },
    };
  },
});

/** The product, its wide shadow pushed aside by so many pixels, and the height of the floor under one that stands. */
type Goods = { draw(context: CanvasRenderingContext2D, shadowX: number): void; floorY?: number };

const SHADE = { shade: 0.34 };
const ENLARGED = 1.07;

async function paintStanding(toolkit: Toolkit, subject: SceneSubject, box: Box): Promise<Goods> {
  const [sprite, reflection, footing] = await Promise.all([
    paintProduct(toolkit, subject, box.height * ENLARGED, SHADE),
    paintReflection(toolkit, subject, box.height),
    measureFooting(toolkit, subject),
  ]);
  return {
    floorY: box.y + box.height * middleOfFeet(footing),
    draw(context, shadowX) {
      drawReflection(context, reflection, box, { box, footing });
      drawStandingShadow(context, box, footing, 1.3, shadowX);
      drawProduct(context, sprite, undefined, middleOf(box));
    },
  };
}

async function paintHung(toolkit: Toolkit, subject: SceneSubject, box: Box): Promise<Goods> {
  const [sprite, shadow] = await Promise.all([
    paintProduct(toolkit, subject, box.height * ENLARGED, SHADE),
    paintShadow(toolkit, subject, box.height, { contact: 0.6, ambient: 0.6, colour: { r: 4, g: 3, b: 8 } }),
  ]);
  return {
    draw(context, shadowX) {
      const margin = shadow.margin * box.height;
      context.drawImage(
        shadow.picture.source,
        box.x - margin + shadowX,
        box.y - margin,
        box.width + 2 * margin,
        box.height + 2 * margin,
      );
      drawProduct(context, sprite, undefined, middleOf(box));
    },
  };
}

function middleOf({ x, y, width, height }: Box) {
  return { centreX: x + width / 2, centreY: y + height / 2, height };
}
