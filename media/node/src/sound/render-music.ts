import type { MusicPlan, SoundFigures } from '@kinora/media-core';
import { writeAside } from '../files/write-aside.ts';
import { runSoundChild, type SoundOptions } from './sound-child.ts';

/**
 * Renders a plan into a 48 kHz stereo WAV of exactly `plan.lengthSamples`, in a child process; 15 s take about 2 s. The
 * same plan gives the same bytes.
 *
 * @example const figures = await renderMusic(planMusic({ mood: 'calm', bpm: 80, totalFrames: 450, fps: 30, cuts, seed: 7 }), 'music.wav');
 */
export async function renderMusic(plan: MusicPlan, file: string, options: SoundOptions = {}): Promise<SoundFigures> {
  const reply = await writeAside(file, (asidePath) =>
    runSoundChild({ kind: 'music', plan, file: asidePath }, 'sound.music_failed', options),
  );
  return reply.figures;
}
