import type { RenderPlan } from '@kinora/contract';
import type { EngineChoice } from '@kinora/media-node';

/** One frame to draw: a plan of one segment, and where the files it names lie. */
export type FrameTask = {
  id: number;
  plan: RenderPlan;
  frame: number;
  files: Record<string, string>;
  engine: EngineChoice;
};
export type FrameReply =
  | { id: number; kind: 'drawn'; jpeg: Uint8Array }
  | { id: number; kind: 'failed'; message: string };
