import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../engine/open-engine.ts';
import { DEFAULT_ENCODE, encodeFrames } from '../frames/encode-frames.ts';
import { readFilmStamp, stampFilm, stampPicture } from './write-xmp.ts';
import { sourceTypeOf, toXmp } from './xmp.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kinora-xmp-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SAID = { title: 'Linen & <silk> "2"', tool: 'Kinora 1.0.0', models: ['fal · Kling 2.5', 'Replicate · FLUX'] };

test('a packet is well-formed, says who took part, and holds no date', () => {
  const xmp = toXmp(SAID);
  expect(xmp).toContain('Linen &amp; &lt;silk&gt; &quot;2&quot;');
  expect(xmp).toContain('<Iptc4xmpExt:AISystemUsed>fal · Kling 2.5, Replicate · FLUX</Iptc4xmpExt:AISystemUsed>');
  expect(xmp).not.toMatch(/\d{4}-\d{2}-\d{2}T/);
  expect(toXmp({ ...SAID, models: [] })).not.toContain('AISystemUsed');
  expect([sourceTypeOf(SAID), sourceTypeOf({ models: [] })].map((type) => type.split('/').at(-1))).toEqual([
    'compositeWithTrainedAlgorithmicMedia',
    'composite',
  ]);
});

test('a stamped film plays as before and gives its packet back; the same film is the same bytes', async () => {
  const engine = await openEngine({});
  const path = join(folder, 'film.mp4');
  const size = { width: 64, height: 36 };
  async function* frames() {
    for (let frame = 0; frame < 12; frame += 1) yield Buffer.alloc(size.width * size.height * 4, 20 * frame);
  }
  await encodeFrames(
    engine,
    { path, size, rate: { numerator: 30, denominator: 1 }, settings: DEFAULT_ENCODE },
    { frames: frames() },
  );
  const before = await readFile(path);
  expect(await readFilmStamp(path)).toBeNull();
  await stampFilm(path, toXmp(SAID));
  const after = await readFile(path);
  expect(after.subarray(0, before.length).equals(before)).toBe(true);
  expect(await readFilmStamp(path)).toBe(toXmp(SAID));
  const probe = await engine.probe(path);
  expect(probe.video?.frameCount).toBe(12);
  const again = join(folder, 'again.mp4');
  await writeFile(again, before);
  await stampFilm(again, toXmp(SAID));
  expect((await readFile(again)).equals(after)).toBe(true);
});

test('a stamped JPEG is the same picture, and other programs read the packet', async () => {
  const path = join(folder, 'cover.jpg');
  const grey = { create: { width: 40, height: 30, channels: 3 as const, background: { r: 90, g: 80, b: 70 } } };
  await sharp(grey).jpeg().toFile(path);
  const before = await sharp(path).raw().toBuffer();
  await stampPicture(path, toXmp(SAID));
  expect((await sharp(path).raw().toBuffer()).equals(before)).toBe(true);
  expect((await sharp(path).metadata()).xmp?.toString('utf8')).toBe(toXmp(SAID));
});

test('what is no JPEG is left alone', async () => {
  const path = join(folder, 'cover.png');
  const grey = { create: { width: 4, height: 4, channels: 3 as const, background: { r: 9, g: 8, b: 7 } } };
  await sharp(grey).png().toFile(path);
  const { size } = await stat(path);
  await expect(stampPicture(path, toXmp(SAID))).rejects.toThrow();
  expect((await stat(path)).size).toBe(size);
});
