import type { GenerationModel } from '@kinora/contract';

const common = {
  provider: 'elevenlabs',
  // Billed in credits of a plan, about one a character: what a credit costs depends on the plan.
  price: null,
  licence: 'commercial',
  shutsDownOn: null,
  checkedOn: '2026-11-20',
} as const;
const nothingBesides = {
  pictures: { least: 0, most: 0 },
  ratios: [],
  seconds: [],
  takesNegativePrompt: false,
};
const speaks = { ...common, capability: 'speech' } as const;
/** Takes any length from three seconds to ten minutes. */
const plays = { ...common, capability: 'music' } as const;
const playsTo = { ...nothingBesides, takesSeed: false, promptCharacters: 2000 };

export const ELEVENLABS_MODELS: readonly GenerationModel[] = [
  {
    ...speaks,
    id: 'eleven_multilingual_v2',
    title: 'Multilingual v2',
    limits: { ...nothingBesides, takesSeed: true, promptCharacters: 10_000 },
  },
  {
    ...speaks,
    id: 'eleven_v3',
    title: 'Eleven v3',
    limits: { ...nothingBesides, takesSeed: true, promptCharacters: 5000 },
  },
  {
    ...speaks,
    id: 'eleven_flash_v2_5',
    title: 'Flash v2.5',
    limits: { ...nothingBesides, takesSeed: true, promptCharacters: 40_000 },
  },
  { ...plays, id: 'music_v1', title: 'Music v1', limits: playsTo },
  { ...plays, id: 'music_v2', title: 'Music v2', limits: playsTo },
];
