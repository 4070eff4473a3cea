import { expect, test } from 'vitest';
import type { ProjectTree } from '../../api/index.ts';
import { mainAction, segmentsSoFar, segmentsToPlay } from './film-parts.ts';

const take = (id: string) => ({ id, kind: 'video', state: 'ready', url: `${id}.mp4`, posterUrl: `${id}.jpg` });
const shot = (state: string, takes: object[] = [], selected: string | null = null) => ({
  state,
  takes,
  selectedVideoTakeId: selected,
  lengthFrames: 60,
  picturePrompt: 'words',
});
const tree = (shots: object[], project: object = {}, files: object[] = []) =>
  ({
    project: { ratios: ['16:9'], activeJobId: null, fps: 30, seconds: 4, ...project },
    scenes: [{ shots }],
    files,
  }) as unknown as ProjectTree;

test('the strip plays the chosen take, never the newest by itself', () => {
  const [first, second] = segmentsSoFar(tree([shot('ready', [take('one'), take('two')], 'one'), shot('queued')]));
  expect(first).toMatchObject({ startFrame: 0, url: 'one.mp4' });
  expect(second).toMatchObject({ startFrame: 60, url: null, words: 'words' });
});

test('the finished file is played only while it is what the storyboard shows', () => {
  const file = {
    kind: 'film',
    ratio: '16:9',
    isCurrent: true,
    asset: { frames: 120, url: 'film.mp4', thumbnailUrl: null },
  };
  expect(segmentsToPlay(tree([shot('ready', [take('one')])], {}, [file]))[0]?.url).toBe('film.mp4');
  expect(segmentsToPlay(tree([shot('stale', [take('one')])], {}, [{ ...file, isCurrent: false }]))[0]?.url).toBe(
    'one.mp4',
  );
});

test('one main action: wait, refresh, make, deliver', () => {
  expect(mainAction(tree([shot('stale')], { activeJobId: 'j' }))).toBe('wait');
  expect(mainAction(tree([shot('ready'), shot('stale')]))).toBe('refresh');
  expect(mainAction(tree([shot('ready'), shot('failed')]))).toBe('make');
  expect(mainAction(tree([shot('ready')]))).toBe('deliver');
});
