import type { SceneSubject } from '@kinora/contract';
import type { Toolkit } from '../canvas/toolkit.ts';
import { paintAngles } from './angles.ts';
import { findFlows, SEARCH_HEIGHT, type TurnFlows } from './flow.ts';

/** Turns kept per toolkit: a film has one, and a worker may draw two films. */
const KEPT = 2;
const known = new WeakMap<Toolkit, Map<string, Promise<TurnFlows>>>();

/**
 * How a thing moves from each of its photographs to the next, searched once for every shot, size and shape that a process
 * draws: two thirds of what preparing such a shot took. Searched on copies of one size in one light, so that no frame
 * depends on which shot was drawn first.
 */
export function turnFlows(toolkit: Toolkit, subjects: readonly SceneSubject[]): Promise<TurnFlows> {
  let shelf = known.get(toolkit);
  if (!shelf) {
    shelf = new Map();
    known.set(toolkit, shelf);
  }
  const key = JSON.stringify(subjects.map(({ hash, box }) => [hash, box]));
  const found = shelf.get(key);
  if (found) return found;
  const flows = searchFlows(toolkit, subjects);
  shelf.set(key, flows);
  const kept = shelf;
  // What failed may be tried again.
  flows.catch(() => kept.delete(key));
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return flows;
}

async function searchFlows(toolkit: Toolkit, subjects: readonly SceneSubject[]): Promise<TurnFlows> {
  const { sides } = await paintAngles(toolkit, subjects, SEARCH_HEIGHT, {});
  return findFlows(
    toolkit,
    sides.map(({ picture }) => picture),
  );
}
