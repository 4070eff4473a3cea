import { KinoraError } from '@kinora/contract';
import { expect, test } from 'vitest';
import type { AssetPort, Film } from '../ports.ts';
import { disclosureIn, listModels } from './ai-label.ts';

const makers = new Map([
  ['voice-1', 'ElevenLabs · Multilingual v2'],
  ['voice-2', 'Built-in engine'],
  ['music-1', 'ElevenLabs · Music v1'],
]);
const assets = {
  open: async (id: string) => {
    const madeBy = makers.get(id);
    if (madeBy === undefined) throw new KinoraError('media.asset_missing', `no asset ${id}`);
    return { madeBy };
  },
} as unknown as AssetPort;
const filmOf = (...takes: (string | null)[]) =>
  ({
    shots: takes.map((madeBy) => ({ selectedTake: madeBy === null ? null : { madeBy } })),
    sound: {},
  }) as unknown as Film;
const spokenBy = (...ids: string[]) => ({ lines: ids.map((assetId) => ({ assetId })) }) as never;

test('models of pictures, motion and voice are named once; the built-in engine is none', async () => {
  const film = filmOf(
    'Replicate · FLUX schnell + Built-in engine',
    'fal · Kling 2.5 + Built-in engine',
    'Built-in engine',
    null,
  );
  expect(await listModels(assets, film, spokenBy('voice-1', 'voice-2', 'voice-1'))).toEqual([
    'ElevenLabs · Multilingual v2',
    'Replicate · FLUX schnell',
    'fal · Kling 2.5',
  ]);
  expect(await listModels(assets, filmOf('Built-in engine'), spokenBy())).toEqual([]);
});

test('music of a provider is named as its voice is', async () => {
  const film = { ...filmOf(), sound: { music: { assetId: 'music-1' } } } as unknown as Film;
  expect(await listModels(assets, film, spokenBy())).toEqual(['ElevenLabs · Music v1']);
});

test('a spoken line that is no file any more names nobody, and any other trouble is told', async () => {
  expect(await listModels(assets, filmOf(), spokenBy('gone'))).toEqual([]);
  const broken = { open: async () => Promise.reject(new Error('disk')) } as unknown as AssetPort;
  await expect(listModels(broken, filmOf(), spokenBy('any'))).rejects.toThrow('disk');
});

test('each language says it in its own letters', () => {
  expect(disclosureIn('en').text).toMatch(/[a-z]/);
  expect(disclosureIn('he').text).toMatch(/\p{Script=Hebrew}/u);
  expect(disclosureIn('ar').text).toMatch(/\p{Script=Arabic}/u);
});
