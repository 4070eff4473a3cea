import { readFile, writeFile } from 'node:fs/promises';
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

/** A screen of the studio. */
const HARMLESS = repositoryFile('docs', 'images', 'connections.png');
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
  // Five digits: what TensorFlow.js printed; the order of its sums differs.
  const known = [
    [waves, [0.06539, 0.01085, 0.91162, 0.01112, 0.00102]],
    [tiles, [0.02106, 0.00118, 0.97741, 0.00029, 0.00006]],
  ] as const;
  for (const [picture, answers] of known)
    for (const [at, answer] of runNetwork(network, picture).entries()) expect(answer).toBeCloseTo(answers[at]!, 4);
});

it('sees nothing in a harmless picture, from a child process', { timeout: 60_000 }, async () => {
  const checker = open();
  const scores = await checker.look(HARMLESS);
  expect(scores.neutral).toBeGreaterThan(0.8);
  expect(scores.porn + scores.hentai + scores.sexy).toBeLessThan(0.05);
  expect(await lookAtPicture(HARMLESS)).toEqual(scores);
  // Rows say which model saw what: a newer package is another model.
  const { version } = JSON.parse(await readFile(repositoryFile('node_modules', 'nsfwjs', 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(checker.model).toBe(`nsfwjs ${version}, MobileNetV2`);
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
