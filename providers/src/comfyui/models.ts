import type { GenerationModel } from '@kinora/contract';
import { FAMILIES, type Family } from './families.ts';

const PRESETS = ['fast', 'quality'] as const;
export type Preset = (typeof PRESETS)[number];

/** Weights whose makers keep commercial use for themselves. */
const NON_COMMERCIAL = new Set(['flux_dev', 'flux_krea', 'pony']);

/** Every family twice, as `flux_dev:fast` and `flux_dev:quality`: which file of a server it is, its names tell. */
export const COMFYUI_MODELS: readonly GenerationModel[] = FAMILIES.flatMap((family) =>
  PRESETS.map((preset) => toModel(family, preset)),
);

function toModel(family: Family, preset: Preset): GenerationModel {
  const { capability, pictures, video, sampling } = family;
  return {
    id: `${family.id}:${preset}`,
    provider: 'comfyui',
    title: `${family.title}, ${preset}`,
    capability,
    limits: {
      promptCharacters: 2000,
      pictures,
      ratios: ['16:9', '9:16', '1:1', '4:5'],
      seconds: video ? [2, 3, 4, 5] : [],
      takesSeed: true,
      // Without guidance there is nothing that a negative prompt could push away from.
      takesNegativePrompt: sampling.cfg > 1,
    },
    // Nobody bills an answer of one's own server.
    price: { currency: 'USD', per: video ? 'second' : 'picture', micros: 0, isVerified: true },
    licence: NON_COMMERCIAL.has(family.id) ? 'non_commercial' : 'commercial',
    shutsDownOn: null,
    checkedOn: '2026-11-20',
  };
}

export function findComfyModel(id: string): { family: Family; preset: Preset; title: string } | undefined {
  const [familyId, name] = id.split(':');
  const family = FAMILIES.find((one) => one.id === familyId);
  const preset = PRESETS.find((one) => one === name);
  return family && preset ? { family, preset, title: family.title } : undefined;
}
