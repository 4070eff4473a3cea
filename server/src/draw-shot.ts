import { FULL_SIZES, type RenderSegment } from '@kinora/contract';
import type { EngineChoice, StillDrawer } from '@kinora/media-node';
import type { DrawShot } from './domains/projects/index.ts';
import type { Storage } from './platform/storage/index.ts';

/** An exact frame of a shot at the width asked for: the render's own code, in the still drawer's process. */
export function createDrawShot(parts: { stills: StillDrawer; storage: Storage; engineChoice: EngineChoice }): DrawShot {
  return async (organizationId, { scene, storyboard, shotKey, lengthFrames, frame, ratio, width }) => {
    const full = FULL_SIZES[ratio];
    const size = { width: toEven(width), height: toEven((width * full.height) / full.width) };
    const hashes = scene.subjects.map((subject) => subject.hash);
    if (storyboard.look.logo) hashes.push(storyboard.look.logo.hash);
    const paths = await Promise.all(hashes.map(async (hash) => [hash, await parts.storage.localPath({ organizationId, hash })] as const));
    const segment: RenderSegment = { contentHash: '0'.repeat(64), startFrame: 0, lengthFrames, layers: [{ shotKey, scene, shotLengthFrames: lengthFrames, offsetFrames: 0 }], captions: [] };
    return parts.stills.draw({
      plan: { ratio, size, rate: storyboard.rate, totalFrames: lengthFrames, look: storyboard.look, encode: { codec: 'h264', preset: 'veryfast', crf: 20 } },
      segment,
      frame: Math.min(frame, lengthFrames - 1),
      files: Object.fromEntries(paths),
      engine: parts.engineChoice,
    });
  };
}

function toEven(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}
