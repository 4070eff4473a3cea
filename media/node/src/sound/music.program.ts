/** Child program: reads a MusicPlan from its parent, writes a WAV file, answers with what it measured. */
import { writeFileSync } from 'node:fs';
import { type MusicPlan, measureSound, SAMPLE_RATE, toWav } from '@kinora/media-core';
import { playMusic } from './play-music.ts';

export type MusicRequest = { plan: MusicPlan; file: string };

process.once('message', async ({ plan, file }: MusicRequest) => {
  const sound = await playMusic(plan);
  writeFileSync(file, toWav({ sampleRate: SAMPLE_RATE, channels: [sound.left, sound.right] }));
  process.send?.(measureSound(sound, SAMPLE_RATE), () => process.disconnect());
});
