import type { CameraMove, Lch, Size } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';
import { cubicInOut, mix, progress } from '../motion/curves.ts';
import type { Box } from '../type/box.ts';
import { drawCone, drawMotes, paintCone, planMotes } from './beam.ts';
import { drawBars, drawRunwayEdges, drawSweep, type Hall, paintBar, paintHall } from './hall.ts';
import { drawCover } from './place.ts';
import { drawPool, drawStageDark, paintStage } from './stage.ts';
import { drawVignette, paintVignette } from './vignette.ts';
import { paintWall } from './wall.ts';

/** Window light on a dark ground is murk: from this lightness down a last card has a stage's own light. */
export const DARK_CARD = 32;

type Ground = (context: CanvasRenderingContext2D, seconds: number) => void;
type Card = { size: Size; colour: Lch; seconds: number; seed: number /** Where the words stand. */; words: Box };

/** The ground of a dark last card: the film's own stage, empty but for the name. */
export function paintEndStage(toolkit: Toolkit, card: Card, move: CameraMove): Promise<Ground> {
  if (move === 'pan') return paintEmptyHall(toolkit, card);
  return paintLitWall(toolkit, card, move === 'spotlight');
}

/** Steps of the camera walking backwards through the hall, in distances between two bars a second. */
const WALK = 0.42;

async function paintEmptyHall(toolkit: Toolkit, card: Card): Promise<Ground> {
  const { width, height } = card.size;
  const short = Math.min(width, height);
  const hall: Hall = {
    vanishing: { x: width / 2, y: height * 0.44 },
    halfRunway: short * 0.3,
    halfBars: short * 0.62,
    footY: height * 0.8,
    size: card.size,
    colour: card.colour,
    clear: card.words,
  };
  const [room, bar, vignette] = await Promise.all([
    paintHall(toolkit, hall),
    paintBar(toolkit),
    paintVignette(toolkit, card.size, 0.3),
  ]);
  return (context, seconds) => {
    drawCover(context, room, { x: 0, y: 0, ...card.size }, 1.01);
    drawRunwayEdges(context, hall);
    drawBars(context, hall, bar, seconds * WALK, 0.6);
    drawSweep(context, card.size, 0.1 + (0.8 * seconds) / card.seconds, 0.5);
    drawVignette(context, vignette, card.size);
  };
}

/** The lamp comes from the side, finds the name and stays, breathing. */
const ARRIVAL = 0.42;
const ARRIVAL_SECONDS = 0.9;
const BREATH = 0.01;
/** Light enough to see the wall by, dark enough for light letters. */
const POOL_SHARE = 0.42;
const HAZE = 0.16;

async function paintLitWall(toolkit: Toolkit, card: Card, hasLamp: boolean): Promise<Ground> {
  const { size, words } = card;
  const [wall, stage, cone] = await Promise.all([
    paintWall(toolkit, size, { colour: card.colour, light: { x: 0.5, y: 0.3 }, lift: 4, drop: 7, texture: 0.7 }),
    paintStage(toolkit, size, card.colour),
    paintCone(toolkit),
  ]);
  const motes = planMotes(card.seed);
  const centre = { x: words.x + words.width / 2, y: words.y + words.height / 2 };
  return (context, seconds) => {
    const off = hasLamp ? mix(ARRIVAL, 0, cubicInOut(progress(seconds, -0.3, ARRIVAL_SECONDS))) * size.width : 0;
    const at = {
      x: centre.x - off + Math.sin(seconds * 0.9) * BREATH * size.width,
      y: centre.y + Math.cos(seconds * 0.7) * BREATH * size.height,
    };
    drawCover(context, wall, { x: 0, y: 0, ...size }, 1.02 + seconds * 0.004);
    drawPool(context, stage, size, at, POOL_SHARE);
    drawStageDark(context, stage, size, at);
    if (!hasLamp) {
      drawSweep(context, size, (seconds + 0.2) / (card.seconds + 0.4), 0.7);
      return;
    }
    const aim = { lamp: { x: mix(size.width * 0.42, centre.x, 0.6), y: -size.height * 0.2 }, at };
    drawCone(context, cone, aim, HAZE);
    drawMotes(context, motes, { size, aim, seconds, strength: 0.7 });
  };
}
