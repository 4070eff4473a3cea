import { lchToRgb, shiftLch } from '../colour/lch.ts';
import { cubicInOut, mix, settleThenDrift } from '../motion/curves.ts';
import { createBreeze } from '../sets/breeze.ts';
import { drawBars, drawRunwayEdges, drawSweep, type Hall, paintBar, paintHall } from '../sets/hall.ts';
import { drawGoods, type Pose, paintGoods } from '../sets/hang.ts';
import { drawCover } from '../sets/place.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { unionOf } from '../type/box.ts';
import { requireSubject } from './hero.ts';
import { defineScene, groundColour, isMirrored, type SceneInput } from './scene.ts';
import { CLOSE_SCALE, planStaged, type StagedLayout, stagingOf, stepSeconds, wordsEndAbove } from './staged.ts';

/** Walking towards the camera, the product begins at this share of its settled size and is never quite there. */
const FAR = 0.8;
const DRIFT = 0.012;
/** Across the frame, in widths of it, from the cut to the end. */
const CROSSING = { alone: 0.34, besideWords: 0.05 };
/** A rigid thing shifts its weight from foot to foot by 0.7° and rises by 0.5 % of its height; cloth swings by 1.5°. */
const ROCK = 0.012;
const RISE = 0.005;
const SWING = 0.026;
/** A sweep of light takes two steps and comes every fourth. */
const SWEEP_STEPS = 2.4;
const SWEEP_EVERY = 4;

/** Product on a runway between light bars: steps on the beat, sweeps of light, a glossy floor or a wire. */
export const catwalkScene = defineScene<StagedLayout>({
  kind: 'catwalk',
  planLayout: planStaged,
  async preparePicture(input, layout, toolkit) {
    const subject = requireSubject(input);
    const { product } = layout;
    const hall = planHall(input, layout);
    const colour = groundColour(input);
    const [room, bar, goods, vignette] = await Promise.all([
      paintHall(toolkit, hall),
      paintBar(toolkit),
      paintGoods(toolkit, subject, product.height * 1.05, {
        shade: 0.28,
        wrap: lchToRgb(shiftLch(colour, { l: 8 })),
        wrapStrength: 0.22,
      }),
      paintVignette(toolkit, input.size, 0.3),
    ]);
    const breeze = goods.stands ? undefined : createBreeze(toolkit, goods.product);
    const step = stepSeconds(input);
    const wireFromY = wordsEndAbove(layout);
    const { strength } = stagingOf(input);
    return {
      enlargements: [{ use: 'cutout', factor: product.height / subject.height }],
      draw(context, seconds) {
        const steps = seconds / step;
        drawCover(context, room, { x: 0, y: 0, ...input.size }, 1.01);
        drawRunwayEdges(context, hall);
        drawBars(context, hall, bar, walked(steps) * 0.5, strength);
        const pose = poseAt(input, layout, goods.stands, steps, seconds);
        drawGoods(context, goods, product, pose, {
          wire: { l: 80, c: 4, h: 80 },
          wireFromY,
          shadowStrength: 1.2,
          ...(breeze ? { sprite: breeze(seconds) } : {}),
        });
        const sweep = ((steps + SWEEP_STEPS * 0.35) % SWEEP_EVERY) / SWEEP_STEPS;
        drawSweep(context, input.size, isMirrored(input.look) ? 1 - sweep : sweep, 0.25 + 0.55 * strength);
        drawVignette(context, vignette, input.size);
      },
    };
  },
});

function planHall(input: SceneInput, layout: StagedLayout): Hall {
  const { width, height } = input.size;
  const scale = stagingOf(input).framing === 'close' ? CLOSE_SCALE : 1;
  const stands = requireSubject(input).stands;
  const centreX = layout.product.x + layout.product.width / 2;
  const foot = layout.product.y + layout.product.height;
  // Cloth hangs above the floor it walks over.
  const footY = stands ? foot : Math.max(height * 0.9, foot + layout.product.height * 0.06);
  const short = Math.min(width, height);
  return {
    vanishing: { x: centreX, y: height * 0.4 },
    halfRunway: Math.max(layout.product.width * 0.72, short * 0.3 * scale),
    halfBars: Math.max(layout.product.width * 0.95, short * 0.52 * scale),
    footY: Math.max(footY, height * 0.62),
    size: input.size,
    colour: groundColour(input),
    clear: layout.lines.length > 0 ? unionOf(layout.lines.map((line) => line.box)) : undefined,
  };
}

/** Steps as ground gained: quick between two landings, almost still on them. */
function walked(steps: number): number {
  const whole = Math.floor(steps);
  return whole + mix(steps - whole, cubicInOut(steps - whole), 0.55);
}

function poseAt(input: SceneInput, layout: StagedLayout, stands: boolean, steps: number, seconds: number): Pose {
  const { height } = layout.product;
  const isAcross = input.scene.move === 'pan';
  const crossing = layout.lines.length > 0 ? CROSSING.besideWords : CROSSING.alone;
  const side = isMirrored(input.look) ? -1 : 1;
  const share = walked(steps) / Math.max(1, walked(input.seconds / stepSeconds(input)));
  // Highest between two landings, lowest on them.
  const lift = Math.sin(Math.PI * (steps - Math.floor(steps)));
  const lean = Math.cos(Math.PI * steps);
  const approach = isAcross ? 1 : mix(FAR, 1, share) + settleThenDrift(seconds, DRIFT, 0.01) - 0.02;
  return {
    turnRadians: stands ? ROCK * lean : SWING * Math.sin(Math.PI * steps + 0.7),
    moveX: isAcross ? side * (share - 0.5) * crossing * input.size.width : lean * height * 0.006,
    moveY: -lift * RISE * height * (stands ? 1 : 1.6),
    zoom: approach,
  };
}
