import { expect, it } from 'vitest';
import { choosePictures } from './film-pictures.ts';

it('says of each file that a film cannot use that it is left out', () => {
  const photographs = Array.from({ length: 25 }, (_, index) => ({ kind: 'image' as const, name: `${index + 1}.jpg` }));
  const song = { kind: 'audio' as const, name: 'song.mp3' };
  const { pictures, notes } = choosePictures([song, ...photographs]);
  expect(pictures.map((picture) => picture.name)).toEqual(photographs.slice(0, 24).map((picture) => picture.name));
  expect(notes).toEqual([
    'song.mp3 is left out: it is neither a photograph nor a film.',
    '25.jpg is left out: a film takes up to 24 pictures.',
  ]);
});
