import { writeFile } from 'node:fs/promises';
import type { Rate } from '@kinora/contract';
import type { MediaEngine } from '../engine/engine.ts';
import type { EngineRequest, EngineRunOptions } from '../engine/request.ts';

export type JoinPart = { readonly path: string; readonly lengthFrames: number };

/**
 * List for FFmpeg's concat reader. Each part's length is written down as the difference of two rounded ends, so the
 * rounding to microseconds never adds up: every part starts within half a microsecond of its frame, which lands on the
 * exact tick. Left to itself the reader takes each file's own length and drifts.
 */
export function joinList(parts: readonly JoinPart[], rate: Rate): string {
  const microsecondsAt = (frame: number) => Math.round((frame * rate.denominator * 1_000_000) / rate.numerator);
  let frame = 0;
  const lines = parts.map((part) => {
    const start = microsecondsAt(frame);
    frame += part.lengthFrames;
    const seconds = ((microsecondsAt(frame) - start) / 1_000_000).toFixed(6);
    return `file '${part.path.replaceAll("'", "'\\''")}'\nduration ${seconds}\n`;
  });
  return `ffconcat version 1.0\n${lines.join('')}`;
}

/** Joins parts of the same encoding without touching their pixels, and puts a finished sound beside them. */
export function planJoin(plan: { listPath: string; soundPath?: string; targetPath: string }): EngineRequest {
  const sound = plan.soundPath;
  return {
    inputs: [
      { kind: 'file', path: plan.listPath, format: 'concat', options: { safe: '0' } },
      ...(sound === undefined ? [] : [{ kind: 'file' as const, path: sound }]),
    ],
    outputs: [
      {
        kind: 'file',
        path: plan.targetPath,
        container: 'mp4',
        options: { movflags: '+faststart' },
        streams: [
          { kind: 'copy', input: 0, media: 'video' },
          ...(sound === undefined ? [] : [{ kind: 'copy' as const, input: 1, media: 'audio' as const }]),
        ],
      },
    ],
  };
}

/** `listPath` is written beside the parts, in the caller's temporary folder. */
export async function joinFiles(
  engine: MediaEngine,
  plan: { parts: readonly JoinPart[]; rate: Rate; listPath: string; soundPath?: string; targetPath: string },
  options: EngineRunOptions = {},
): Promise<void> {
  await writeFile(plan.listPath, joinList(plan.parts, plan.rate));
  await engine.run(planJoin(plan), options);
}
