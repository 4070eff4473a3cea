import type { RenderPlan } from '@kinora/contract';
import type { SegmentFacts } from '@kinora/media-core';
import type { FrameStats } from '../checks/frame-stats.ts';
import type { EngineChoice } from '../engine/engine.ts';
import type { RenderPart } from './parts.ts';

/** First message to a render worker. */
export type WorkerStart = { readonly kind: 'start'; readonly engine: EngineChoice };
/** One part to draw. `files` gives the path of every stored file its segment draws from. */
export type WorkerPart = {
  readonly kind: 'part';
  /** The plan with this one segment only: a worker draws for many films, and a plan of all their shots is long. */
  readonly plan: RenderPlan;
  readonly part: RenderPart;
  readonly path: string;
  readonly files: Record<string, string>;
};
export type WorkerTask = WorkerStart | WorkerPart;

export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'frame'; readonly frame: number }
  /** A small JPEG of the frame just drawn, at most once a second. */
  | { readonly kind: 'preview'; readonly frame: number; readonly jpeg: Uint8Array }
  | {
      readonly kind: 'finished';
      readonly frames: number;
      readonly facts: SegmentFacts;
      /** Of each frame drawn, numbered inside the segment. */
      readonly stats: FrameStats[];
      readonly prepareSeconds: number;
      readonly drawSeconds: number;
    }
  | { readonly kind: 'failed'; readonly message: string };
