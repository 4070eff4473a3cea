import {
  type AudioGraph,
  type Disclosure,
  type EncodeSettings,
  type FramingPath,
  FULL_SIZES,
  type Ratio,
  type RenderPlan,
  type SceneDescription,
  type Size,
  type Storyboard,
  type Watermark,
} from '@kinora/contract';
import { type Cue, planSegments, type SegmentShot, shotsOfStoryboard } from '@kinora/media-core';
import { hashText } from '../hash.ts';

export type RenderPlanInput = {
  storyboard: Storyboard;
  ratio: Ratio;
  /** Scene to draw for a shot when it is not the storyboard's: the take people selected. */
  takeScenes: ReadonlyMap<string, SceneDescription>;
  /** Paths that people set for crops in this shape, by shot. */
  paths?: Readonly<Record<string, FramingPath>> | undefined;
  quality: 'draft' | 'final';
  /** Captions to burn in, broken for the ratio; empty for none. */
  cues: readonly Cue[];
  watermark: Watermark | undefined;
  disclosure?: Disclosure | undefined;
  audio: AudioGraph | undefined;
  engine: { name: string; version: string };
};

const ENCODE: Readonly<Record<'draft' | 'final', EncodeSettings>> = {
  final: { codec: 'h264', preset: 'veryfast', crf: 20 },
  draft: { codec: 'h264', preset: 'ultrafast', crf: 26 },
};

export function sizeOf(ratio: Ratio, quality: 'draft' | 'final'): Size {
  const full = FULL_SIZES[ratio];
  return quality === 'final' ? full : { width: toEven(full.width / 2), height: toEven(full.height / 2) };
}

function toEven(value: number): number {
  return Math.round(value / 2) * 2;
}

/** One ratio of the film as data: every segment laid out for this shape, by the hash of what decides its pixels. */
export function buildRenderPlan(input: RenderPlanInput): RenderPlan {
  const { storyboard, ratio } = input;
  const size = sizeOf(ratio, input.quality);
  const encode = ENCODE[input.quality];
  const segments = planSegments(
    {
      shots: filmShots(input),
      look: storyboard.look,
      size,
      rate: storyboard.rate,
      encode,
      engine: input.engine,
      captions: input.cues,
      ...(input.watermark ? { watermark: input.watermark } : {}),
      ...(input.disclosure ? { disclosure: input.disclosure } : {}),
    },
    hashText,
  );
  return {
    ratio,
    size,
    rate: storyboard.rate,
    totalFrames: storyboard.targetFrames,
    look: storyboard.look,
    ...(input.watermark ? { watermark: input.watermark } : {}),
    ...(input.disclosure ? { disclosure: input.disclosure } : {}),
    segments,
    ...(input.audio ? { audio: input.audio } : {}),
    encode,
  };
}

function filmShots({ storyboard, takeScenes, paths = {} }: RenderPlanInput): SegmentShot[] {
  return shotsOfStoryboard(storyboard).map((shot) => ({
    ...shot,
    scene: withPath(takeScenes.get(shot.shotKey) ?? shot.scene, paths[shot.shotKey]),
  }));
}

/** A path belongs to one shape's film; the shot's own description, and with it its take, knows nothing of it. */
function withPath(scene: SceneDescription, path: FramingPath | undefined): SceneDescription {
  const [first, ...others] = scene.subjects;
  return first && path?.length ? { ...scene, subjects: [{ ...first, path }, ...others] } : scene;
}

/** The same plan with only the segments of one shot, silent: what its take shows. They keep their place in the film. */
export function planOfShot(plan: RenderPlan, shotKey: string): RenderPlan {
  const { audio: _audio, ...rest } = plan;
  const segments = plan.segments.filter((segment) => segment.layers.at(-1)?.shotKey === shotKey);
  return { ...rest, segments, totalFrames: segments.reduce((sum, segment) => sum + segment.lengthFrames, 0) };
}
