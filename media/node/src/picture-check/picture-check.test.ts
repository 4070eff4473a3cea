import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { repositoryFile } from '../files/program.ts';
import { withTemporaryFolder } from '../files/temporary-folder.ts';
import { lookAtPicture } from './look-at-picture.ts';
import { readModelFiles } from './model-files.ts';
import { createPictureChecker, type PictureChecker } from './picture-checker.ts';
import { planNetwork } from './plan-network.ts';
import { INPUT_SIDE, runNetwork } from './run-network.ts';

const checkers: PictureChecker[] = [];
const open = (limits: Parameters<typeof createPictureChecker>[0] = {}) => {
  const checker = createPictureChecker(limits);
  checkers.push(checker);
  return checker;
};
afterEach(() => {
  for (const checker of checkers.splice(0)) checker.close();
});

/** Frames of the sample film: tailoring on paper and on slate. */
const HARMLESS = repositoryFile('docs', 'images', 'sample-film.jpg');
const SILENT = 'media/node/src/testing/silent.program.ts';

function paint(valueAt: (x: number, y: number, channel: number) => number) {
  const data = new Float32Array(INPUT_SIDE * INPUT_SIDE * 3);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / 3);
    data[at] = valueAt(pixel % INPUT_SIDE, Math.floor(pixel / INPUT_SIDE), at % 3);
  }
  return { width: INPUT_SIDE, height: INPUT_SIDE, channels: 3, data };
}

it('answers as TensorFlow.js 4.22.0 does with the same model and the same pixels', async () => {
  const network = planNetwork(await readModelFiles());
  const waves = paint((x, y, c) => 0.5 + 0.5 * Math.sin(x / (9 + c * 4) + y / (17 - c * 3)));
  const tiles = paint((x, y, c) => (((x >> 4) + (y >> 4) + c) % 3) / 2);
  const answersOf = (picture: typeof waves) =>
    [...runNetwork(network, picture)].map((value) => Number(value.toFixed(4)));
  expect(answersOf(waves)).toEqual([0.0654, 0.0109, 0.9116, 0.0111, 0.001]);
  expect(answersOf(tiles)).toEqual([0.0211, 0.0012, 0.9774, 0.0003, 0.0001]);
});

it('sees nothing in a harmless picture, from a child process', { timeout: 60_000 }, async () => {
  const checker = open();
  const scores = await checker.look(HARMLESS);
  expect(scores.neutral).toBeGreaterThan(0.8);
  expect(scores.porn + scores.hentai + scores.sexy).toBeLessThan(0.05);
  expect(await lookAtPicture(HARMLESS)).toEqual(scores);
  expect(checker.model).toBe('nsfwjs 4.3.0, MobileNetV2');
});

it('says of a file that is no picture that it was not checked, and goes on with the next', {
  timeout: 60_000,
}, async () => {
  const checker = open();
  await withTemporaryFolder(tmpdir(), async (folder) => {
    const file = join(folder, 'words.webp');
    await writeFile(file, 'These are words.');
    await expect(checker.look(file)).rejects.toMatchObject({ code: 'picture_check.failed', isRetryable: true });
  });
  expect((await checker.look(HARMLESS)).neutral).toBeGreaterThan(0.8);
});

it('gives up on a child that says nothing, and on one that dies; neither is a verdict', {
  timeout: 60_000,
}, async () => {
  const checker = open({ program: SILENT, timeLimitMs: 1500 });
  await expect(checker.look('silence')).rejects.toMatchObject({ code: 'picture_check.failed', isRetryable: true });
  await expect(checker.look('die')).rejects.toThrow(/by itself/);
});
