import { filmInput } from '@kinora/contract';
import { expect, it } from 'vitest';
import { SAMPLE_BRIEFS } from './sample-brand.ts';
import { isUnmodifiedSample } from './sample-form.ts';

const id = (number: number) => `0190f3a0-0000-7000-8000-00000000000${number}`;
const sample = { brandId: id(9), pictureIds: [1, 2, 3, 4].map(id) };
const form = { brief: SAMPLE_BRIEFS.en, brandId: id(9), pictures: sample.pictureIds, seconds: 15, sample: true };
const isIt = (change: object, offered: typeof sample | null = sample) =>
  isUnmodifiedSample(filmInput.parse({ ...form, ...change }), offered);

it('is the sample in every language, in whatever project it is made', () => {
  expect(isIt({})).toBe(true);
  expect(isIt({ brief: SAMPLE_BRIEFS.he, language: 'he', projectId: id(8) })).toBe(true);
});

it.each([
  [{ brief: 'A brief of my own.' }],
  [{ pictures: sample.pictureIds.slice(1) }],
  [{ pictures: [...sample.pictureIds, id(5)] }],
  [{ pictures: [1, 2, 3, 5].map(id) }],
  [{ seconds: 60 }],
  [{ ratios: ['16:9'] }],
  [{ voice: 'female-soft' }],
  [{ music: 'epic' }],
  [{ brandName: 'Mine' }],
  [{ brandId: id(7) }],
  [{ logo: id(6) }],
  [{ language: 'he' }],
  [{ fps: 25 }],
  [{ burnCaptions: true }],
  [{ quality: 'draft' }],
  [{ seed: 4 }],
  [{ sample: false }],
])('is another film with %j', (change) => expect(isIt(change)).toBe(false));

it('is no sample once the free run is used, or while a picture of it is gone', () => {
  expect(isIt({}, null)).toBe(false);
  const pictureIds = sample.pictureIds.slice(1);
  expect(isIt({ pictures: pictureIds }, { ...sample, pictureIds })).toBe(false);
});
