import type { Lch, SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { lchToRgb, shiftLch } from '../colour/lch.ts';
import { planCamera } from '../motion/camera.ts';
import { createBreeze } from '../sets/breeze.ts';
import { drawStandingShadow } from '../sets/floor.ts';
import { measureFooting } from '../sets/foot.ts';
import { NICHE_PADDING, nicheTone, paintNiche } from '../sets/niche.ts';
import { aboutPoint, drawCover } from '../sets/place.ts';
import { drawProduct, paintProduct, paintShadow } from '../sets/product.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { cameraDrift, drawWindowLight, paintWindowLight } from '../sets/window-light.ts';
import { type Box, fitInside } from '../type/box.ts';
import type { FrameShape } from '../type/zones.ts';
import { groundColour, hasWords, isMirrored, type SceneInput, type ScenePicture, shape } from './scene.ts';

/** craft.md §4, hero on wall: drift 1.4 %/s, kick 3 %. */
export const HERO_SPEEDS = { drift: 0.014, kick: 0.03 };
/** How far each layer follows the camera: the wall stands far behind, the product in front. */
const DEPTH = { wall: 0.35, niche: 0.6, product: 1 };
/** Ledge of the niche under things that stand, as a share of the niche's height. */
const LEDGE_SHARE = 0.13;
/** Bottles and shoes stand on the ledge this far from its front edge. */
const FOOT_ON_LEDGE = 0.42;

/** Where the set stands in the wide framing; the close framing is a camera on the same numbers. */
export type HeroSet = { product: Box; niche: Box; stands: boolean };

type Frame = {
  /** Middle of the set, room for the product, and the niche, in shares of the frame. */
  centreX: number;
  centreY: number;
  productHeight: number;
  productWidth: number;
  nicheWidth: number;
  nicheTop: number;
  nicheHeight: number;
};

/** craft.md §4 and §5: side by side in wide and square frames, the product box under 52 % of a square. */
const FRAMES: Record<FrameShape['kind'], Frame> = {
  wide: {
    centreX: 0.665,
    centreY: 0.53,
    productHeight: 0.86,
    productWidth: 0.39,
    nicheWidth: 0.45,
    nicheTop: 0.07,
    nicheHeight: 0.93,
  },
  square: {
    centreX: 0.7,
    centreY: 0.53,
    productHeight: 0.76,
    productWidth: 0.44,
    nicheWidth: 0.5,
    nicheTop: 0.09,
    nicheHeight: 0.93,
  },
  portrait: {
    centreX: 0.5,
    centreY: 0.61,
    productHeight: 0.64,
    productWidth: 0.74,
    nicheWidth: 0.7,
    nicheTop: 0.255,
    nicheHeight: 0.68,
  },
  tall: {
    centreX: 0.5,
    centreY: 0.6,
    productHeight: 0.54,
    productWidth: 0.78,
    nicheWidth: 0.72,
    nicheTop: 0.295,
    nicheHeight: 0.625,
  },
};

export function planHeroSet(input: SceneInput, subject: SceneSubject): HeroSet {
  const { width, height, kind } = shape(input);
  const frame = hasWords(input) ? FRAMES[kind] : { ...FRAMES[kind], centreX: 0.5 };
  const niche = {
    x: (frame.centreX - frame.nicheWidth / 2) * width,
    y: frame.nicheTop * height,
    width: frame.nicheWidth * width,
    height: frame.nicheHeight * height,
  };
  const limits = { width: frame.productWidth * width, height: frame.productHeight * height };
  const stands = subject.stands;
  // A standing thing leaves air under the arch; a hung one fills the alcove.
  // A broad one (a mug with its handle) keeps off the alcove's sides.
  if (stands && subject.width > subject.height * 0.85) limits.width *= 0.88;
  if (stands) limits.height = niche.height * (1 - LEDGE_SHARE) * 0.86;
  const visibleNiche = Math.min(niche.y + niche.height, height * 0.985);
  const fitted = fitInside(subject.width / subject.height, limits);
  const bottom = visibleNiche - niche.height * LEDGE_SHARE * FOOT_ON_LEDGE;
  const y = stands ? bottom - fitted.height : frame.centreY * height - fitted.height / 2;
  return { niche, stands, product: { x: frame.centreX * width - fitted.width / 2, y, ...fitted } };
}

/** Camera of the framing: the wide one shows the set as planned, the close one enlarges it about a point of the product. */
export type HeroFraming = {
  scale: number /** Point of the set that comes to `to`, both in pixels. */;
  from: { x: number; y: number };
  to: { x: number; y: number };
};

export function framedBox(box: Box, framing: HeroFraming): Box {
  return {
    x: framing.to.x + (box.x - framing.from.x) * framing.scale,
    y: framing.to.y + (box.y - framing.from.y) * framing.scale,
    width: box.width * framing.scale,
    height: box.height * framing.scale,
  };
}

/** Wall, niche, product with two shadows, window light over all of it: drawn by the hero and by its close view. */
export async function prepareHeroPicture(
  input: SceneInput,
  toolkit: Toolkit,
  set: { hero: HeroSet; subject: SceneSubject; framing: HeroFraming },
): Promise<ScenePicture> {
  const { hero, subject, framing } = set;
  const wallTone = groundColour(input);
  const tone = nicheTone(wallTone);
  const layers = await prepareLayers(input, toolkit, { hero, subject, wallTone, tone, scale: framing.scale });
  const camera = planCamera(input.scene.move, HERO_SPEEDS, input.seconds, isMirrored(input.look));
  // Only cloth that hangs free: what stands on a ledge would bend like rubber.
  const breeze = input.scene.move === 'breeze' && !hero.stands ? createBreeze(toolkit, layers.product) : undefined;
  const { width, height } = input.size;
  const centre = { x: hero.product.x + hero.product.width / 2, y: hero.product.y + hero.product.height / 2 };
  const wallBox = coveringBox(input.size, framing);
  return {
    enlargements: [{ use: 'cutout', factor: (hero.product.height * framing.scale) / subject.height }],
    draw(context, seconds) {
      const state = camera(seconds);
      const atDepth = (depth: number, draw: () => void) => {
        context.save();
        context.translate(framing.to.x, framing.to.y);
        context.scale(framing.scale, framing.scale);
        context.translate(-framing.from.x, -framing.from.y);
        const change = {
          zoom: 1 + (state.zoom - 1) * depth,
          moveX: state.shiftX * width * depth,
          moveY: state.shiftY * height * depth,
        };
        aboutPoint(context, centre, change, draw);
        context.restore();
      };
      const lag = { x: state.shiftX * width * DEPTH.wall, y: state.shiftY * height * DEPTH.wall };
      drawCover(context, layers.wall, wallBox, 1 + (state.zoom - 1) * DEPTH.wall, lag.x, lag.y);
      atDepth(DEPTH.niche, () => drawNiche(context, layers.niche, hero.niche));
      const product = breeze ? breeze(seconds) : layers.product;
      atDepth(DEPTH.product, () => drawHeroProduct(context, { ...layers, product }, hero, state.turnRadians));
      drawWindowLight(context, layers.light, input.size, cameraDrift(camera, seconds, input.seconds));
      drawVignette(context, layers.vignette, input.size);
    },
  };
}

/** The wall enlarged with the framing and pushed back over the frame: no framing ever shows what lies behind it. */
function coveringBox(frame: { width: number; height: number }, framing: HeroFraming): Box {
  const box = framedBox(
    { x: -frame.width * 0.03, y: -frame.height * 0.03, width: frame.width * 1.06, height: frame.height * 1.06 },
    framing,
  );
  const margin = { x: frame.width * 0.03, y: frame.height * 0.03 };
  const x = Math.min(-margin.x, Math.max(frame.width + margin.x - box.width, box.x));
  const y = Math.min(-margin.y, Math.max(frame.height + margin.y - box.height, box.y));
  return { ...box, x, y };
}

type HeroLayers = Awaited<ReturnType<typeof prepareLayers>>;

async function prepareLayers(
  input: SceneInput,
  toolkit: Toolkit,
  set: { hero: HeroSet; subject: SceneSubject; wallTone: Lch; tone: Lch; scale: number },
) {
  const { hero, subject } = set;
  const drawnHeight = hero.product.height * set.scale * 1.06;
  const wrap = lchToRgb(shiftLch(set.tone, { l: -8 }));
  const [wall, niche, product, footing, shadow, light, vignette] = await Promise.all([
    paintWall(toolkit, input.size, { colour: set.wallTone, light: { x: 0.22, y: 0.1 }, drop: 14 }),
    paintNiche(toolkit, hero.niche, set.tone, hero.stands ? hero.niche.height * LEDGE_SHARE : 0),
    paintProduct(toolkit, subject, drawnHeight, { wrap }),
    hero.stands ? measureFooting(toolkit, subject) : undefined,
    hero.stands ? undefined : paintShadow(toolkit, subject, hero.product.height),
    paintWindowLight(toolkit, input.size, { darkness: 0.36, softness: 0.012 }),
    paintVignette(toolkit, input.size, 0.24),
  ]);
  return { wall, niche, product, footing, shadow, light, vignette };
}

function drawNiche(context: CanvasRenderingContext2D, niche: Picture, box: Box): void {
  context.drawImage(
    niche.source,
    box.x - NICHE_PADDING,
    box.y - NICHE_PADDING,
    box.width + 2 * NICHE_PADDING,
    box.height + 2 * NICHE_PADDING,
  );
}

function drawHeroProduct(
  context: CanvasRenderingContext2D,
  layers: HeroLayers,
  hero: HeroSet,
  turnRadians: number,
): void {
  const { product } = hero;
  const centreX = product.x + product.width / 2;
  const place = { centreX, centreY: product.y + product.height / 2, height: product.height };
  if (layers.footing) {
    drawStandingShadow(context, product, layers.footing);
    drawProduct(context, layers.product, undefined, place);
    return;
  }
  // Hung things swing about their top.
  aboutPoint(context, { x: centreX, y: product.y }, { turnRadians }, () =>
    drawProduct(context, layers.product, layers.shadow, place),
  );
}
