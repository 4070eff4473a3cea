import type { GenerationModel, ModelPrice, Ratio } from '@kinora/contract';
import type { PreparedInputs } from '../contract/provider.ts';
import { type StoredRequest, wantsSound } from '../contract/request.ts';

/** A model with the call it is asked by and the way its input is worded: Runway's models are types of their own. */
export type RunwayModel = GenerationModel & {
  path: '/v1/image_to_video' | '/v1/text_to_image';
  toInput(request: StoredRequest, inputs: PreparedInputs): Record<string, unknown>;
};

/** What a prompt may have, counted as Runway counts: UTF-16 units, of which a picture character takes two. */
export const PROMPT_UNITS = 1000;

/** Exactly the shapes that Runway makes; its upright ones near 4:5 are others, so 4:5 is not offered. */
const SIZES: Readonly<Partial<Record<Ratio, string>>> = { '16:9': '1280:720', '9:16': '720:1280', '1:1': '960:960' };
const WIDE_SIZES: Readonly<Partial<Record<Ratio, string>>> = { '16:9': '1920:1080', '9:16': '1080:1920' };
const STILL_SIZES: Readonly<Partial<Record<Ratio, string>>> = { ...WIDE_SIZES, '1:1': '1080:1080' };
const shapesOf = (sizes: Readonly<Partial<Record<Ratio, string>>>) => Object.keys(sizes) as Ratio[];

const common = { provider: 'runway', licence: 'commercial', shutsDownOn: null, checkedOn: '2026-11-20' } as const;
/** Runway prices in credits; that one is a cent is what others report, so no figure is verified. */
const credits = (per: Exclude<ModelPrice['per'], 'token'>, count: number): ModelPrice => ({
  currency: 'USD',
  per,
  micros: count * 10_000,
  isVerified: false,
});
const films = { promptCharacters: PROMPT_UNITS, takesNegativePrompt: false, takesSeed: true };
const twoToTen = [2, 3, 4, 5, 6, 7, 8, 9, 10];
const sizeOf = (request: StoredRequest, sizes: Readonly<Partial<Record<Ratio, string>>>) =>
  'ratio' in request ? { ratio: sizes[request.ratio] } : {};
const lengthOf = (request: StoredRequest) => ('seconds' in request ? { duration: request.seconds } : {});
const firstFrame = ({ pictureUrls }: PreparedInputs) => ({ uri: pictureUrls[0], position: 'first' });

const toFilm: RunwayModel['toInput'] = (request, inputs) => ({
  promptText: request.prompt,
  promptImage: [firstFrame(inputs)],
  ...sizeOf(request, SIZES),
  ...lengthOf(request),
  seed: request.seed,
});

/** Veo as Runway runs it: first and last frame, and with sound only where it is asked for: it costs more. */
const toVeo: RunwayModel['toInput'] = (request, inputs) => ({
  promptText: request.prompt,
  promptImage: [
    firstFrame(inputs),
    ...(inputs.pictureUrls[1] ? [{ uri: inputs.pictureUrls[1], position: 'last' }] : []),
  ],
  ...sizeOf(request, WIDE_SIZES),
  ...lengthOf(request),
  ...('negativePrompt' in request && request.negativePrompt !== '' ? { negativePrompt: request.negativePrompt } : {}),
  audio: wantsSound(request),
});
const veo = {
  ...common,
  capability: 'video',
  path: '/v1/image_to_video',
  // Ranges over sound and resolution are all that is known.
  price: null,
  limits: {
    promptCharacters: PROMPT_UNITS,
    ratios: shapesOf(WIDE_SIZES),
    pictures: { least: 1, most: 2 },
    seconds: [4, 6, 8],
    takesSeed: false,
    takesNegativePrompt: true,
    makesSound: true,
  },
  toInput: toVeo,
} as const satisfies Partial<RunwayModel>;

const toStill: RunwayModel['toInput'] = (request, { pictureUrls }) => ({
  promptText: request.prompt,
  ...sizeOf(request, STILL_SIZES),
  ...(pictureUrls.length > 0
    ? { referenceImages: pictureUrls.map((uri, index) => ({ uri, tag: `picture${index + 1}` })) }
    : {}),
  seed: request.seed,
});
const still = { ...films, ratios: shapesOf(STILL_SIZES), seconds: [] };

export const RUNWAY_MODELS: readonly RunwayModel[] = [
  {
    ...common,
    id: 'gen4_turbo',
    title: 'Gen-4 Turbo',
    capability: 'video',
    path: '/v1/image_to_video',
    price: credits('second', 5),
    limits: { ...films, ratios: shapesOf(SIZES), pictures: { least: 1, most: 1 }, seconds: twoToTen },
    toInput: toFilm,
  },
  {
    ...common,
    id: 'gen4.5',
    title: 'Gen-4.5',
    capability: 'video',
    path: '/v1/image_to_video',
    price: credits('second', 12),
    limits: { ...films, ratios: shapesOf(SIZES), pictures: { least: 1, most: 1 }, seconds: twoToTen },
    toInput: toFilm,
  },
  { ...veo, id: 'veo3.1', title: 'Veo 3.1' },
  { ...veo, id: 'veo3.1_fast', title: 'Veo 3.1 Fast' },
  {
    ...common,
    id: 'gen4_image',
    title: 'Gen-4 Image',
    capability: 'image',
    path: '/v1/text_to_image',
    price: credits('picture', 8),
    limits: { ...still, pictures: { least: 0, most: 0 } },
    toInput: toStill,
  },
  {
    ...common,
    id: 'gen4_image_turbo',
    title: 'Gen-4 Image Turbo',
    capability: 'image-edit',
    path: '/v1/text_to_image',
    price: credits('picture', 2),
    limits: { ...still, pictures: { least: 1, most: 1 } },
    toInput: toStill,
  },
];

export function findRunwayModel(id: string): RunwayModel | undefined {
  return RUNWAY_MODELS.find((model) => model.id === id);
}
