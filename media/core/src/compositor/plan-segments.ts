import type {
  Disclosure,
  EncodeSettings,
  FilmLook,
  Rate,
  RenderSegment,
  SegmentCaption,
  SegmentLayer,
  Size,
  Watermark,
} from '@kinora/contract';
import type { Cue } from '../captions/index.ts';
import { canonicalJson } from './canonical-json.ts';
import type { SegmentShot } from './segment-shots.ts';

export type SegmentPlanRequest = {
  shots: readonly SegmentShot[];
  look: FilmLook;
  size: Size;
  rate: Rate;
  encode: EncodeSettings;
  /** Name and version of the FFmpeg used (rulings §4.2) . */
  engine: { name: string; version: string };
  /** Frames from the film's start, lines broken for the ratio. */
  captions?: readonly Cue[];
  watermark?: Watermark;
  disclosure?: Disclosure;
};

/** SHA-256 of a text in lower-case hex; Node and the browser bring their own. */
export type HashText = (text: string) => string;

/** Raise it whenever drawing code changes pixels on purpose: kept segments of older versions are then drawn again. */
export const COMPOSITOR_VERSION = 7;

type Span = Omit<RenderSegment, 'contentHash' | 'captions'>;

/**
 * Cuts a film into segments: one per shot, and one of its own for each transition, so that changing a shot draws again
 * only what shows it. The hash covers everything that decides the pixels, and nothing else.
 */
export function planSegments(request: SegmentPlanRequest, hash: HashText): RenderSegment[] {
  const spans = planSpans(request.shots);
  return spans.map((span) => {
    const captions = captionsIn(request.captions ?? [], span);
    return { ...span, captions, contentHash: hash(canonicalJson(identityOf(span, captions, request))) };
  });
}

function planSpans(shots: readonly SegmentShot[]): Span[] {
  const spans: Span[] = [];
  let startFrame = 0;
  shots.forEach((shot, index) => {
    const before = shots[index - 1];
    const overlap = before && shot.transitionIn ? Math.min(shot.transitionIn.lengthFrames, shot.lengthFrames) : 0;
    if (before && shot.transitionIn && overlap > 0) {
      spans.push({
        startFrame,
        lengthFrames: overlap,
        layers: [layerOf(before, before.inFrame + before.lengthFrames), layerOf(shot, shot.inFrame)],
        transition: { kind: shot.transitionIn.kind, offsetFrames: 0, lengthFrames: overlap },
      });
    }
    if (shot.lengthFrames > overlap) {
      spans.push({
        startFrame: startFrame + overlap,
        lengthFrames: shot.lengthFrames - overlap,
        layers: [layerOf(shot, shot.inFrame + overlap)],
      });
    }
    startFrame += shot.lengthFrames;
  });
  return spans;
}

function layerOf(shot: SegmentShot, offsetFrames: number): SegmentLayer {
  return { shotKey: shot.shotKey, scene: shot.scene, shotLengthFrames: shot.shotLengthFrames, offsetFrames };
}

function captionsIn(captions: readonly Cue[], span: Span): SegmentCaption[] {
  const end = span.startFrame + span.lengthFrames;
  return captions
    .filter((caption) => caption.startFrame < end && caption.endFrame > span.startFrame)
    .map((caption) => ({
      startFrame: caption.startFrame - span.startFrame,
      endFrame: caption.endFrame - span.startFrame,
      lines: caption.lines,
      language: caption.language,
    }));
}

/** `startFrame` counts only through the grain, which differs from frame to frame of the film. */
function identityOf(span: Span, captions: readonly SegmentCaption[], request: SegmentPlanRequest): unknown {
  const usesLogo = span.layers.some((layer) => layer.scene.kind === 'end_card');
  const { logo, logoOnDark, ...look } = request.look;
  return {
    compositor: COMPOSITOR_VERSION,
    layers: span.layers.map(({ shotKey: _shotKey, ...layer }) => layer),
    lengthFrames: span.lengthFrames,
    transition: span.transition,
    captions,
    look: usesLogo && logo ? { ...look, logo, logoOnDark } : look,
    grainFrame: look.grain > 0 ? span.startFrame : 0,
    watermark: request.watermark,
    disclosure: request.disclosure,
    size: request.size,
    rate: request.rate,
    encode: request.encode,
    engine: request.engine,
  };
}
