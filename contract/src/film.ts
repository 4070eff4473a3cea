import { z } from 'zod';
import { say } from './messages.ts';
import { assetId, brandId, contentHash, fractionBox, jobId, language, projectId, rate, ratio } from './primitives.ts';
import { filmTemplate } from './product-film.ts';
import { musicBy, musicChoice, type VoiceBy, voiceBy, voiceChoice } from './storyboard.ts';

export const BRIEF_MAX_CHARACTERS = 20_000;

/** Counted in characters as people see them in any script: an emoji is one, not the two units JavaScript keeps for it. */
const briefText = z
  .string()
  .trim()
  .min(1, say('field.brief_empty'))
  .refine((text) => [...text].length <= BRIEF_MAX_CHARACTERS, {
    error: ({ input }) => say('field.brief_long', { given: [...String(input)].length, most: BRIEF_MAX_CHARACTERS }),
  })
  .meta({ maxLength: BRIEF_MAX_CHARACTERS });

/** `under`: what providers' clips sound like is heard low under music and voice, while their shots are seen. */
export const clipSound = z.enum(['none', 'under']);
export type ClipSound = z.infer<typeof clipSound>;

/** Form of a film as its project keeps it, whichever studio made it; each studio's own door takes less. */
export const filmInput = z.object({
  brief: briefText,
  /** Photographs and films to use, in the person's order. None is allowed: the film is then typographic. */
  pictures: z.array(assetId).max(24).default([]),
  logo: assetId.optional(),
  brandId: brandId.optional(),
  brandName: z.string().trim().max(60).optional(),
  seconds: z.union([z.literal(5), z.literal(10), z.literal(15), z.literal(30), z.literal(60)]).default(15),
  language: language.default('en'),
  voice: voiceChoice.default('none'),
  /** Who speaks in the place of the built-in voice; only where a voice is chosen. */
  voiceBy: voiceBy.optional(),
  music: musicChoice.default('uplifting'),
  /** Who makes the music in the place of the built-in engine; only where there is music. */
  musicBy: musicBy.optional(),
  clipSound: clipSound.default('none'),
  ratios: z.array(ratio).min(1).max(4).default(['16:9', '9:16', '1:1', '4:5']),
  fps: z.union([z.literal(24), z.literal(25), z.literal(30)]).default(30),
  burnCaptions: z.boolean().default(false),
  /** `draft` renders at half size without grain. */
  quality: z.enum(['draft', 'final']).default('final'),
  seed: z.int().nonnegative().max(2_147_483_647).optional(),
  /** True for the unmodified sample brief: its first run costs nothing, once per organization (rulings §2.3). */
  sample: z.boolean().default(false),
  /** Project to make it in; a new one is made when absent. */
  projectId: projectId.optional(),
  /** What a film of a template is planned from instead of its brief; only the product film studio sets it. */
  product: filmTemplate.optional(),
});
export type FilmInput = z.infer<typeof filmInput>;

type Spoken = { language?: string | undefined; voice?: string | undefined; voiceBy?: VoiceBy | undefined };

/** Hebrew, and a voice for it: what an engine without a fitting voice would have to leave out unsaid is refused at the door. */
const isHebrewSpoken = ({ language, voice }: Spoken) => language === 'he' && voice !== undefined && voice !== 'none';
const canBeHeard = (input: Spoken) => !isHebrewSpoken(input) || input.voiceBy !== undefined;
const canBeHeardInstead = (input: Spoken) => !isHebrewSpoken(input) || (input.voiceBy?.orElse ?? 'nobody') === 'nobody';
const MUTE_VOICE = { path: ['voice'], error: say('field.voice_hebrew') };
const MUTE_FALLBACK = { path: ['voiceBy', 'orElse'], error: say('field.voice_hebrew_instead') };

/** What the film studio takes: no template, and lengths in which a brief can be told. */
const briefForm = filmInput
  .omit({ product: true })
  .extend({ seconds: z.union([z.literal(15), z.literal(30), z.literal(60)]).default(15) });

