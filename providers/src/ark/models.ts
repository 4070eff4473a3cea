import type { GenerationModel, ModelLimits, ModelPrice, Ratio } from '@kinora/contract';
import { toDataUri } from '../contract/inline-pictures.ts';
import { type PictureInput, type StoredRequest, wantsSound } from '../contract/request.ts';

/** A model with the call it is asked by: pictures come with the call, films are tasks. */
export type ArkModel = GenerationModel & {
  kind: 'picture' | 'film';
  toBody(request: StoredRequest, pictures: readonly PictureInput[]): Record<string, unknown>;
};

/** Between 3.68 and 4.19 million pixels, which every Seedream takes. */
export const SIZES: Readonly<Record<Ratio, string>> = {
  '16:9': '2560x1440',
  '9:16': '1440x2560',
  '1:1': '1920x1920',
  '4:5': '1728x2160',
};

const common = { provider: 'ark', licence: 'commercial', shutsDownOn: null, checkedOn: '2026-11-20' } as const;
/** Third parties report these; ByteDance's own pages could not be read. */
const dollars = (amount: number): ModelPrice => ({
  currency: 'USD',
  per: 'picture',
  micros: Math.round(amount * 1_000_000),
  isVerified: false,
});

type Still = { id: string; title: string; price: ModelPrice | null; extra: Record<string, unknown> };

/** Without a picture it draws, with some it changes them; ten is what every version takes. */
function describeStill({ extra, ...model }: Still): ArkModel {
  return {
    ...common,
    ...model,
    kind: 'picture',
    capability: 'image-edit',
    limits: {
      promptCharacters: 1000,
      pictures: { least: 0, most: 10 },
      ratios: ['16:9', '9:16', '1:1', '4:5'],
      seconds: [],
      takesSeed: false,
      takesNegativePrompt: false,
    },
    // In bytes: a link would be one more thing to lose. Ark marks pictures unless told not to.
    toBody: (request, pictures) => ({
      prompt: request.prompt,
      ...(pictures.length > 0 ? { image: pictures.map(toDataUri) } : {}),
      ...('ratio' in request ? { size: SIZES[request.ratio] } : {}),
      response_format: 'b64_json',
      watermark: false,
      ...extra,
    }),
  };
}
const single = { sequential_image_generation: 'disabled' };
const png = { output_format: 'png' };

type Film = {
  id: string;
  title: string;
  pictures: ModelLimits['pictures'];
  ratios?: Ratio[];
  resolution: '720p' | '1080p';
  makesSound?: boolean;
};

/** A film that starts from a picture takes its shape; one from words alone is told which. */
function describeFilm({ pictures: count, ratios = [], resolution, makesSound = false, ...model }: Film): ArkModel {
  return {
    ...common,
    ...model,
    // Billed by tokens that depend on length and size.
    price: null,
    kind: 'film',
    capability: 'video',
    limits: {
      promptCharacters: 1000,
      pictures: count,
      ratios,
      seconds: [5, 10],
      takesSeed: true,
      takesNegativePrompt: false,
      ...(makesSound ? { makesSound } : {}),
    },
    toBody: (request, pictures) => ({
      content: [{ type: 'text', text: request.prompt }, ...pictures.map(toFrame)],
      ratio: pictures.length === 0 && 'ratio' in request ? request.ratio : 'adaptive',
      ...('seconds' in request ? { duration: request.seconds } : {}),
      resolution,
      seed: request.seed,
      watermark: false,
      ...(makesSound ? { generate_audio: wantsSound(request) } : {}),
    }),
  };
}

function toFrame(picture: PictureInput, index: number) {
  return {
    type: 'image_url',
    image_url: { url: toDataUri(picture) },
    role: index === 0 ? 'first_frame' : 'last_frame',
  };
}
const one = { least: 1, most: 1 };
const oneOrTwo = { least: 1, most: 2 };

export const ARK_MODELS: readonly ArkModel[] = [
  describeStill({ id: 'seedream-4-0-250828', title: 'Seedream 4.0', price: dollars(0.03), extra: single }),
  describeStill({ id: 'seedream-4-5-251128', title: 'Seedream 4.5', price: dollars(0.045), extra: single }),
  describeStill({ id: 'seedream-5-0-260128', title: 'Seedream 5.0', price: null, extra: { ...single, ...png } }),
  describeStill({
    id: 'seedream-5-0-lite-260128',
    title: 'Seedream 5.0 Lite',
    price: dollars(0.035),
    extra: { ...single, ...png },
  }),
  // Makes one picture only, so it is not told to.
  describeStill({ id: 'dola-seedream-5-0-pro-260628', title: 'Seedream 5.0 Pro', price: null, extra: png }),
  describeFilm({ id: 'seedance-1-0-pro-250528', title: 'Seedance 1.0 Pro', pictures: oneOrTwo, resolution: '1080p' }),
  describeFilm({
    id: 'seedance-1-0-pro-fast-251015',
    title: 'Seedance 1.0 Pro Fast',
    pictures: one,
    resolution: '720p',
  }),
  describeFilm({
    id: 'seedance-1-0-lite-i2v-250428',
    title: 'Seedance 1.0 Lite',
    pictures: oneOrTwo,
    resolution: '720p',
  }),
  describeFilm({
    id: 'seedance-1-0-lite-t2v-250428',
    title: 'Seedance 1.0 Lite, from words',
    pictures: { least: 0, most: 0 },
    ratios: ['16:9', '9:16', '1:1'],
    resolution: '720p',
  }),
  describeFilm({
    id: 'seedance-1-5-pro-251215',
    title: 'Seedance 1.5 Pro',
    pictures: oneOrTwo,
    resolution: '1080p',
    makesSound: true,
  }),
  describeFilm({
    id: 'dreamina-seedance-2-0-260128',
    title: 'Seedance 2.0',
    pictures: oneOrTwo,
    resolution: '720p',
    makesSound: true,
  }),
  describeFilm({
    id: 'dreamina-seedance-2-0-fast-260128',
    title: 'Seedance 2.0 Fast',
    pictures: oneOrTwo,
    resolution: '720p',
    makesSound: true,
  }),
];

export function findArkModel(id: string): ArkModel | undefined {
  return ARK_MODELS.find((model) => model.id === id);
}
