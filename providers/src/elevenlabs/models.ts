import type { GenerationModel, ModelPrice } from '@kinora/contract';

const common = {
  provider: 'elevenlabs',
  licence: 'commercial',
  shutsDownOn: null,
  checkedOn: '2026-11-27',
} as const;
const nothingBesides = {
  pictures: { least: 0, most: 0 },
  ratios: [],
  seconds: [],
  takesNegativePrompt: false,
};
/**
 * Billed in credits of a plan. What the interface costs beyond any plan, as others reported it in June 2026: ten cents for a
 * thousand characters, five for Flash; thirty cents for a minute of music.
 */
const micros = (per: 'character' | 'second', amount: number): ModelPrice => ({
  currency: 'USD',
  per,
  micros: amount,
  isVerified: false,
});
const speaks = { ...common, capability: 'speech' } as const;
/** Takes any length from three seconds to ten minutes. */
const plays = { ...common, capability: 'music', price: micros('second', 5000) } as const;
const playsTo = { ...nothingBesides, takesSeed: false, promptCharacters: 2000 };

export const ELEVENLABS_MODELS: readonly GenerationModel[] = [
  {
    ...speaks,
    id: 'eleven_multilingual_v2',
    title: 'Multilingual v2',
    price: micros('character', 100),
    limits: { ...nothingBesides, takesSeed: true, promptCharacters: 10_000 },
  },
  {
    ...speaks,
    id: 'eleven_v3',
    title: 'Eleven v3',
    price: micros('character', 100),
    limits: { ...nothingBesides, takesSeed: true, promptCharacters: 5000 },
  },
  {
    ...speaks,
    id: 'eleven_flash_v2_5',
    title: 'Flash v2.5',
    price: micros('character', 50),
    limits: { ...nothingBesides, takesSeed: true, promptCharacters: 40_000 },
  },
  { ...plays, id: 'music_v1', title: 'Music v1', limits: playsTo },
  { ...plays, id: 'music_v2', title: 'Music v2', limits: playsTo },
];
