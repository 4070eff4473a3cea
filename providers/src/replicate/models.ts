import type { GenerationModel, Ratio } from '@kinora/contract';
import type { PreparedInputs } from '../contract/provider.ts';
import type { StoredRequest } from '../contract/request.ts';

/**
 * A model with the way its input is worded. `version` is set for community models, which are run by version; official ones
 * are run by name. Field names differ between versions of one family, so each model has a mapper of its own.
 */
export type ReplicateModel = GenerationModel & {
  version: string | null;
  toInput(request: StoredRequest, inputs: PreparedInputs): Record<string, unknown>;
};

/** From Replicate's page of prices as it stood on 7 October 2026, handed on by others. */
const aPicture = (micros: number) => ({ currency: 'USD', per: 'picture', micros, isVerified: false }) as const;

const CHECKED_ON = '2026-11-20';
const RATIOS: Ratio[] = ['16:9', '9:16', '1:1', '4:5'];
const common = {
  provider: 'replicate',
  // The account page is the vendor's only authority on its prices; what third parties report is marked so.
  price: null,
  licence: 'commercial',
  shutsDownOn: null,
  checkedOn: CHECKED_ON,
  version: null,
} as const;

export const REPLICATE_MODELS: readonly ReplicateModel[] = [
  {
    ...common,
    id: 'black-forest-labs/flux-schnell',
    title: 'FLUX schnell',
    price: aPicture(3000),
    checkedOn: '2026-10-07',
    capability: 'image',
    limits: {
      promptCharacters: 1000,
      pictures: { least: 0, most: 0 },
      ratios: RATIOS,
      seconds: [],
      takesSeed: true,
      takesNegativePrompt: false,
    },
    // `go_fast` would make seeds mean nothing.
    toInput: (request) => ({
      prompt: request.prompt,
      ...('ratio' in request ? { aspect_ratio: request.ratio } : {}),
      num_outputs: 1,
      seed: request.seed,
      output_format: 'png',
      go_fast: false,
    }),
  },
  {
    ...common,
    id: 'black-forest-labs/flux-dev',
    title: 'FLUX dev',
    price: aPicture(25_000),
    checkedOn: '2026-10-07',
    capability: 'image',
    limits: {
      promptCharacters: 1000,
      pictures: { least: 0, most: 1 },
      ratios: RATIOS,
      seconds: [],
      takesSeed: true,
      takesNegativePrompt: false,
    },
    toInput: (request, { pictureUrls }) => ({
      prompt: request.prompt,
      ...('ratio' in request ? { aspect_ratio: request.ratio } : {}),
      ...(pictureUrls[0] ? { image: pictureUrls[0], prompt_strength: 0.8 } : {}),
      num_outputs: 1,
      seed: request.seed,
      output_format: 'png',
      go_fast: false,
    }),
  },
  {
    ...common,
    id: 'google/nano-banana',
    title: 'Nano Banana',
    capability: 'image-edit',
    limits: {
      promptCharacters: 1000,
      pictures: { least: 1, most: 3 },
      ratios: RATIOS,
      seconds: [],
      takesSeed: false,
      takesNegativePrompt: false,
    },
    toInput: (request, { pictureUrls }) => ({
      prompt: request.prompt,
      image_input: pictureUrls,
      ...('ratio' in request ? { aspect_ratio: request.ratio } : {}),
      output_format: 'png',
    }),
  },
  {
    ...common,
    id: 'bytedance/seedance-1-pro',
    title: 'Seedance 1 Pro',
    capability: 'video',
    price: { currency: 'USD', per: 'second', micros: 150_000, isVerified: false },
    limits: {
      promptCharacters: 1000,
      pictures: { least: 1, most: 2 },
      ratios: [],
      seconds: [5, 10],
      takesSeed: false,
      takesNegativePrompt: false,
    },
    toInput: (request, { pictureUrls }) => ({
      prompt: request.prompt,
      image: pictureUrls[0],
      ...(pictureUrls[1] ? { last_frame_image: pictureUrls[1] } : {}),
      ...('seconds' in request ? { duration: request.seconds } : {}),
    }),
  },
  {
    ...common,
    id: 'stability-ai/stable-video-diffusion',
    title: 'Stable Video Diffusion',
    capability: 'video',
    version: '3f0457e4619daac51203dedb472816fd4af51f3149fa7a9e0b5ffcf1b8172438',
    limits: {
      promptCharacters: 1000,
      pictures: { least: 1, most: 1 },
      ratios: [],
      // 25 frames at 6 a second, its own measure.
      seconds: [4],
      takesSeed: true,
      takesNegativePrompt: false,
    },
    toInput: (request, { pictureUrls }) => ({
      input_image: pictureUrls[0],
      video_length: '25_frames_with_svd_xt',
      sizing_strategy: 'maintain_aspect_ratio',
      frames_per_second: 6,
      motion_bucket_id: 127,
      cond_aug: 0.02,
      seed: request.seed,
    }),
  },
];

export function findReplicateModel(id: string): ReplicateModel | undefined {
  return REPLICATE_MODELS.find((model) => model.id === id);
}
