import { createHash } from 'node:crypto';
import {
  FULL_SIZES,
  type Ratio,
  type RenderPlan,
  type SceneDescription,
  type Size,
  type Storyboard,
} from '@kinora/contract';
import { planSegments } from '@kinora/media-core';
import { lookFiles } from '@kinora/media-node';

export type FrameRequest = {
  scene: SceneDescription;
  storyboard: Pick<Storyboard, 'look' | 'rate'>;
  shotKey: string;
  lengthFrames: number;
  frame: number;
  ratio: Ratio;
  width: number;
};

/** The width asked for in the shape's own proportions, both even. */
function sizeOf(ratio: Ratio, width: number): Size {
  const full = FULL_SIZES[ratio];
  const even = (value: number) => Math.max(2, Math.round(value / 2) * 2);
  return { width: even(width), height: even((width * full.height) / full.width) };
}

/** The shot alone, without the transition into it: what a person edits is the shot. Its hash names the frame's content. */
export function planFrame(request: FrameRequest): RenderPlan {
  const { scene, shotKey, lengthFrames, ratio } = request;
  const { look, rate } = request.storyboard;
  const size = sizeOf(ratio, request.width);
  const encode = { codec: 'h264', preset: 'veryfast', crf: 20 } as const;
  const shot = { shotKey, scene, lengthFrames, inFrame: 0, shotLengthFrames: lengthFrames };
  const hashText = (text: string) => createHash('sha256').update(text).digest('hex');
  const engine = { name: 'preview', version: '1' };
  const segments = planSegments({ shots: [shot], look, size, rate, encode, engine }, hashText);
  return { ratio, size, rate, totalFrames: lengthFrames, look, segments, encode };
}

/** Content hashes of every file the frame may draw from. */
export function filesOf({ scene, storyboard }: FrameRequest): string[] {
  const hashes = scene.subjects.map((subject) => subject.hash);
  return [...new Set([...hashes, ...lookFiles(storyboard.look)])];
}
