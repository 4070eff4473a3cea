import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MusicPlan, parseWav, planBeats, planMusic } from '@kinora/media-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderMusic } from './render-music.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinora-music-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const MOODS = ['calm', 'emotional', 'uplifting', 'epic', 'mysterious', 'driving'] as const;

function planOf(mood: MusicPlan['mood'], seconds: number, seed = 5): MusicPlan {
  const { bpm, beatFrames, totalFrames } = planBeats({ seconds, mood, fps: 30 });
  const cuts = beatFrames.filter((_, beat) => beat % 3 === 0).slice(0, -1);
  return planMusic({ mood, bpm, totalFrames, fps: 30, cuts, seed });
}

describe('renderMusic', () => {
  for (const mood of MOODS) {
    it(`plays ${mood} music of exactly the film's length without clicks or holes`, async () => {
      const plan = planOf(mood, 6);
      const file = join(folder, `${mood}.wav`);
      const figures = await renderMusic(plan, file);
      const { channels, sampleRate } = parseWav(await readFile(file));
      expect(sampleRate).toBe(48_000);
      expect(channels.map((channel) => channel.length)).toEqual([plan.lengthSamples, plan.lengthSamples]);
      expect(figures.peak).toBeGreaterThan(0.2);
      expect(figures.peak).toBeLessThanOrEqual(1);
      expect(figures.largestStep).toBeLessThan(0.45);
      expect(figures.longestSilenceSeconds).toBeLessThan(0.25);
      expect(Math.abs(channels[0]!.at(-1)!)).toBeLessThan(0.001);
    });
  }

  it('makes the same bytes from the same plan and others from another seed', async () => {
    const hash = async (seed: number, name: string) => {
      const file = join(folder, name);
      await renderMusic(planOf('uplifting', 6, seed), file);
      return createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
    };
    const first = await hash(1, 'a.wav');
    expect(await hash(1, 'b.wav')).toBe(first);
    expect(await hash(2, 'c.wav')).not.toBe(first);
  });

  it('stops when it is told to', async () => {
    const started = performance.now();
    await expect(
      renderMusic(planOf('calm', 60), join(folder, 'never.wav'), { signal: AbortSignal.timeout(300) }),
    ).rejects.toMatchObject({ code: 'sound.music_failed' });
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
