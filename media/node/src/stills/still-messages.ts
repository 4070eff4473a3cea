import type { RenderPlan, RenderSegment } from '@kinora/contract';
import type { EngineChoice } from '../engine/engine.ts';

/** One exact frame wanted. `plan` carries size, rate and look; `frame` counts from the segment's start. */
export type StillTask = {
  readonly id: number;
  readonly plan: Omit<RenderPlan, 'segments' | 'audio'>;
  readonly segment: RenderSegment;
  readonly frame: number;
  /** Path of every stored file the segment draws from, by content hash. */
  readonly files: Record<string, string>;
  readonly engine: EngineChoice;
};

export type StillAnswer = { readonly id: number; readonly jpeg: Uint8Array } | { readonly id: number; readonly failure: string };
