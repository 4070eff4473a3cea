/** Child program: makes one sound file (music from a plan, or a finished voice from a raw one) and reports its figures. */
import { readFileSync, writeFileSync } from 'node:fs';
import {
  finishVoice,
  type MusicPlan,
  measureSound,
  parseWav,
  SAMPLE_RATE,
  type SoundFigures,
  toWav,
} from '@kinora/media-core';
import { playMusic } from './play-music.ts';

export type SoundRequest =
  | { kind: 'music'; plan: MusicPlan; file: string }
  | { kind: 'voice'; rawFile: string; speed: number; file: string };

export type SoundReply = { figures: SoundFigures; lengthSeconds: number };

process.once('message', async (request: SoundRequest) => {
  const sound = request.kind === 'music' ? await playMusic(request.plan) : finishRaw(request.rawFile, request.speed);
  writeFileSync(request.file, toWav({ sampleRate: SAMPLE_RATE, channels: [sound.left, sound.right] }));
  const reply: SoundReply = {
    figures: measureSound(sound, SAMPLE_RATE),
    lengthSeconds: sound.left.length / SAMPLE_RATE,
  };
  process.send?.(reply, () => process.disconnect());
});

function finishRaw(rawFile: string, speed: number) {
  const { channels, sampleRate } = parseWav(readFileSync(rawFile));
  return finishVoice(channels[0]!, sampleRate, speed);
}
