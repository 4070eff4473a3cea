import type { GenerationModel, ModelPrice, Ratio } from '@kinora/contract';
import type { PreparedInputs } from '../contract/provider.ts';
import { type StoredRequest, wantsSound } from '../contract/request.ts';

/** An endpoint with the way its input is worded: field names and lengths differ between versions of one family. */
export type FalModel = GenerationModel & {
  toInput(request: StoredRequest, inputs: PreparedInputs): Record<string, unknown>;
};

const RATIOS: Ratio[] = ['16:9', '9:16', '1:1', '4:5'];
/** Below one megapixel, which is what is billed as one. */
const SIZES: Readonly<Record<Ratio, { width: number; height: number }>> = {
  '16:9': { width: 1280, height: 720 },
  '9:16': { width: 720, height: 1280 },
  '1:1': { width: 960, height: 960 },
  '4:5': { width: 832, height: 1040 },
};

const common = { provider: 'fal', licence: 'commercial', shutsDownOn: null, checkedOn: '2026-11-20' } as const;
type FlatPrice = Exclude<ModelPrice, { per: 'token' }>;
const dollars = (per: FlatPrice['per'], amount: number, isVerified: boolean): FlatPrice => ({
  currency: 'USD',
  per,
  micros: Math.round(amount * 1_000_000),
  isVerified,
});
const still = { promptCharacters: 1000, ratios: RATIOS, seconds: [], takesNegativePrompt: false };
const draw = (request: StoredRequest) => ({
  prompt: request.prompt,
  ...('ratio' in request ? { image_size: SIZES[request.ratio] } : {}),
  num_images: 1,
  seed: request.seed,
  enable_safety_checker: true,
  output_format: 'png',
});

/** No words go along; the shape is that of the photograph. */
const ofPictures = { promptCharacters: 1, ratios: [], seconds: [], takesNegativePrompt: false };
const GARMENTS = { auto: 'auto', tops: 'tops', bottoms: 'bottoms', one_pieces: 'one-pieces' } as const;

