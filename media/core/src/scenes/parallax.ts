import type { SceneSubject } from '@kinora/contract';
import { lchToRgb } from '../colour/lch.ts';
import { planCamera } from '../motion/camera.ts';
import { paintExtension } from '../sets/extension.ts';
import { drawStandingShadow } from '../sets/floor.ts';
import { measureFooting } from '../sets/foot.ts';
import { aboutPoint, drawCover } from '../sets/place.ts';
import { drawProduct, paintProduct, paintShadow } from '../sets/product.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
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
  wordsOf,
} from './scene.ts';

/** Background and product move at different speeds; more than this shows that there are only two layers. */
const DEPTH = { ground: 0.35, product: 1.25 };
const SPEEDS = { drift: 0.018, kick: 0.03 };
const WORDS = { wide: 0.13, square: 0.086, portrait: 0.11, tall: 0.125 };
const PLACE = {
  wide: { x: 0.68, y: 0.53, width: 0.42, height: 0.86 },
  square: { x: 0.69, y: 0.54, width: 0.48, height: 0.8 },
  portrait: { x: 0.5, y: 0.64, width: 0.78, height: 0.6 },
  tall: { x: 0.5, y: 0.63, width: 0.84, height: 0.54 },
};

export type ParallaxLayout = SceneLayout & { product: Box };

/** A cut-out moved against its own filled background: the photograph it came from when given, else its own soft colours. */
export function planParallaxLayout(input: SceneInput): ParallaxLayout {
  const subject = cutoutOf(input);
  const frame = shape(input);
  const { width, height, kind } = frame;
  const place = hasWords(input) ? PLACE[kind] : { ...PLACE[kind], x: 0.5 };
  const isSide = kind === 'wide' || kind === 'square';
  const fitted = fitInside(subject.width / subject.height, {
    width: place.width * width,
    height: place.height * height,
  });
  const product = { x: place.x * width - fitted.width / 2, y: place.y * height - fitted.height / 2, ...fitted };
  const safe = safeZoneOf(input);
  const keepOff = growBox(product, width * 0.03);
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
          startSeconds: 0.14,
        },
        smallBlock(input, words.small, 0.6, sizePx * 0.36),
      ],
      zone: isSide
        ? { x: leftEdge(input), y: height * 0.2, width: keepOff.x - leftEdge(input), height: height * 0.6 }
        : centredZone(input, safe.y, Math.min(keepOff.y, safe.y + safe.height)),
      align: isSide ? 'left' : 'center',
      anchor: 'middle',
      floorPx: floorSize(frame),
      group: 'words',
      ink: inkWishOn(groundColour(input)),
    },
    input.measure,
  );
  const mirrored = mirrorLayout(
    {
      ...EMPTY_LAYOUT,
      lines,
      products: [product],
      shadow: groundColour(input),
      settledSeconds: Math.min(1.4, input.seconds * 0.8),
    },
    input,
  );
  return { ...mirrored, product: mirrored.products[0]! };
}

function cutoutOf(input: SceneInput): SceneSubject {
  return input.scene.subjects.find((subject) => subject.use === 'cutout') ?? requireSubject(input);
}

export const parallaxScene = defineScene<ParallaxLayout>({
  kind: 'parallax',
  planLayout: planParallaxLayout,
  async preparePicture(input, layout, toolkit) {
    const subject = cutoutOf(input);
    const photo = input.scene.subjects.find((entry) => entry.use === 'photo');
    const { product } = layout;
    const style = photo ? 'blurred' : input.scene.ground.style === 'blurred' ? 'set' : input.scene.ground.style;
    const light =
      style === 'set' ? await paintWindowLight(toolkit, input.size, { darkness: 0.3, softness: 0.02 }) : undefined;
    const [ground, sprite, footing, shadow, vignette] = await Promise.all([
      paintExtension(toolkit, input.size, { style, colour: groundColour(input), subject: photo ?? subject }),
      paintProduct(toolkit, subject, product.height * 1.1, { wrap: lchToRgb(groundColour(input)), lift: 0.6 }),
      subject.stands ? measureFooting(toolkit, subject) : undefined,
      paintShadow(toolkit, subject, product.height, { contact: 0.26, ambient: 0.4 }),
      paintVignette(toolkit, input.size, 0.26),
    ]);
    const camera = planCamera(input.scene.move, SPEEDS, input.seconds, isMirrored(input.look));
    const centre = { x: product.x + product.width / 2, y: product.y + product.height / 2 };
    return {
      enlargements: [{ use: 'cutout', factor: product.height / subject.height }],
      draw(context, seconds) {
        const state = camera(seconds);
        const move = (depth: number) => ({
          x: state.shiftX * input.size.width * depth,
          y: state.shiftY * input.size.height * depth,
        });
        const behind = move(DEPTH.ground);
        drawCover(
          context,
          ground,
          { x: 0, y: 0, ...input.size },
          1.08 + (state.zoom - 1) * DEPTH.ground,
          behind.x,
          behind.y,
        );
        const before = move(DEPTH.product);
        aboutPoint(
          context,
          centre,
          {
            zoom: (1 + (state.zoom - 1) * DEPTH.product) / 1.02,
            moveX: before.x,
            moveY: before.y,
            turnRadians: subject.stands ? 0 : state.turnRadians,
          },
          () => {
            if (footing) drawStandingShadow(context, product, footing);
            drawProduct(context, sprite, subject.stands ? undefined : shadow, {
              centreX: centre.x,
              centreY: centre.y,
              height: product.height,
            });
          },
        );
        if (light) drawWindowLight(context, light, input.size, cameraDrift(camera, seconds, input.seconds));
        drawVignette(context, vignette, input.size);
      },
    };
  },
});
