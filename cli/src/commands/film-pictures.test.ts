import { expect, it } from 'vitest';
import { choosePictures, toLeftOut } from './film-pictures.ts';

it('says of each file that a film cannot use that it is left out', () => {
  const photographs = Array.from({ length: 25 }, (_, index) => ({
    kind: 'image' as const,
    mediaType: 'image/jpeg',
    name: `${index + 1}.jpg`,
  }));
  const song = { kind: 'audio' as const, mediaType: 'audio/mpeg', name: 'song.mp3' };
  const { pictures, notes } = choosePictures([song, ...photographs]);
  expect(pictures.map((picture) => picture.name)).toEqual(photographs.slice(0, 24).map((picture) => picture.name));
  expect(notes).toEqual([
    'song.mp3 is left out: it is no photograph, film or 3D model.',
    '25.jpg is left out: a film takes up to 24 pictures.',
  ]);
});

it('takes a 3D model as what it is: something to be turned', () => {
  const model = { kind: 'document' as const, mediaType: 'model/gltf-binary', name: 'bottle.glb' };
  const paper = { kind: 'document' as const, mediaType: 'application/pdf', name: 'prices.pdf' };
  expect(choosePictures([model, paper]).pictures).toEqual([model]);
});

it('names a refused file once', () => {
  expect(toLeftOut('broken.jpg', '“broken.jpg” cannot be read as a picture.')).toBe(
    '“broken.jpg” cannot be read as a picture. It is left out.',
  );
  expect(toLeftOut('song.mp3', 'The studio is full.')).toBe('song.mp3 is left out: The studio is full.');
});
