import type { GenerationModel, ModelLimits, Ratio } from '@kinora/contract';
import { GOOGLE_VOICES } from './voices.ts';

/** A model with the size its pictures are asked for; null where none is known to be taken, and Google chooses. */
export type GoogleModel = GenerationModel & { imageSize: '2K' | null };

const RATIOS: Ratio[] = ['16:9', '9:16', '1:1', '4:5'];
const limits: ModelLimits = {
  promptCharacters: 1000,
  // How many Google takes is not said for this interface; three are what a shot can use.
  pictures: { least: 0, most: 3 },
  ratios: RATIOS,
  seconds: [],
  takesSeed: false,
  takesNegativePrompt: false,
};
const common = {
  provider: 'google',
  // Drawing and changing are one call: without a picture it draws, with some it changes them.
  capability: 'image-edit',
  limits,
  price: null,
  licence: 'commercial',
  shutsDownOn: null,
  checkedOn: '2026-11-20',
} as const;

/**
 * Billed by tokens, of which a picture of one size always has as many; words and pictures that go in add little. What others
 * report of Google's page, read on 27 November 2026.
 */
const aPicture = (dollarsEach: number) =>
  ({ currency: 'USD', per: 'picture', micros: Math.round(dollarsEach * 1_000_000), isVerified: false }) as const;

/** From a third party's table of 7 October 2026. */
const dollars = (input: number, output: number) =>
  ({
    currency: 'USD',
    per: 'token',
    inputMicros: input * 1_000_000,
    outputMicros: output * 1_000_000,
    isVerified: false,
  }) as const;
const writer = {
  ...common,
  capability: 'text' as const,
  limits: { ...limits, promptCharacters: 200_000, pictures: { least: 0, most: 0 }, ratios: [], answerTokens: 16_000 },
  imageSize: null,
};

/** Billed by tokens of sound, whose price is not known for these models. */
const speaker = {
  ...common,
  capability: 'speech' as const,
  limits: { ...limits, promptCharacters: 4000, pictures: { least: 0, most: 0 }, ratios: [] },
  voices: [...GOOGLE_VOICES],
  imageSize: null,
  checkedOn: '2026-11-20',
};

/** The Nano Banana line as it lives on; `gemini-2.5-flash-image` is past its last day. */
export const GOOGLE_MODELS: readonly GoogleModel[] = [
  {
    ...common,
    id: 'gemini-3.1-flash-image',
    title: 'Nano Banana 2 (Gemini 3.1 Flash Image)',
    imageSize: '2K',
    price: aPicture(0.101),
    checkedOn: '2026-11-27',
  },
  {
    ...common,
    id: 'gemini-3-pro-image',
    title: 'Nano Banana Pro (Gemini 3 Pro Image)',
    imageSize: '2K',
    price: aPicture(0.134),
    checkedOn: '2026-11-27',
  },
  { ...common, id: 'gemini-3.1-flash-lite-image', title: 'Gemini 3.1 Flash Lite Image', imageSize: null },
  {
    ...writer,
    id: 'gemini-3.8-flash',
    title: 'Gemini 3.8 Flash',
    price: {
      ...dollars(0.75, 3.75),
      later: [{ from: '2027-01-01', inputMicros: 1_500_000, outputMicros: 7_500_000 }],
    },
  },
  { ...writer, id: 'gemini-3.5-flash-lite', title: 'Gemini 3.5 Flash Lite', price: dollars(0.3, 2.5) },
  { ...speaker, id: 'gemini-3.8-flash-tts', title: 'Gemini 3.8 Flash speech' },
  { ...speaker, id: 'gemini-3.8-flash-lite-tts', title: 'Gemini 3.8 Flash Lite speech' },
  { ...speaker, id: 'gemini-3.1-flash-tts-preview', title: 'Gemini 3.1 Flash speech (preview)' },
  { ...writer, id: 'gemini-3.1-pro-preview', title: 'Gemini 3.1 Pro (preview)', price: dollars(2, 12) },
];

export function findGoogleModel(id: string): GoogleModel | undefined {
  return GOOGLE_MODELS.find((model) => model.id === id);
}
