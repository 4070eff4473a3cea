import type { GenerationModel } from '@kinora/contract';

const common = {
  provider: 'elevenlabs',
  capability: 'speech',
  // Billed in credits of a plan, about one a character: what a credit costs depends on the plan.
  price: null,
  licence: 'commercial',
  shutsDownOn: null,
  checkedOn: '2026-11-20',
} as const;
const speaks = {
  pictures: { least: 0, most: 0 },
  ratios: [],
  seconds: [],
  takesSeed: true,
  takesNegativePrompt: false,
};

export const ELEVENLABS_MODELS: readonly GenerationModel[] = [
  {
    ...common,
    id: 'eleven_multilingual_v2',
    title: 'Multilingual v2',
    limits: { ...speaks, promptCharacters: 10_000 },
  },
  { ...common, id: 'eleven_v3', title: 'Eleven v3', limits: { ...speaks, promptCharacters: 5000 } },
  { ...common, id: 'eleven_flash_v2_5', title: 'Flash v2.5', limits: { ...speaks, promptCharacters: 40_000 } },
];
