import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeEngines } from '../testing/engines.ts';
import { countingFrames, readCount } from '../testing/frames.ts';
import { DEFAULT_ENCODE, encodeFrames } from './encode-frames.ts';
import { openFrameReader } from './frame-reader.ts';

const SIZE = { width: 320, height: 180 };

describeEngines('reading a film’s frames in order', (engine, folder) => {
  it('gives each frame asked for, forwards, skipping, again, backwards and past the end', async () => {
    const path = join(folder(), 'film.mp4');
    await encodeFrames(
      engine(),
      { path, size: SIZE, rate: { numerator: 25, denominator: 1 }, settings: DEFAULT_ENCODE },
      { frames: countingFrames(SIZE, 120, 0) },
    );
    const reader = await openFrameReader(engine(), { path });
    const seen: number[] = [];
    for (const frame of [0, 1, 2, 2, 5, 40, 119, 10, 11, 118, 119, 130])
      seen.push(readCount(await reader.read(frame), SIZE));
    await reader.close();
    const late = await openFrameReader(engine(), { path });
    seen.push(readCount(await late.read(500), SIZE));
    await late.close();
    expect(seen).toEqual([0, 1, 2, 2, 5, 40, 119, 10, 11, 118, 119, 119, 119]);
  });

  it('says so when the film cannot be read', async () => {
    await expect(openFrameReader(engine(), { path: join(folder(), 'nowhere.mp4') })).rejects.toMatchObject({
      name: 'KinoraError',
    });
  });
});
