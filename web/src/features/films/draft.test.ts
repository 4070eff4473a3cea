import { filmInput, filmRequest } from '@kinora/contract';
import { expect, test } from 'vitest';
import { emptyDraft, listHindrances, toFilmForm } from './draft.ts';

const free = { isUploading: false, isOnline: true, canMake: true };
const draft = { ...emptyDraft('en'), brief: 'A cup for slow mornings.' };

test('the form the page sends is one the studio accepts', () => {
  expect(filmInput.safeParse(toFilmForm(draft)).success).toBe(true);
  expect(filmInput.safeParse(toFilmForm({ ...draft, brandName: ' Sable ', language: 'ar' })).success).toBe(true);
});

test('Hebrew is never sent with a voice that cannot read it', () => {
  expect(toFilmForm({ ...draft, language: 'he', voice: 'female-soft' }).voice).toBe('none');
  expect(toFilmForm({ ...draft, voice: 'female-soft' }).voice).toBe('female-soft');
});

test('a provider’s voice is sent once it is whole, and reads Hebrew', () => {
  const voiceBy = { connection: 'ours', model: 'multilingual', voice: '', orElse: 'built_in' as const };
  const hebrew = { ...draft, language: 'he' as const, voice: 'female-soft' as const, voiceBy };
  expect(toFilmForm(hebrew)).toMatchObject({ voice: 'none' });
  const whole = toFilmForm({ ...hebrew, voiceBy: { ...voiceBy, voice: 'rachel' } });
  expect(whole).toMatchObject({ voice: 'female-soft', voiceBy: { voice: 'rachel', orElse: 'nobody' } });
  expect(filmRequest.safeParse(whole).success).toBe(true);
});

test('a provider’s music is sent where there is music, and clips are heard where somebody asked', () => {
  const musicBy = { connection: 'ours', model: 'music_v1', orElse: 'built_in' as const };
  const wanted = toFilmForm({ ...draft, musicBy, clipSound: 'under' });
  expect(wanted).toMatchObject({ musicBy, clipSound: 'under' });
  expect(filmRequest.safeParse(wanted).success).toBe(true);
  expect(toFilmForm({ ...draft, music: 'none', musicBy })).not.toHaveProperty('musicBy');
  expect(toFilmForm(draft)).not.toHaveProperty('clipSound');
});

test('every hindrance is said, in the order one would repair it', () => {
  expect(listHindrances(draft, free)).toEqual([]);
  expect(listHindrances({ ...draft, brief: '  ', ratios: [] }, { ...free, isOnline: false })).toEqual([
    'brief',
    'ratio',
    'offline',
  ]);
  expect(listHindrances({ ...draft, brief: 'a'.repeat(20_001) }, free)).toEqual(['briefLong']);
});
