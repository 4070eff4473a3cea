import type { FilmCheck, FractionBox, Loudness, RenderPlan } from '@kinora/contract';
import type { SegmentFacts } from '@kinora/media-core';
import type { MediaEngine } from '../engine/engine.ts';
import { decodeFrame, decodeFrames } from '../frames/decode-frames.ts';
import type { MediaProbe } from '../probe/media-probe.ts';
import {
  checkBlack,
  checkBorders,
  checkClipping,
  checkCuts,
  checkFacts,
  checkFirstFrame,
  checkFrozen,
  checkLastCard,
  checkLength,
  checkLoudness,
  checkProductColour,
} from './film-checks.ts';
import { borderDifference, type FrameStats, measureFrame, sampleSize, typeBoxes } from './frame-stats.ts';
import { shotsOf } from './plan-shots.ts';
import { measureProductColours } from './product-colour.ts';

export type FilmToCheck = {
  readonly path: string;
  readonly plan: RenderPlan;
  readonly probe: MediaProbe;
  readonly loudness: Loudness | null;
  readonly facts: readonly (SegmentFacts | null)[];
  readonly beatFrames: readonly number[] | null;
  /** Measured while the frames were drawn (`RenderReport.frameStats`); without it the film is decoded for it. */
  readonly frameStats?: readonly FrameStats[] | null;
  /** Path of a stored file by content hash. Absent: products are not held against their cut-outs. */
  readonly pathOf?: (hash: string) => Promise<string>;
};

/** Looks at a finished film as a viewer's machine would, and answers every check of craft.md §10 that a machine can. */
export async function checkFilm(
  engine: MediaEngine,
  film: FilmToCheck,
  options: { signal?: AbortSignal } = {},
): Promise<FilmCheck[]> {
  const { plan, probe } = film;
  const frames = film.frameStats ?? (await sampleFilm(engine, film, options));
  const measured = frames.flatMap((stats) =>
    stats.border === null ? [] : { frame: stats.frame, difference: stats.border },
  );
  const borders = measured.length > 0 ? measured : await sampleBorders(engine, film, options);
  return [
    ...checkLength(plan, probe),
    checkFirstFrame(frames),
    checkFrozen(frames, recordedIn(plan)),
    checkBlack(frames),
    ...checkClipping(frames),
    checkBorders(borders),
    ...checkFacts(plan, film.facts),
    checkProductColour(await measureProductColours(engine, film, options)),
    checkCuts(plan, film.beatFrames),
    checkLastCard(plan),
    ...checkLoudness(film.loudness, plan.audio?.loudness.integratedLufs ?? -14),
  ];
}

/** Every frame, measured on a small copy in one pass over the film. */
export async function sampleFilm(
  engine: MediaEngine,
  film: Pick<FilmToCheck, 'path' | 'plan' | 'probe' | 'facts'>,
  options: { signal?: AbortSignal } = {},
): Promise<FrameStats[]> {
  const size = sampleSize(film.plan.size);
  const lightness = { values: new Float32Array(size.width * size.height), isFilled: false };
  const stats: FrameStats[] = [];
  const typeAt = typeByFrame(film.plan, film.facts);
  const plan = { path: film.path, startFrame: 0, lengthFrames: film.plan.totalFrames, size };
  const measure = (rgba: Uint8Array, frame: number) => {
    stats.push(measureFrame({ rgba, size, frame, type: typeAt(frame) }, lightness));
    lightness.isFilled = true;
  };
  await decodeFrames(engine, plan, measure, { ...options, probe: film.probe });
  return stats;
}

/** Two frames in the middle of each shot at full size: a line of one pixel is lost in a small copy, and a wipe moves on. */
async function sampleBorders(
  engine: MediaEngine,
  film: FilmToCheck,
  options: { signal?: AbortSignal },
): Promise<{ frame: number; difference: number }[]> {
  const borders: { frame: number; difference: number }[] = [];
  for (const shot of shotsOf(film.plan)) {
    const frame = shot.startFrame + Math.floor(shot.lengthFrames / 2);
    const differences: number[] = [];
    for (const at of [frame, Math.min(frame + WIPE_MOVES_ON, shot.startFrame + shot.lengthFrames - 1)]) {
      const { rgba, size } = await decodeFrame(
        engine,
        { path: film.path, frame: at },
        { ...options, probe: film.probe },
      );
      differences.push(borderDifference(rgba, size));
    }
    borders.push({ frame, difference: Math.min(...differences) });
  }
  return borders;
}

/** Frames after which the edge of a field on its way is elsewhere. */
const WIPE_MOVES_ON = 3;

/** True for the frames of a film that show a person's own recording. */
function recordedIn(plan: RenderPlan): (frame: number) => boolean {
  const recorded = plan.segments.filter(({ layers }) => layers.some(({ scene }) => scene.kind === 'video'));
  return (frame) =>
    recorded.some(({ startFrame, lengthFrames }) => frame >= startFrame && frame < startFrame + lengthFrames);
}

/** Where type stands in a frame, so that ivory letters are not counted as burnt-out picture. */
function typeByFrame(plan: RenderPlan, facts: readonly (SegmentFacts | null)[]): (frame: number) => FractionBox[] {
  const bySegment = plan.segments.map((segment, index) => ({
    end: segment.startFrame + segment.lengthFrames,
    boxes: typeBoxes(facts[index]?.textBoxes ?? [], plan.size),
  }));
  return (frame) => bySegment.find((segment) => frame < segment.end)?.boxes ?? [];
}
