import type { SceneSubject } from '@kinora/contract';
import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { lchToRgb } from '../colour/lch.ts';
import { settleThenDrift } from '../motion/curves.ts';
import { paintAngles } from '../sets/angles.ts';
import { CARD_FIT, CARD_TURN, createCard } from '../sets/card.ts';
import { clipToDisc, type Disc, drawDisc, drawHalo } from '../sets/disc.ts';
import { createMirror, type StandsIn } from '../sets/floor.ts';
import { drawGoods, type Pose, paintGoods, type StagedGoods } from '../sets/hang.ts';
import { prepareModelTurn } from '../sets/model-turn.ts';
import { drawCover } from '../sets/place.ts';
import { planFlips, printAt, printsShown } from '../sets/print-turn.ts';
import { turnFlows } from '../sets/turn-flows.ts';
import { planTurnPlaces } from '../sets/turn-places.ts';
import { TURN_VIEWS, viewsPerFrame } from '../sets/turn-sheet.ts';
import {
  FLOW_ANGLES,
  prepareTurn,
  STEP_ANGLES,
  stepTurn,
  type TurnGround,
  type TurnMoment,
  type TurnViews,
  turnPrint,
} from '../sets/turn-views.ts';
import { drawVignette, paintVignette } from '../sets/vignette.ts';
import { paintWall } from '../sets/wall.ts';
import { type Box, fitInBox } from '../type/box.ts';
import { requireSubject } from './hero.ts';
import { defineScene, groundColour, isMirrored, type SceneInput } from './scene.ts';
import { beatSecondsOf, planStaged, type StagedLayout, stagingOf, wordsEndAbove } from './staged.ts';

/** Seconds of one turn at pace 1. */
const TURN_SECONDS = 4.5;
/** The disc turns this far while one picture swings from side to side and back. */
const ARC_TURN = 0.09;
/** A model shows its front at this share of the shot: it turns towards the camera, and on. */
const FRONT_AT = 0.42;
const DRIFT = 0.014;
/** Between its steps a thing stands: the camera comes nearer more than twice as fast, or nothing moves. */
const STEP_DRIFT = 0.034;
const KICK = 0.02;
/** The wall stands behind: it moves against the swing, in widths of the frame. */
const BEHIND = 0.016;
/** Broader than what stands on it, in widths of that; seen whole in every frame. */
const DISC_REACH = 1.26;
/** A thing laid in a picture stands a little behind the disc's middle line. */
const FOOT_ON_DISC = 0.44;

/** Product turning on a disc whose marks go round with it; cloth turns on its wire. */
export const turntableScene = defineScene<StagedLayout>({
  kind: 'turntable',
  planLayout: (input) =>
    planStaged(withRoomForPrints(withRoomToTurn(input)), requireSubject(input).stands ? DISC_REACH : 1),
  async preparePicture(input, layout, toolkit) {
    const subject = requireSubject(input);
    const { product } = layout;
    const colour = groundColour(input);
    const light = { shade: 0.24, wrap: lchToRgb(colour), wrapStrength: 0.26 };
    const cutouts = input.scene.subjects.filter((one) => one.use === 'cutout');
    // A whole photograph turns as what it is: a print.
    const isPrint = cutouts.length === 0;
    const subjects = isPrint ? [subject] : cutouts;
    const prints = isPrint ? await preparePrints(input, toolkit, { box: product, light }) : undefined;
    const sheets = input.scene.subjects.filter((one) => one.use === 'turn_sheet');
    const [wall, vignette, goods, angles, flows] = await Promise.all([
      paintWall(toolkit, input.size, { colour, light: { x: 0.3, y: 0.2 }, lift: 7, drop: 15, texture: 0.5 }),
      paintVignette(toolkit, input.size, 0.24),
      paintGoods(toolkit, subject, product.height * 1.04, light),
      sheets.length > 0 ? undefined : paintAngles(toolkit, subjects, product.height * 1.04, light),
      sheets.length === 0 && subjects.length >= FLOW_ANGLES ? turnFlows(toolkit, subjects) : undefined,
    ]);
    const model =
      sheets.length > 0
        ? await prepareModelTurn(toolkit, { sides: cutouts, sheets }, product.height * 1.04, light)
        : undefined;
    const viewAt = (seconds: number) => viewOf(input, seconds);
    const turn =
      angles && (isPrint ? turnPrint(toolkit, angles.sides[0]!.picture) : prepareTurn(toolkit, angles, flows));
    const mirror = subject.stands ? createMirror(toolkit) : undefined;
    const disc = subject.stands ? planDisc(layout.product, input) : undefined;
    const side = isMirrored(input.look) ? -1 : 1;
    const wireFromY = wordsEndAbove(layout);
    return {
      enlargements: subjects.map((one, index) => ({
        use: 'cutout',
        factor: (angles?.sides[index]?.place.height ?? product.height) / one.height,
      })),
      draw(context, seconds) {
        const print = prints?.at(seconds);
        const { turned, swing } = print ?? (turn ? turnAt(input, seconds, turn) : modelTurnAt(input, seconds));
        drawCover(context, wall, { x: 0, y: 0, ...input.size }, 1.06, -swing * side * BEHIND * input.size.width);
        drawHalo(context, planHalo(product, swing * side), colour);
        if (disc) drawDisc(context, disc, colour, turn?.kind === 'arc' ? swing * ARC_TURN * side : -turned * side);
        const drift = turn?.kind === 'steps' ? STEP_DRIFT : DRIFT;
        const zoom = (1 + settleThenDrift(seconds, drift, KICK)) / 1.03;
        const pose = { turnRadians: 0, moveX: 0, moveY: 0, zoom };
        drawMoment(
          context,
          {
            goods: print?.goods ?? goods,
            box: print?.box ?? product,
            pose,
            shadowMoveX: -swing * product.width * 0.06 * (print?.faceOn ?? 1),
            isPrint,
            faceOn: print?.faceOn ?? 1,
            mirror,
            disc,
            wireFromY,
          },
          print ? { view: print.view } : model ? model.at(viewAt(seconds) * side) : turn!.at(turned, swing * side),
        );
        drawVignette(context, vignette, input.size);
      },
      ...(model ? { seek: (seconds: number) => model.seek(viewAt(seconds) * side) } : {}),
    };
  },
});

