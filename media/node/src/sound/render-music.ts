import { KinoraError } from '@kinora/contract';
import type { MusicPlan, SoundFigures } from '@kinora/media-core';
import { guardChild } from '../files/child-limits.ts';
import { forkNodeChild } from '../files/node-child.ts';
import { createTextTail } from '../files/text-tail.ts';
import { writeAside } from '../files/write-aside.ts';
import { soundErrors } from './errors.ts';
import type { MusicRequest } from './music.program.ts';

export type RenderMusicOptions = { signal?: AbortSignal; timeLimitMs?: number };

const TIME_LIMIT_MS = 5 * 60_000;

/**
 * Renders a plan into a 48 kHz stereo WAV of exactly `plan.lengthSamples`, in a child process; 15 s take about 2 s. The
 * same plan gives the same bytes.
 *
 * @example const figures = await renderMusic(planMusic({ mood: 'calm', bpm: 80, totalFrames: 450, fps: 30, cuts, seed: 7 }), 'music.wav');
 */
export function renderMusic(plan: MusicPlan, file: string, options: RenderMusicOptions = {}): Promise<SoundFigures> {
  return writeAside(file, (asidePath) => runChild({ plan, file: asidePath }, options));
}

async function runChild(request: MusicRequest, options: RenderMusicOptions): Promise<SoundFigures> {
  const child = forkNodeChild('media/node/src/sound/music.program.ts');
  const guard = guardChild(child, { signal: options.signal, timeLimitMs: options.timeLimitMs ?? TIME_LIMIT_MS });
  const errors = createTextTail();
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.add(text));
  child.stdout?.resume();
  try {
    return await new Promise<SoundFigures>((resolve, reject) => {
      child.once('message', (figures: SoundFigures) => resolve(figures));
      child.once('error', reject);
      child.once('exit', (code) => reject(failure(guard.reason() ?? `exit ${code}`, errors.read())));
      child.send(request);
    });
  } finally {
    guard.release();
  }
}

function failure(why: string, log: string): KinoraError {
  const { sentence } = soundErrors['sound.music_failed'];
  return new KinoraError('sound.music_failed', `music child ended: ${why}\n${log.slice(-2000)}`, {
    sentence,
    isRetryable: true,
  });
}
