import type { GenerationModel, Ratio } from '@kinora/contract';

const RATIOS: Ratio[] = ['16:9', '9:16', '1:1', '4:5'];
const common = {
  provider: 'openai',
  licence: 'commercial',
  shutsDownOn: null,
  checkedOn: '2026-11-20',
} as const;
const limits = { promptCharacters: 32_000, ratios: RATIOS, seconds: [], takesSeed: false, takesNegativePrompt: false };
const draws = { ...limits, pictures: { least: 0, most: 0 } };
// Billed by tokens, whose number is known only afterwards: there is no price of a picture.
const picture = { ...common, price: null };
const writes = { ...draws, ratios: [], promptCharacters: 200_000, answerTokens: 16_000 };
/** Read at houses that pass OpenAI's price on, on the day in `checkedOn`. */
const dollars = (input: number, output: number) =>
  ({
    currency: 'USD',
    per: 'token',
    inputMicros: input * 1_000_000,
    outputMicros: output * 1_000_000,
    isVerified: false,
  }) as const;

/** Models that live on after 1 December 2026; the older ones end one after the other (providers.md §0). */
export const OPENAI_MODELS: readonly GenerationModel[] = [
  { ...picture, id: 'gpt-image-2.5-flare', title: 'GPT Image 2.5 Flare', capability: 'image', limits: draws },
  { ...picture, id: 'gpt-image-2.5-sunburst', title: 'GPT Image 2.5 Sunburst', capability: 'image', limits: draws },
  { ...picture, id: 'gpt-image-2', title: 'GPT Image 2', capability: 'image', limits: draws },
  {
    ...common,
    id: 'gpt-5.4-mini',
    title: 'GPT-5.4 mini',
    capability: 'text',
    limits: writes,
    price: dollars(0.75, 4.5),
    checkedOn: '2026-11-26',
  },
  {
    ...common,
    id: 'gpt-5.5',
    title: 'GPT-5.5',
    capability: 'text',
    limits: writes,
    price: dollars(5, 30),
    checkedOn: '2026-11-26',
  },
];

/** Sides are multiples of 16 that give the shape exactly. */
export const SIZES: Readonly<Record<Ratio, string>> = {
  '16:9': '1536x864',
  '9:16': '864x1536',
  '1:1': '1024x1024',
  '4:5': '1024x1280',
};
