import { createHash } from 'node:crypto';
import type { FilmLook, RenderPlan } from '@kinora/contract';
import type { EngineIdentity } from '../engine/engine.ts';

/** A run of frames that one worker draws and encodes as one file, starting on a key frame. */
export type RenderPart = {
  /** Name in the segment cache: the segment's own hash, the range, and what encodes it. */
  readonly key: string;
  readonly segment: number;
  /** First frame, counted inside the segment. */
  readonly startFrame: number;
  readonly lengthFrames: number;
};

/** Four seconds at 30 frames: shorter shots stay whole, because every further worker prepares the shot again. */
const LONGEST_PART_FRAMES = 120;

/**
 * Cuts a plan into parts. Only long segments are split, and by their length alone: the number of workers must not
 * matter, or a second render on another machine would find nothing in the cache.
 */
export function planParts(plan: RenderPlan, engine: EngineIdentity): RenderPart[] {
  return plan.segments.flatMap((segment, index) => {
    const count = Math.ceil(segment.lengthFrames / LONGEST_PART_FRAMES);
    return Array.from({ length: count }, (_, part) => {
      const startFrame = Math.floor((segment.lengthFrames * part) / count);
      const lengthFrames = Math.floor((segment.lengthFrames * (part + 1)) / count) - startFrame;
      return {
        key: partKey(plan, segment.contentHash, { startFrame, lengthFrames }, engine),
        segment: index,
        startFrame,
        lengthFrames,
      };
    });
  });
}

/** The segment's hash already covers its pixels; size, rate, encoder and engine are hashed again so that no planner can forget them. */
function partKey(
  plan: RenderPlan,
  contentHash: string,
  range: { startFrame: number; lengthFrames: number },
  engine: EngineIdentity,
): string {
  return hashOf([
    'part',
    contentHash,
    range.startFrame,
    range.lengthFrames,
    plan.size,
    plan.rate,
    plan.encode,
    engine.name,
    engine.version,
  ]);
}

/** Where a segment's facts (text boxes, contrasts) are kept, so that a reused segment can still be checked. */
export function factsKey(plan: RenderPlan, segment: number): string {
  return hashOf(['facts', plan.segments[segment]?.contentHash, plan.size]);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Where a part's frame figures are kept. */
export function statsKey(part: RenderPart): string {
  return hashOf(['stats', part.key]);
}

/** Stored files that a film's look names: logos and the brand's own fonts. */
export function lookFiles({ logo, logoOnDark, faces = [] }: FilmLook): string[] {
  return [...(logo ? [logo] : []), ...(logoOnDark ? [logoOnDark] : []), ...faces].map(({ hash }) => hash);
}

function markFiles(mark: RenderPlan['watermark']): string[] {
  return mark ? [mark.hash, ...(mark.onDark ? [mark.onDark.hash] : [])] : [];
}

/** Stored files that a segment draws from. */
export function segmentFiles(plan: RenderPlan, segment: number): string[] {
  const layers = plan.segments[segment]?.layers ?? [];
  const hashes = layers.flatMap((layer) => layer.scene.subjects.map((subject) => subject.hash));
  return [...new Set([...hashes, ...lookFiles(plan.look), ...markFiles(plan.watermark)])];
}
