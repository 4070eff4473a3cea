import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { cubicInOut, mix } from '../motion/curves.ts';
import type { Angle, Angles } from './angles.ts';
import { createArc } from './arc.ts';
import { CARD_TURN, createCard } from './card.ts';
import { type FlowPair, prepareFlow, type TurnFlows } from './flow.ts';
import type { Footing } from './foot.ts';
import type { TurnPlace } from './turn-places.ts';

/** From so many photographs round a thing on, views between them are worked out; fewer step (rulings §4.8). */
export const FLOW_ANGLES = 12;
export const STEP_ANGLES = 4;
/** Share of the swing during which two or three photographs of an arc dissolve. */
const ARC_DISSOLVE = 0.34;

/** One thing from any side: `turn` is in full turns, `swing` −1 to 1 serves what has too few sides to turn. */
export type TurnViews = { kind: 'flow' | 'steps' | 'arc'; sides: number; at(turn: number, swing: number): TurnMoment };
/**
 * One view, or two dissolving into each other, drawn at full strength below, so that no frame is see-through. `ground` is
 * where the thing meets the floor, on the canvas of its views; without it, as the first side does.
 */
export type TurnMoment = { view: Picture; over?: { view: Picture; share: number }; ground?: TurnGround };
/** In shares of the canvas. */
export type TurnGround = { place: TurnPlace; footing: Footing };

/**
 * Photographs bent all the way differ from the next one by so much of the outline at most: 0.05 was measured for a helmet,
 * 0.85 to 0.95 for a slatted chair, a rack and a bicycle, whose legs and spokes bend like rubber.
 */
const MOST_MISFIT = 0.35;
/** Steps of more sides than this would take a film's length for one turn. */
const MOST_STEPS = 12;

/**
 * Turns the only way its photographs allow: through views between them, from one to the next, or by an arc.
 * @param flows how the thing moves between so many photographs that views between them can be worked out
 */
export function prepareTurn(toolkit: Toolkit, angles: Angles, flows?: TurnFlows): TurnViews {
  const count = angles.sides.length;
  if (flows && flows.misfit <= MOST_MISFIT)
    return { kind: 'flow', sides: count, at: flowAround(toolkit, angles, flows.pairs) };
  if (count < STEP_ANGLES) {
    const pictures = angles.sides.map(({ picture }) => picture);
    return { kind: 'arc', sides: count, at: arcAround(toolkit, pictures) };
  }
  const sides = thinOut(angles.sides, MOST_STEPS);
  return { kind: 'steps', sides: sides.length, at: stepAround({ ...angles, sides }) };
}

function thinOut<Side>(sides: readonly Side[], most: number): Side[] {
  const count = Math.min(sides.length, most);
  return Array.from({ length: count }, (_, index) => sides[Math.floor((index * sides.length) / count)]!);
}

/** A flat print has one side and is turned to both sides of the camera. */
export function turnPrint(toolkit: Toolkit, print: Picture): TurnViews {
  const card = createCard(toolkit, print);
  return { kind: 'arc', sides: 1, at: (_turn, swing) => ({ view: card(CARD_TURN * swing) }) };
}

/** Where between two of `count` views a turn is. */
function placeAround(turn: number, count: number): { index: number; next: number; share: number } {
  const place = (turn - Math.floor(turn)) * count;
  const index = Math.floor(place) % count;
  return { index, next: (index + 1) % count, share: place - Math.floor(place) };
}

/** Half way between two photographs one gives way to the other, this far before and after. */
const HAND_OVER = 0.08;

function flowAround(toolkit: Toolkit, angles: Angles, flows: readonly FlowPair[]): TurnViews['at'] {
  const pictures = angles.sides.map(({ picture }) => picture);
  const flow = prepareFlow(toolkit, pictures, flows);
  const [below, above] = [flow.openSurface(), flow.openSurface()];
  return (turn) => {
    const { index, next, share } = placeAround(turn, pictures.length);
    const ground = groundBetween(angles, angles.sides[index]!, angles.sides[next]!, share);
    const given = (share - 0.5 + HAND_OVER) / (2 * HAND_OVER);
    const view = given < 1 ? flow.bend(index, 'next', share, below) : flow.bend(next, 'before', 1 - share, below);
    const isHandedOver = given > 0 && given < 1;
    return {
      view,
      ...(isHandedOver ? { over: { view: flow.bend(next, 'before', 1 - share, above), share: given } } : {}),
      ...(ground ? { ground } : {}),
    };
  };
}

/** Part of a step's way in which one photograph gives way to the next. Eased, it is over within a frame: two of a thing are hardly seen. */
const GIVES_WAY = { from: 0.3, to: 0.7 };

/** One photograph after another: whoever turns says when, and how fast (`stepTurn`). */
function stepAround(angles: Angles): TurnViews['at'] {
  const { sides } = angles;
  return (turn) => {
    const { index, next, share } = placeAround(turn, sides.length);
    const given = (share - GIVES_WAY.from) / (GIVES_WAY.to - GIVES_WAY.from);
    const [side, other] = [sides[index]!, sides[next]!];
    const ground = groundBetween(angles, side, other, given < 0.5 ? 0 : 1);
    const moment = given >= 1 ? { view: other.picture } : { view: side.picture };
    return {
      ...moment,
      ...(given > 0 && given < 1 ? { over: { view: other.picture, share: given } } : {}),
      ...(ground ? { ground } : {}),
    };
  };
}

/** Seconds of one step from photograph to photograph, and what of it the turning takes. */
const STEP_TURN_SECONDS = 0.2;
/** What lands on a beat begins before it. */
const STEP_EARLY = 0.12;

/**
 * Full turns made after so many seconds, in steps that land on the music's beats and rest between them: photographs that
 * melt into each other all the time show two of everything.
 */
export function stepTurn(seconds: number, stepSeconds: number, sides: number): number {
  const since = seconds + STEP_EARLY;
  const done = Math.floor(since / stepSeconds);
  const way = Math.min(1, (since - done * stepSeconds) / STEP_TURN_SECONDS);
  // Before the first beat is the cut itself: nothing turns there.
  return done < 1 ? 0 : (done - 1 + cubicInOut(way)) / sides;
}

function groundBetween(angles: Angles, side: Angle, other: Angle, share: number): TurnGround | undefined {
  const footing = share < 0.5 ? side.footing : other.footing;
  if (!footing) return undefined;
  const at = (of: (place: TurnPlace) => number, whole: number) => mix(of(side.place), of(other.place), share) / whole;
  return {
    footing,
    place: {
      x: at(({ x }) => x, angles.width),
      y: at(({ y }) => y, angles.height),
      width: at(({ width }) => width, angles.width),
      height: at(({ height }) => height, angles.height),
    },
  };
}

/** Two or three photographs share the swing: the next one comes in where it turns back. */
function arcAround(toolkit: Toolkit, angles: readonly Picture[]): TurnViews['at'] {
  const arcs = angles.map((angle) => createArc(toolkit, angle));
  return (turn, swing) => {
    const place = Math.min(arcs.length - 1e-6, Math.max(0, (turn - Math.floor(turn)) * arcs.length));
    const index = Math.floor(place);
    const share = (place - index - (1 - ARC_DISSOLVE)) / ARC_DISSOLVE;
    const view = arcs[index]!(swing);
    const next = arcs[index + 1];
    return share <= 0 || !next ? { view } : { view, over: { view: next(swing), share } };
  };
}
