import type { FilmLook, SceneDescription } from '@kinora/contract';
import { sha256 } from './text-hash.ts';

/** What decides a shot's pictures. Prompts and narration are not here: the built-in engine draws the scene. */
export type ShownInputs = { scene: SceneDescription; lengthFrames: number; look: FilmLook };

/**
 * The same hash means the same pictures. A take keeps the hash of what it shows, a shot the hash of what it should show;
 * where they differ the take is stale. The logo counts only where a scene shows it, so that a new logo redoes one shot.
 */
export function shotInputsHash({ scene, lengthFrames, look }: ShownInputs): string {
  const { logo, ...shared } = look;
  const shown = { scene, lengthFrames, look: scene.kind === 'end_card' ? { ...shared, logo } : shared };
  return sha256(stableJson(shown));
}

/** JSON with sorted keys: a row that went through the database keeps its hash. */
export function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}:${stableJson(inner)}`).join(',')}}`;
}
