import { filmInput } from '@kinora/contract';
import { expect, it } from 'vitest';
import { samplePicture } from '../planner/pictures.testing.ts';
import { planFilm } from '../run/plan-film.ts';
import { musicOrderHash, toMusicRequest } from './music-order.ts';

const material = {
  pictures: [0, 1, 2].map((index) => samplePicture(index)),
  kit: null,
  logo: null,
  kitRevision: null,
  notAnalysed: [],
  withSound: [],
};
const brief = 'The dresses, cut in Porto. Merino and recycled satin. From €79. In stores from 3 October.';
const musicBy = { connection: 'ours', model: 'music_v1' };
const plan = (change: object = {}) => planFilm(filmInput.parse({ brief, musicBy, ...change }), material);

it('asks for the film’s mood, tempo and length, and for nothing that is sung', () => {
  const request = toMusicRequest(plan({ music: 'epic', seconds: 30 }))!;
  expect(request).toMatchObject({ capability: 'music', seconds: 30 });
  expect(request.prompt).toMatch(/30 second.*\d+ BPM.*Epic and wide.*No voices/);
  expect(request.prompt.length).toBeLessThan(1000);
});

it('is the same music while mood, tempo, length and model are, wherever the cuts fall', () => {
  const storyboard = plan();
  const [scene, ...others] = storyboard.scenes;
  const [first, ...shots] = scene!.shots;
  const moved = {
    ...storyboard,
    scenes: [{ ...scene!, shots: [{ ...first!, lengthFrames: first!.lengthFrames - 4 }, ...shots] }, ...others],
  };
  expect(musicOrderHash(moved)).toBe(musicOrderHash(storyboard));
  const changes = [{ music: 'emotional' }, { seconds: 30 }, { musicBy: { ...musicBy, model: 'music_v2' } }];
  const hashes = [storyboard, ...changes.map(plan)].map(musicOrderHash);
  expect(new Set(hashes).size).toBe(hashes.length);
});

it('leaves a film without music alone', () => {
  const silent = plan({ music: 'none' });
  expect(silent.musicBy).toBeUndefined();
  expect(toMusicRequest(silent)).toBeNull();
});
