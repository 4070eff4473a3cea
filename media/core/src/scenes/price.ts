import { directionOf } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';
import { lchToRgb } from '../colour/lch.ts';
import { settleThenDrift } from '../motion/curves.ts';
import { aboutPoint, drawCover } from '../sets/place.ts';
import { drawProduct, paintProduct, paintShadow } from '../sets/product.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { drawWindowLight, evenDrift, paintWindowLight } from '../sets/window-light.ts';
import { type Box, fitInside } from '../type/box.ts';
import { scriptOf } from '../type/shelf.ts';
import { stackText, type TextBlock } from '../type/stack.ts';
import { floorSize } from '../type/zones.ts';
import { baseOf, figureFamily, smallBlock } from './blocks.ts';
import { centredZone, requireSubject } from './hero.ts';
import {
  defineScene,
  EMPTY_LAYOUT,
  groundColour,
  type Hairline,
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

const FIGURE = { wide: 0.28, square: 0.2, portrait: 0.23, tall: 0.27 };
const HAIRLINE = { wide: 0.16, square: 0.2, portrait: 0.28, tall: 0.3 };
/** The product is turned 4°, turning back 0.3° a second, and bleeds off the frame by 20–30 %. */
const TURN = 0.07;
const TURN_BACK = 0.006;
const DRIFT = 0.012;
const KICK = 0.035;
/** Middle and largest extent. Wide: beside the words and off the bottom; tall: below them and off the right. */
const PLACE = {
  wide: { x: 0.745, y: 0.7, width: 0.47, height: 1.3 },
  square: { x: 0.76, y: 0.74, width: 0.5, height: 1.05 },
  portrait: { x: 0.66, y: 0.82, width: 0.86, height: 0.72 },
  tall: { x: 0.64, y: 0.815, width: 1.0, height: 0.66 },
};

/** Without a product that can be cut out, figure and condition take the middle of the wall. */
export type PriceLayout = SceneLayout & { product: Box | undefined };

/** Deep accent wall, price in lining figures, hairline, one line of condition. */
export function planPriceLayout(input: SceneInput): PriceLayout {
  const frame = shape(input);
  const product = placeProduct(input);
  const words = wordsOf(input);
  const sizePx = FIGURE[frame.kind] * baseOf(input);
  const hairGap = sizePx * 0.2;
  const stack = stackText(
    {
      blocks: [
        ...(words.figure === '' && words.lines.length > 0
          ? [actionBlock(input, words.lines, sizePx * 0.46)]
          : [labelBlock(input, words.eyebrow, sizePx * 0.26)]),
        figureBlock(input, words.figure, sizePx),
        // Room for the hairline between figure and condition.
        { ...smallBlock(input, words.small, 0.62, hairGap), maxCharacters: 30 },
      ],
      zone: wordZone(input, product),
      align: product ? 'left' : 'center',
      anchor: 'middle',
      floorPx: floorSize(frame),
      group: 'price',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  const small = stack.filter((line) => line.key === 'small');
  const above = stack.filter((line) => line.key !== 'small');
  const hairlines: Hairline[] = small.length > 0 && above.length > 0 ? [planHairline(input, above, small)] : [];
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines: stack,
      hairlines,
      products: product ? [product] : [],
      shadow: groundColour(input),
      settledSeconds: Math.min(1.5, input.seconds * 0.8),
    },
    input,
  );
  return { ...mirrored, product: mirrored.products[0] };
}

function planHairline(
  input: SceneInput,
  above: readonly { baselineY: number }[],
  small: readonly { box: Box }[],
): Hairline {
  // Figures have nothing below the baseline: the line stands in the middle of what is seen as free.
  const top = Math.max(...above.map((line) => line.baselineY));
  const bottom = Math.min(...small.map((line) => line.box.y));
  const width = HAIRLINE[shape(input).kind] * input.size.width;
  const height = Math.max(2, 2 * shape(input).unit);
  return {
    box: {
      x: hasProduct(input) ? small[0]!.box.x : (input.size.width - width) / 2,
      y: top + (bottom - top) * 0.56,
      width,
      height,
    },
    origin: hasProduct(input) ? 'left' : 'center',
    startSeconds: 0.55,
    growSeconds: 0.7,
    group: 'price',
  };
}

function hasProduct(input: SceneInput): boolean {
  return subjectAt(input, 0) !== undefined;
}

function placeProduct(input: SceneInput): Box | undefined {
  const subject = subjectAt(input, 0);
  if (!subject) return undefined;
  const { width, height, kind } = shape(input);
  const place = PLACE[kind];
  const fitted = fitInside(subject.width / subject.height, {
    width: place.width * width,
    height: place.height * height,
  });
  const top = place.y * height - fitted.height / 2;
  const isSide = kind === 'wide' || kind === 'square';
  // A low, broad thing would hang under the frame's foot: it stands higher and bleeds off the side.
  const lowest = isSide ? height * 0.56 : height * 0.7;
  const y = Math.min(top, lowest - (fitted.height < height * 0.5 ? fitted.height * 0.35 : 0));
  const bleed = fitted.width / fitted.height > 1.2 ? width * 0.06 : 0;
  return { x: place.x * width - fitted.width / 2 + bleed, y, ...fitted };
}

/** An offer or a call to action in the place of a figure: all of its lines, as large as a claim. */
function actionBlock(input: SceneInput, lines: readonly string[], sizePx: number): TextBlock {
  return {
    lines: lines.map((text) => ({ text, family: input.look.fonts.display })),
    role: 'display',
    sizePx,
    leading: 1.04,
    trackingEm: -0.012,
    startSeconds: 0.08,
    entrySeconds: 0.6,
    key: 'action',
  };
}

function labelBlock(input: SceneInput, text: string, sizePx: number): TextBlock {
  return {
    lines: [{ text, family: input.look.fonts.display }],
    role: 'display',
    sizePx,
    leading: 1.05,
    startSeconds: 0.06,
    entrySeconds: 0.6,
    key: 'label',
  };
}

function figureBlock(input: SceneInput, text: string, sizePx: number): TextBlock {
  return {
    lines: [{ text, family: figureFamily(input.look.fonts.figures) }],
    role: 'display',
    sizePx: sizePx * 1.12,
    leading: 1,
    trackingEm: scriptOf(text) === 'latin' ? -0.03 : 0,
    gapPx: sizePx * 0.16,
    startSeconds: 0.14,
    entrySeconds: 0.7,
    maxCharacters: 12,
    direction: directionOf(input.look.language),
    key: 'figure',
  };
}

function wordZone(input: SceneInput, product: Box | undefined): Box {
  const frame = shape(input);
  const safe = safeZoneOf(input);
  if (!product) return centredZone(input, safe.y, safe.y + safe.height);
  const left = leftEdge(input);
  if (frame.kind === 'wide' || frame.kind === 'square') {
    const right = Math.min(product.x - frame.width * 0.035, safe.x + safe.width);
    return { x: left, y: frame.height * 0.16, width: right - left, height: frame.height * 0.68 };
  }
  // Turned products reach a little higher than their box.
  const bottom = Math.min(product.y - frame.width * 0.04, safe.y + safe.height);
  return { x: left, y: safe.y, width: safe.x + safe.width - left, height: bottom - safe.y };
}

export const priceScene = defineScene<PriceLayout>({
  kind: 'price',
  planLayout: planPriceLayout,
  async preparePicture(input, layout, toolkit) {
    const colour = groundColour(input);
    const { product } = layout;
    const [wall, goods, light, vignette] = await Promise.all([
      paintWall(toolkit, input.size, {
        colour,
        light: { x: 0.25, y: 0.1 },
        drop: 13,
        ...(product ? {} : { lift: 11 }),
      }),
      product ? paintGoods(input, toolkit, product) : undefined,
      paintWindowLight(toolkit, input.size, {
        darkness: product ? 0.32 : 0.44,
        softness: product ? 0.028 : 0.018,
        tint: { r: 60, g: 30, b: 28 },
      }),
      paintVignette(toolkit, input.size, 0.25),
    ]);
    return {
      enlargements: goods ? [{ use: 'cutout', factor: goods.enlargement }] : [],
      draw(context, seconds) {
        const zoom = (1 + settleThenDrift(seconds, DRIFT, KICK)) / 1.03;
        drawCover(context, wall, { x: 0, y: 0, ...input.size }, 1 + 0.02 * (zoom - 0.97));
        goods?.draw(context, seconds, zoom);
        drawWindowLight(context, light, input.size, evenDrift(product ? 0.012 : 0.04, seconds, input.seconds));
        drawVignette(context, vignette, input.size);
      },
    };
  },
});

async function paintGoods(input: SceneInput, toolkit: Toolkit, product: Box) {
  const subject = requireSubject(input);
  const [sprite, shadow] = await Promise.all([
    paintProduct(toolkit, subject, product.height * 1.05, { wrap: lchToRgb(groundColour(input)), wrapStrength: 0.4 }),
    paintShadow(toolkit, subject, product.height, { contact: 0.4, ambient: 0.42, colour: { r: 34, g: 14, b: 10 } }),
  ]);
  const centre = { x: product.x + product.width / 2, y: product.y + product.height / 2 };
  const side = isMirrored(input.look) ? -1 : 1;
  return {
    enlargement: product.height / subject.height,
    draw(context: CanvasRenderingContext2D, seconds: number, zoom: number) {
      aboutPoint(context, centre, { zoom, moveX: -side * seconds * 0.004 * input.size.width }, () => {
        const turnRadians = side * (TURN - TURN_BACK * seconds);
        drawProduct(context, sprite, shadow, {
          centreX: centre.x,
          centreY: centre.y,
          height: product.height,
          turnRadians,
        });
      });
    },
  };
}