/** The film input as a caller sends it. Stored inputs are read with `filmInput`: what was accepted once stays readable. */
export const filmRequest = briefForm.refine(canBeHeard, MUTE_VOICE).refine(canBeHeardInstead, MUTE_FALLBACK);
/** The same form before it is whole. */
export const filmDraft = briefForm
  .partial()
  .extend({ name: z.string().max(120).optional() })
  .refine(canBeHeard, MUTE_VOICE)
  .refine(canBeHeardInstead, MUTE_FALLBACK);

/** Result of one machine check of craft.md §10. */
export const filmCheck = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['passed', 'failed', 'skipped']),
  /** Measured figure and its limit, with unit, as people read it. */
  measured: z.string(),
  limit: z.string(),
  /** Frames or shots concerned. */
  where: z.array(z.string()).default([]),
});
export type FilmCheck = z.infer<typeof filmCheck>;

export const loudness = z.object({ integratedLufs: z.number(), truePeakDb: z.number(), rangeLu: z.number() });
export type Loudness = z.infer<typeof loudness>;

/** One finished file as `report.json` states it. */
/** What a finished film's streams are, as its container states them. Names of codecs and colours are FFmpeg's. */
export const filmProbe = z.object({
  container: z.string(),
  video: z.object({
    codec: z.string(),
    profile: z.string().nullable(),
    pixelFormat: z.string().nullable(),
    primaries: z.string().nullable(),
    transfer: z.string().nullable(),
    matrix: z.string().nullable(),
    range: z.string().nullable(),
    bitRate: z.number().nullable(),
  }),
  audio: z
    .object({ codec: z.string(), sampleRate: z.int(), channels: z.int(), durationSeconds: z.number() })
    .nullable(),
});

/** What stands over the picture once a shot has settled: words, logos, the watermark, the label of models. */
export const placedMark = z.object({
  kind: z.enum(['words', 'logo', 'watermark', 'label']),
  text: z.string(),
  box: fractionBox,
});
export type PlacedMark = z.infer<typeof placedMark>;

export const deliveredFile = z.object({
  name: z.string(),
  kind: z.enum(['film', 'cover', 'captions', 'contact_sheet', 'storyboard', 'timeline', 'report']),
  ratio: ratio.optional(),
  hash: contentHash,
  sizeBytes: z.int().nonnegative(),
  width: z.int().optional(),
  height: z.int().optional(),
  frames: z.int().optional(),
  durationSeconds: z.number().optional(),
  rate: rate.optional(),
  loudness: loudness.optional(),
  probe: filmProbe.optional(),
  /** Absent where a part of the film was drawn before places were kept. */
  placed: z.array(placedMark).optional(),
  /** Whether the picture itself says that models took part. */
  isLabelled: z.boolean().optional(),
});
export type DeliveredFile = z.infer<typeof deliveredFile>;

/** `report.json`: each step's seconds, each file's probe and loudness, engine versions, checks, what was reused. */
export const filmReport = z.object({
  version: z.literal(1),
  title: z.string(),
  language,
  madeBy: z.string(),
  engine: z.object({ name: z.string(), version: z.string(), kinora: z.string() }),
  steps: z.array(z.object({ name: z.string(), seconds: z.number(), attempts: z.int() })),
  files: z.array(deliveredFile),
  segments: z.object({ rendered: z.int(), reused: z.int() }),
  checks: z.array(filmCheck),
  notices: z.array(z.string()),
  /** Providers’ models that made pictures, motion or voice of it, as people read them. Absent in reports of before. */
  models: z.array(z.string()).optional(),
  totalSeconds: z.number(),
});
export type FilmReport = z.infer<typeof filmReport>;

/** Output of the film studio's parent job. */
export const filmOutput = z.object({
  projectId,
  files: z.array(z.object({ name: z.string(), kind: z.string(), ratio: ratio.optional(), assetId })),
  reportAssetId: assetId,
  renderJobIds: z.array(jobId).default([]),
});
export type FilmOutput = z.infer<typeof filmOutput>;
