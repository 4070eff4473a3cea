import type { GenerationModel, ModelLimits } from '@kinora/contract';

/** A model with the fields it is asked by beside words, shape and pictures. */
export type OpenRouterModel = GenerationModel & { extra: Record<string, unknown> };

const limits: ModelLimits = {
  promptCharacters: 1000,
  // How many are taken differs between the houses behind a model; one is what all of these take.
  pictures: { least: 0, most: 1 },
  ratios: ['16:9', '9:16', '1:1'],
  seconds: [],
  takesSeed: false,
  takesNegativePrompt: false,
};
const common = {
  provider: 'openrouter',
  // Without a picture it draws, with one it changes it.
  capability: 'image-edit',
  // Each answer says what it cost; before, only the account page does.
  price: null,
  licence: 'commercial',
  shutsDownOn: null,
  checkedOn: '2026-11-26',
} as const;

const writer = {
  ...common,
  capability: 'text' as const,
  limits: { ...limits, promptCharacters: 200_000, pictures: { least: 0, most: 0 }, ratios: [], answerTokens: 16_000 },
  extra: {},
};

type Film = {
  id: string;
  title: string;
  seconds: number[];
  pictures: ModelLimits['pictures'];
  ratios?: ModelLimits['ratios'];
};

/** A film of 720 lines from words or from its first frame; how lengths and shapes differ, its list of film models says. */
function describeFilm({ seconds, pictures, ratios = ['16:9', '9:16'], ...model }: Film): OpenRouterModel {
  return {
    ...common,
    ...model,
    capability: 'video',
    limits: { ...limits, pictures, ratios, seconds, takesSeed: true, makesSound: true },
    extra: { resolution: '720p' },
    checkedOn: '2026-11-27',
  };
}
const upToOne = { least: 0, most: 1 };
const upToTwo = { least: 0, most: 2 };

/** The models that OpenRouter's own guide shows being asked this way; its catalogue has more. */
export const OPENROUTER_MODELS: readonly OpenRouterModel[] = [
  {
    ...common,
    id: 'bytedance-seed/seedream-4.5',
    title: 'Seedream 4.5',
    limits: { ...limits, takesSeed: true },
    extra: { resolution: '2K' },
  },
  { ...common, id: 'openai/gpt-image-2', title: 'GPT Image 2', limits, extra: { quality: 'high' } },
  { ...writer, id: 'google/gemini-3.8-flash', title: 'Gemini 3.8 Flash' },
  { ...writer, id: 'openai/gpt-5.5', title: 'GPT-5.5' },
  describeFilm({ id: 'google/veo-3.1', title: 'Veo 3.1', seconds: [4, 6, 8], pictures: upToTwo }),
  describeFilm({ id: 'google/veo-3.1-fast', title: 'Veo 3.1 Fast', seconds: [4, 6, 8], pictures: upToTwo }),
  describeFilm({
    id: 'bytedance/seedance-2.0',
    title: 'Seedance 2.0',
    seconds: [5, 10],
    pictures: upToTwo,
    ratios: ['16:9', '9:16', '1:1'],
  }),
  describeFilm({
    id: 'kwaivgi/kling-v3.0-pro',
    title: 'Kling 3.0 Pro',
    seconds: [5, 10],
    pictures: upToOne,
    ratios: ['16:9', '9:16', '1:1'],
  }),
];

export function findOpenRouterModel(id: string): OpenRouterModel | undefined {
  return OPENROUTER_MODELS.find((model) => model.id === id);
}