export const FAL_MODELS: readonly FalModel[] = [
  {
    ...common,
    id: 'fal-ai/bria/background/remove',
    title: 'Bria background removal',
    capability: 'background-removal',
    price: dollars('picture', 0.018, false),
    limits: { ...ofPictures, pictures: { least: 1, most: 1 }, takesSeed: false },
    toInput: (_request, { pictureUrls }) => ({ image_url: pictureUrls[0] }),
  },
  {
    ...common,
    id: 'fal-ai/birefnet/v2',
    title: 'BiRefNet 2',
    capability: 'background-removal',
    // Billed by the seconds it computes.
    price: null,
    limits: { ...ofPictures, pictures: { least: 1, most: 1 }, takesSeed: false },
    toInput: (_request, { pictureUrls }) => ({
      image_url: pictureUrls[0],
      model: 'General Use (Heavy)',
      operating_resolution: '2048x2048',
      refine_foreground: true,
      output_format: 'png',
    }),
  },
  {
    ...common,
    id: 'fal-ai/fashn/tryon/v1.6',
    title: 'FASHN try-on 1.6',
    capability: 'try-on',
    price: dollars('picture', 0.075, true),
    limits: { ...ofPictures, pictures: { least: 2, most: 2 }, takesSeed: true },
    toInput: (request, { pictureUrls }) => ({
      model_image: pictureUrls[0],
      garment_image: pictureUrls[1],
      category: 'garment' in request ? GARMENTS[request.garment] : 'auto',
      mode: 'quality',
      garment_photo_type: 'auto',
      num_samples: 1,
      seed: request.seed,
      output_format: 'png',
    }),
  },
  {
    ...common,
    id: 'fal-ai/flux/schnell',
    title: 'FLUX schnell',
    capability: 'image',
    price: dollars('picture', 0.003, false),
    limits: { ...still, pictures: { least: 0, most: 0 }, takesSeed: true },
    toInput: draw,
  },
  {
    ...common,
    id: 'fal-ai/flux/dev',
    title: 'FLUX dev',
    capability: 'image',
    price: dollars('picture', 0.025, false),
    limits: { ...still, pictures: { least: 0, most: 0 }, takesSeed: true },
    toInput: draw,
  },
  {
    ...common,
    id: 'fal-ai/bytedance/seedream/v4.5/edit',
    title: 'Seedream 4.5',
    capability: 'image-edit',
    price: dollars('picture', 0.04, false),
    limits: { ...still, ratios: [], pictures: { least: 1, most: 10 }, takesSeed: true },
    toInput: (request, { pictureUrls }) => ({
      prompt: request.prompt,
      image_urls: pictureUrls,
      image_size: 'auto_2K',
      num_images: 1,
      seed: request.seed,
      enable_safety_checker: true,
    }),
  },
  {
    ...common,
    id: 'fal-ai/kling-video/v2.6/pro/image-to-video',
    title: 'Kling 2.6 Pro',
    capability: 'video',
    price: { ...dollars('second', 0.07, true), withSoundMicros: 140_000 },
    limits: {
      promptCharacters: 1000,
      ratios: [],
      pictures: { least: 1, most: 2 },
      seconds: [5, 10],
      takesSeed: false,
      takesNegativePrompt: true,
      makesSound: true,
    },
    // The film has its own sound, and the vendor's costs twice: it is asked for where somebody wants it.
    toInput: (request, { pictureUrls }) => ({
      prompt: request.prompt,
      start_image_url: pictureUrls[0],
      ...(pictureUrls[1] ? { end_image_url: pictureUrls[1] } : {}),
      ...('seconds' in request ? { duration: String(request.seconds) } : {}),
      ...('negativePrompt' in request && request.negativePrompt !== ''
        ? { negative_prompt: request.negativePrompt }
        : {}),
      generate_audio: wantsSound(request),
    }),
  },
  {
    ...common,
    id: 'fal-ai/veo3.1/fast/image-to-video',
    title: 'Veo 3.1 Fast',
    capability: 'video',
    price: { ...dollars('second', 0.1, true), withSoundMicros: 150_000 },
    limits: {
      promptCharacters: 1000,
      ratios: ['16:9', '9:16'],
      pictures: { least: 1, most: 1 },
      seconds: [4, 6, 8],
      takesSeed: true,
      takesNegativePrompt: true,
      makesSound: true,
    },
    toInput: (request, { pictureUrls }) => ({
      prompt: request.prompt,
      image_url: pictureUrls[0],
      ...('ratio' in request ? { aspect_ratio: request.ratio } : {}),
      ...('seconds' in request ? { duration: `${request.seconds}s` } : {}),
      ...('negativePrompt' in request && request.negativePrompt !== ''
        ? { negative_prompt: request.negativePrompt }
        : {}),
      resolution: '1080p',
      generate_audio: wantsSound(request),
      seed: request.seed,
    }),
  },
  // Of Pika and Luma the price of the shorter film alone is known: a longer one is not offered before its price is.
  {
    ...common,
    id: 'fal-ai/pika/v2.2/image-to-video',
    title: 'Pika 2.2',
    capability: 'video',
    price: dollars('second', 0.09, true),
    limits: {
      promptCharacters: 1000,
      ratios: [],
      pictures: { least: 1, most: 1 },
      seconds: [5],
      takesSeed: true,
      takesNegativePrompt: true,
    },
    toInput: (request, { pictureUrls }) => ({
      prompt: request.prompt,
      image_url: pictureUrls[0],
      ...('seconds' in request ? { duration: String(request.seconds) } : {}),
      ...('negativePrompt' in request && request.negativePrompt !== ''
        ? { negative_prompt: request.negativePrompt }
        : {}),
      resolution: '1080p',
      seed: request.seed,
    }),
  },
  {
    ...common,
    id: 'fal-ai/luma-dream-machine/ray-2/image-to-video',
    title: 'Luma Ray 2',
    capability: 'video',
    price: dollars('second', 0.2, false),
    limits: {
      promptCharacters: 1000,
      ratios: ['16:9', '9:16'],
      pictures: { least: 1, most: 2 },
      seconds: [5],
      takesSeed: false,
      takesNegativePrompt: false,
    },
    toInput: (request, { pictureUrls }) => ({
      prompt: request.prompt,
      image_url: pictureUrls[0],
      ...(pictureUrls[1] ? { end_image_url: pictureUrls[1] } : {}),
      ...('ratio' in request ? { aspect_ratio: request.ratio } : {}),
      ...('seconds' in request ? { duration: `${request.seconds}s` } : {}),
      resolution: '720p',
    }),
  },
];

export function findFalModel(id: string): FalModel | undefined {
  return FAL_MODELS.find((model) => model.id === id);
}
