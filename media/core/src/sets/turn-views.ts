import type { Picture, Toolkit } from '../canvas/toolkit.ts';
import { createArc } from './arc.ts';
import { createCard } from './card.ts';
import { blendViews } from './flow.ts';

/** From so many photographs round a thing on, views between them are worked out; fewer step (rulings §4.8). */
export const FLOW_ANGLES = 12;
export const STEP_ANGLES = 4;
/** Views worked out between two neighbouring photographs. */
const BETWEEN = 3;
/** Share of a step during which two views dissolve. */
const DISSOLVE = 0.34;

/** One thing from any side: `turn` is in full turns, `swing` −1 to 1 serves what has too few sides to turn. */
export type TurnViews = { kind: 'flow' | 'steps' | 'arc'; at(turn: number, swing: number): TurnMoment };
/** One view, or two dissolving into each other. Drawn at full strength below, so that no frame is see-through. */
export type TurnMoment = { view: Picture; over?: { view: Picture; share: number } };

/** Turns the only way its photographs allow: through views between them, from one to the next, or by an arc. */
export async function prepareTurn(toolkit: Toolkit, angles: readonly Picture[]): Promise<TurnViews> {
  if (angles.length >= FLOW_ANGLES)
    return { kind: 'flow', at: dissolveAround(await blendViews(toolkit, angles, BETWEEN), 1) };
  if (angles.length >= STEP_ANGLES) return { kind: 'steps', at: dissolveAround(angles, DISSOLVE) };
  return { kind: 'arc', at: arcAround(toolkit, angles) };
}

/** A flat print has one side and is turned to both sides of the camera. */
export function turnPrint(toolkit: Toolkit, print: Picture): TurnViews {
  const card = createCard(toolkit, print);
  return { kind: 'arc', at: (_turn, swing) => ({ view: card(swing) }) };
}

/** @param dissolve share of each step in which two views mix; 1 mixes always */
function dissolveAround(views: readonly Picture[], dissolve: number): TurnViews['at'] {
  return (turn) => {
    const place = (turn - Math.floor(turn)) * views.length;
    const index = Math.floor(place) % views.length;
    const view = views[index]!;
    const share = (place - Math.floor(place) - (1 - dissolve)) / dissolve;
    return share <= 0 ? { view } : { view, over: { view: views[(index + 1) % views.length]!, share } };
  };
}

/** Two or three photographs share the swing: the next one comes in where it turns back. */
function arcAround(toolkit: Toolkit, angles: readonly Picture[]): TurnViews['at'] {
  const arcs = angles.map((angle) => createArc(toolkit, angle));
  return (turn, swing) => {
    const place = Math.min(arcs.length - 1e-6, Math.max(0, (turn - Math.floor(turn)) * arcs.length));
    const index = Math.floor(place);
    const share = (place - index - (1 - DISSOLVE)) / DISSOLVE;
    const view = arcs[index]!(swing);
    const next = arcs[index + 1];
    return share <= 0 || !next ? { view } : { view, over: { view: next(swing), share } };
  };
}
