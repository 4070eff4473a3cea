import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { newId } from '../../../platform/ids.ts';
import { makeStoryboard } from '../storyboard.testing.ts';
import { filesOf } from './plan-frame.ts';
import { createShotDrawer } from './shot-drawer.ts';

const opened: string[] = [];
const drawer = createShotDrawer({
  engineChoice: {},
  openByHash: async (_organizationId, hash) => {
    opened.push(hash);
    const path = join(tmpdir(), `kinora-preview-${hash}`);
    await writeFile(path, 'not a picture');
    return path;
  },
});
afterAll(() => drawer.close());

const storyboard = makeStoryboard();
storyboard.look.fonts = {
  display: 'Playfair Display',
  displayItalic: 'Playfair Display',
  text: 'Inter',
  figures: 'Inter',
  wordmark: 'Inter',
};
const organizationId = newId();
const { scene } = storyboard.scenes[1]!.shots[0]!;
const request = { scene, storyboard, shotKey: 's2a', lengthFrames: 60, frame: 40, ratio: '9:16' as const, width: 320 };

test('draws the frame asked for in its shape, and the same one again without drawing', async () => {
  const first = await drawer.draw(organizationId, request);
  const { format, width, height } = await sharp(first).metadata();
  expect([format, width, height]).toEqual(['jpeg', 320, 568]);
  const { channels } = await sharp(first).stats();
  expect(Math.max(...channels.map((channel) => channel.stdev))).toBeGreaterThan(2);
  expect(await drawer.draw(organizationId, request)).toBe(first);
  const changed = { ...request, scene: { ...scene, words: { lines: ['Another'], items: [] } } };
  expect((await drawer.draw(organizationId, changed)).equals(first)).toBe(false);
});

test('a picture that cannot be read fails this frame only', async () => {
  const hash = 'a'.repeat(64);
  const subject = {
    pictureKey: 'p',
    use: 'photo' as const,
    hash,
    width: 10,
    height: 10,
    stands: false,
    meanLightness: 50,
    inFrame: 0,
  };
  const broken = { ...request, scene: { ...scene, kind: 'photo' as const, subjects: [subject] } };
  expect(filesOf(broken)).toEqual([hash]);
  await expect(drawer.draw(organizationId, broken)).rejects.toMatchObject({ code: 'project.preview_unavailable' });
  expect(opened).toEqual([hash]);
  expect((await drawer.draw(organizationId, { ...request, frame: 10 })).length).toBeGreaterThan(500);
});
