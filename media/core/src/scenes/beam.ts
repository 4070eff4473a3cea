import { cubicInOut, mix, progress, settleThenDrift } from '../motion/curves.ts';
import { type BeamAim, drawCone, drawMotes, paintCone, planMotes } from '../sets/beam.ts';
import { middleOfFeet } from '../sets/floor.ts';
import { drawGoods, paintGoods } from '../sets/hang.ts';
import { drawCover } from '../sets/place.ts';
import { drawFloorPool, drawPool, drawStageDark, paintStage } from '../sets/stage.ts';
import { paintWall } from '../sets/wall.ts';
import { requireSubject } from './hero.ts';
import { defineScene, isMirrored, type SceneInput, shape } from './scene.ts';
import { planStaged, type StagedLayout, stagingOf, wordsEndAbove } from './staged.ts';

/** A searching beam passes the product, goes on, and comes back to it: seconds at pace 1. */
const PASS_SECONDS = 0.9;
const RETURN_SECONDS = 1.0;
/** How far past the product it goes, in shares of the short side. */
const OVERSHOOT = 0.55;
/** A beam that arrives begins this far from the product, and began before the cut. */
const ARRIVAL = 0.5;
const ARRIVAL_SECONDS = 1.2;
const ARRIVAL_EARLY = 0.25;
/** A beam that travels crosses this much of the short side during the shot. */
const TRAVEL = 0.7;
const DRIFT = 0.014;
const KICK = 0.028;
/** The shadow on the wall moves against the light, in shares of the light's own way. */
const SHADOW_SHARE = 0.1;
/** Before it is found the product is hardly seen: the stage's dark lies over it a second time, this strong. */
const HIDDEN = 0.85;
/** Half diagonal of a product that the stage's own light covers, in shares of the short side. */
const COVERED = 0.47;
/** Found, the light breathes: a lamp in a hand is never still. */
const BREATH = 0.012;

/** Dark stage, a lamp above it: its beam searches, finds the product and stays. */
export const beamScene = defineScene<StagedLayout>({
  kind: 'beam',
  planLayout: planStaged,
  async preparePicture(input, layout, toolkit) {
    const subject = requireSubject(input);
    const { product } = layout;
    const colour = input.look.palette.stage;
    const [wall, stage, cone, goods] = await Promise.all([
      paintWall(toolkit, input.size, { colour, light: { x: 0.5, y: 0.3 }, lift: 3, drop: 7, texture: 0.7 }),
      paintStage(toolkit, input.size, colour),
      paintCone(toolkit),
      paintGoods(toolkit, subject, product.height * 1.05, { shade: 0.3 }),
    ]);
    const motes = planMotes(input.scene.seed);
    const { strength } = stagingOf(input);
    const centre = { x: product.x + product.width / 2, y: product.y + product.height * 0.46 };
    const foot = product.y + product.height * middleOfFeet(goods.footing);
    const { short } = shape(input);
    const floorRadius = Math.max(short * 0.36, product.width * 0.72);
    const open = Math.max(1, Math.hypot(product.width, product.height) / 2 / short / COVERED);
    return {
      enlargements: [{ use: 'cutout', factor: product.height / subject.height }],
      draw(context, seconds) {
        const aim = aimAt(input, centre, seconds);
        drawCover(context, wall, { x: 0, y: 0, ...input.size }, 1.02);
        drawPool(context, stage, input.size, aim.at);
        if (subject.stands) drawFloorPool(context, input.size, { x: aim.at.x, y: foot }, floorRadius);
        drawCone(context, cone, aim, 0.16 + 0.3 * strength);
        const zoom = (1 + settleThenDrift(seconds, DRIFT, KICK)) / 1.03;
        const turnRadians = subject.stands ? 0 : 0.004 * Math.sin(seconds * 1.5);
        drawGoods(
          context,
          goods,
          product,
          { turnRadians, moveX: 0, moveY: 0, zoom },
          {
            wire: { l: 62, c: 6, h: 80 },
            wireFromY: wordsEndAbove(layout),
            shadowMoveX: (centre.x - aim.at.x) * SHADOW_SHARE,
            shadowStrength: 1.3,
          },
        );
        drawStageDark(context, stage, input.size, aim.at, { scale: open });
        const away = Math.min(1, Math.abs(aim.at.x - centre.x) / (ARRIVAL * short));
        if (away > 0.05) drawStageDark(context, stage, input.size, aim.at, { scale: open, share: HIDDEN * away });
        drawCone(context, cone, aim, 0.1 + 0.22 * strength);
        drawMotes(context, motes, { size: input.size, aim, seconds, strength });
      },
    };
  },
});

/** The lamp hangs above and a little left in every language: it is the room's. */
function aimAt(input: SceneInput, centre: { x: number; y: number }, seconds: number): BeamAim {
  const { width, height } = input.size;
  const side = isMirrored(input.look) ? 1 : -1;
  const off = offAt(input, seconds) * shape(input).short;
  const at = {
    x: centre.x + side * off + Math.sin(seconds * 0.9) * BREATH * width,
    y: centre.y + Math.abs(off) * 0.08 + Math.cos(seconds * 0.7) * BREATH * 0.6 * height,
  };
  return { lamp: { x: mix(width * 0.42, centre.x, 0.5) - side * off * 0.12, y: -height * 0.2 }, at };
}

/** Sideways distance of the light from the product in shares of the short side; positive is where it comes from. */
function offAt(input: SceneInput, seconds: number): number {
  const { pace } = stagingOf(input);
  const at = seconds * pace;
  if (input.scene.move === 'reveal') {
    const pass = cubicInOut(progress(at + 0.3, 0, PASS_SECONDS));
    const back = cubicInOut(progress(at + 0.3, PASS_SECONDS, RETURN_SECONDS));
    return mix(mix(ARRIVAL, -OVERSHOOT, pass), 0, back);
  }
  if (input.scene.move === 'light_sweep') return TRAVEL * (0.5 - seconds / input.seconds);
  return ARRIVAL * (1 - cubicInOut(progress(at, -ARRIVAL_EARLY, ARRIVAL_SECONDS)));
}