/** A broad print among upright ones stands as high as they do, unless it is a panorama. */
const BROADEST_PRINT = 1.6;

/** Photographs that turn past each other share one height. */
function withRoomForPrints(input: SceneInput): SceneInput {
  const prints = printsOf(input);
  if (prints.length < 2) return input;
  const height = Math.min(...prints.map((print) => print.height));
  const aspect = Math.min(BROADEST_PRINT, Math.max(...prints.map((print) => print.width / print.height)));
  const first = { ...prints[0]!, width: Math.round(height * aspect), height };
  return { ...input, scene: { ...input.scene, subjects: [first] } };
}

/** The whole photographs this shot turns through; one alone swings. */
function printsOf({ scene, seconds }: SceneInput): readonly SceneSubject[] {
  const isPrint = scene.subjects.every((one) => one.use === 'photo');
  return isPrint ? scene.subjects.slice(0, printsShown(seconds, scene.subjects.length)) : [];
}

/** Several prints on one pair of wires: each turns past its edge to the next. */
async function preparePrints(
  input: SceneInput,
  toolkit: Toolkit,
  { box, light }: { box: Box; light: Parameters<typeof paintGoods>[3] },
) {
  const prints = printsOf(input);
  if (prints.length < 2) return undefined;
  const made = await Promise.all(
    prints.map(async (print) => {
      const place = fitInBox(print.width / print.height, box);
      const goods = await paintGoods(toolkit, print, place.height * 1.04, light);
      return { goods, box: place, card: createCard(toolkit, goods.product) };
    }),
  );
  const flips = planFlips(input.seconds, prints.length, input.beatSeconds);
  const side = isMirrored(input.look) ? -1 : 1;
  return {
    at(seconds: number) {
      const { index, radians } = printAt(seconds, input.seconds, flips);
      const { goods, box: place, card } = made[index]!;
      const swing = Math.max(-1, Math.min(1, radians / CARD_TURN));
      return { goods, box: place, view: card(radians * side), faceOn: Math.cos(radians), turned: 0, swing };
    },
  };
}

/** A thing seen from many sides needs the room of its broadest side, and of what swings about its axis. */
function withRoomToTurn(input: SceneInput): SceneInput {
  const { subjects } = input.scene;
  const sides = subjects.filter((one) => one.use === 'cutout');
  if (sides.length < STEP_ANGLES || subjects.some((one) => one.use === 'turn_sheet')) return input;
  const canvas = planTurnPlaces(sides);
  const first = { ...sides[0]!, width: Math.round(canvas.width), height: Math.round(canvas.height) };
  return { ...input, scene: { ...input.scene, subjects: [first] } };
}

function turnAt(input: SceneInput, seconds: number, { kind, sides }: TurnViews): { turned: number; swing: number } {
  const { pace } = stagingOf(input);
  if (kind === 'steps') return { turned: stepTurn(seconds, stepSecondsOf(input, sides), sides), swing: 0 };
  const along = seconds / input.seconds;
  // An arc goes from one side to the other during the shot and never stops; a second photograph comes in half way.
  const swing = -Math.cos(Math.PI * Math.min(1, Math.max(0, along * 0.96 + 0.02))) * (0.65 + 0.35 * pace);
  return { turned: kind === 'arc' ? Math.min(0.999, along) : (seconds * pace) / TURN_SECONDS, swing };
}

/** A stepped turn takes about so long at pace 1: quicker than a smooth one, or each step is a wait. */
const STEPPED_TURN_SECONDS = 3.2;

/** Half a beat, a beat or two: what brings the turn nearest to its time. */
function stepSecondsOf(input: SceneInput, sides: number): number {
  const wished = STEPPED_TURN_SECONDS / stagingOf(input).pace / sides;
  const beat = beatSecondsOf(input);
  const off = (step: number) => Math.abs(Math.log(step / wished));
  return [beat / 2, beat, beat * 2].reduce((best, step) => (off(step) < off(best) ? step : best));
}

/** A model's view at a moment: counted in frames, so that each turns as far as the last. */
function viewOf(input: SceneInput, seconds: number): number {
  const frame = Math.round((seconds - FRONT_AT * input.seconds) * input.framesPerSecond);
  return Math.floor(frame * viewsPerFrame(TURN_SECONDS / stagingOf(input).pace, input.framesPerSecond));
}

function modelTurnAt(input: SceneInput, seconds: number): { turned: number; swing: number } {
  return { turned: viewOf(input, seconds) / TURN_VIEWS, swing: 0 };
}

function planDisc(product: Box, input: SceneInput): Disc {
  const middle = product.x + product.width / 2;
  const isClose = stagingOf(input).framing === 'close';
  // Close to, the disc is cut by the frame as the product is; from afar a cut one would look misplaced.
  const room = isClose ? Number.POSITIVE_INFINITY : Math.min(middle, input.size.width - middle) * 0.97;
  const radiusX = Math.min(room, Math.max(product.width * 0.74, product.height * 0.34));
  const radiusY = radiusX * 0.17;
  const foot = product.y + product.height;
  return {
    x: middle,
    y: foot - radiusY * FOOT_ON_DISC,
    radiusX,
    radiusY,
    thickness: radiusX * 0.12,
  };
}

/** Light behind the product moves against the camera, a little. */
function planHalo(product: Box, swing: number): { x: number; y: number; radius: number } {
  const radius = Math.max(product.height, product.width) * 0.56;
  return { x: product.x + product.width / 2 - swing * radius * 0.05, y: product.y + product.height * 0.44, radius };
}

type HeldGoods = {
  goods: StagedGoods;
  box: Box;
  pose: Pose;
  shadowMoveX: number;
  isPrint: boolean;
  /** Share of a print's width that is seen of it. */
  faceOn: number;
  /** What stands on the disc is mirrored as it stands at this moment. */
  mirror: ((view: Picture) => Picture) | undefined;
  disc: Disc | undefined;
  wireFromY: number | undefined;
};

function groundIn(box: Box, { place, footing }: TurnGround): StandsIn {
  const { x, y, width, height } = box;
  return {
    footing,
    box: { x: x + place.x * width, y: y + place.y * height, width: place.width * width, height: place.height * height },
  };
}

function drawMoment(context: CanvasRenderingContext2D, held: HeldGoods, moment: TurnMoment): void {
  const { disc, wireFromY } = held;
  const ground = moment.ground && groundIn(held.box, moment.ground);
  const draw = (sprite: Picture, goods: StagedGoods, shadowStrength: number) =>
    drawGoods(context, goods, held.box, held.pose, {
      sprite,
      ...(ground ? { ground } : {}),
      wire: { l: 40, c: 4, h: 80 },
      wireFromY,
      shadowMoveX: held.shadowMoveX,
      ...(held.isPrint ? { shadowScale: CARD_FIT, faceOn: held.faceOn } : {}),
      shadowStrength,
      ...(disc ? { mirror: (drawn: CanvasRenderingContext2D) => clipToDisc(drawn, disc) } : {}),
    });
  draw(moment.view, held.mirror ? { ...held.goods, reflection: held.mirror(moment.view) } : held.goods, 0.9);
  if (!moment.over) return;
  context.save();
  context.globalAlpha = moment.over.share;
  // The shadow of the view below serves both.
  draw(moment.over.view, { ...held.goods, reflection: undefined, shadow: undefined }, 0);
  context.restore();
}
