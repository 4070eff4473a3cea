import { z } from 'zod';
import { comfyPlacement } from './comfy.ts';
import { isoTime, ratio } from './primitives.ts';

/** What a model can be asked for. One model has one; a provider has as many as its models (design.md §6). */
export const capability = z.enum([
  'text',
  'image',
  'image-edit',
  'video',
  'try-on',
  'face-swap',
  'speech',
  'music',
  'lip-sync',
  'upscale',
  'background-removal',
  'moderation',
]);
export type Capability = z.infer<typeof capability>;

/**
 * What one answer costs, in millionths of a currency unit for each of `per`; null where the vendor's account page alone
 * says it. `isVerified` is false for figures that third parties report.
 */
const tokenRates = { inputMicros: z.int().nonnegative(), outputMicros: z.int().nonnegative() };
export const modelPrice = z.discriminatedUnion('per', [
  z.object({
    currency: z.literal('USD'),
    per: z.enum(['picture', 'second', 'character']),
    micros: z.int().nonnegative(),
    /** Where a film with sound costs another price; absent: nobody knows what sound costs. */
    withSoundMicros: z.int().nonnegative().optional(),
    isVerified: z.boolean(),
  }),
  /** Both for a million tokens. `later` is what the vendor has announced, by its first day. */
  z.object({
    currency: z.literal('USD'),
    per: z.literal('token'),
    ...tokenRates,
    isVerified: z.boolean(),
    later: z.array(z.object({ from: z.iso.date(), ...tokenRates })).optional(),
  }),
]);
export type ModelPrice = z.infer<typeof modelPrice>;

/** What a model takes. A request outside of it is refused before it costs anything. */
export const modelLimits = z.object({
  promptCharacters: z.int().positive(),
  /** Pictures that go in with the words: first frame, references, the picture to change. */
  pictures: z.object({ least: z.int().nonnegative(), most: z.int().nonnegative() }),
  /** Shapes it makes; empty where it has none or takes that of its picture. */
  ratios: z.array(ratio),
  /** Lengths it makes in seconds; empty for pictures and speech. */
  seconds: z.array(z.int().positive()),
  takesSeed: z.boolean(),
  takesNegativePrompt: z.boolean(),
  /** Films that come with sound when they are asked to. */
  makesSound: z.boolean().optional(),
  /** Most tokens of one answer; text models alone have it. */
  answerTokens: z.int().positive().optional(),
});
export type ModelLimits = z.infer<typeof modelLimits>;

/** How a voice sounds, in one word that screens say in their language. */
export const voiceCharacter = z.enum([
  'bright',
  'upbeat',
  'informative',
  'firm',
  'excitable',
  'youthful',
  'breezy',
  'easy_going',
  'breathy',
  'clear',
  'smooth',
  'gravelly',
  'soft',
  'even',
  'mature',
  'forward',
  'friendly',
  'casual',
  'gentle',
  'lively',
  'knowledgeable',
  'warm',
]);
export type VoiceCharacter = z.infer<typeof voiceCharacter>;

/** One model as data. `checkedOn` is the day its facts were read from the vendor's pages. */
export const generationModel = z.object({
  /** The vendor's own name for it. */
  id: z.string(),
  provider: z.string(),
  title: z.string(),
  capability,
  limits: modelLimits,
  /** The voices it speaks with, by the vendor's names; absent where an account has voices of its own. */
  voices: z.array(z.object({ id: z.string(), character: voiceCharacter })).optional(),
  price: modelPrice.nullable(),
  /** `non_commercial` models are listed and say so; nothing chooses them by itself. */
  licence: z.enum(['commercial', 'non_commercial']),
  /** Day from which the vendor refuses it; null while none is announced. */
  shutsDownOn: z.iso.date().nullable(),
  checkedOn: z.iso.date(),
});
export type GenerationModel = z.infer<typeof generationModel>;

/**
 * Why a vendor said no, or went wrong, in one vocabulary.
 *
 *   auth           the key is wrong or may not do this
 *   no_credit      the account is empty
 *   rate_limited   too much at once; the same call may go later
 *   invalid_input  it will never take this request
 *   moderated      refused by its safety rules
 *   not_found      model or remote job is not there
 *   expired        the answer was made, and its file is gone
 *   provider_down  it cannot be reached or is broken
 *   failed         it tried and did not manage
 */
export const faultKind = z.enum([
  'auth',
  'no_credit',
  'rate_limited',
  'invalid_input',
  'moderated',
  'not_found',
  'expired',
  'provider_down',
  'failed',
]);
export type FaultKind = z.infer<typeof faultKind>;

/** States of an intent; the paragraph stands in server/src/domains/routing/intent.ts. */
export const intentState = z.enum([
  'intent',
  'sending',
  'accepted',
  'finished',
  'refused',
  'failed',
  'cancelled',
  'unknown',
  'given_up',
]);
export type IntentState = z.infer<typeof intentState>;

/** One paid answer wanted from a vendor, as people see it on a job. */
export const generationIntent = z
  .object({
    id: z.uuid(),
    jobId: z.uuid(),
    /** Which of the job's answers it is, and the how many-eth try that a person paid for. */
    name: z.string(),
    number: z.int().positive(),
    provider: z.string(),
    model: z.string(),
    capability,
    state: intentState,
    /** Sends that the vendor certainly did not take, and the one it may have taken. */
    sends: z.int().nonnegative(),
    remoteId: z.string().nullable(),
    /** Of work for the ComfyUI pool. */
    placement: comfyPlacement.nullable(),
    fault: z.object({ kind: faultKind, sentence: z.string() }).nullable(),
    cost: z.object({ currency: z.literal('USD'), micros: z.int() }).nullable(),
    createdAt: isoTime,
    sentAt: isoTime.nullable(),
    nextPollAt: isoTime.nullable(),
    finishedAt: isoTime.nullable(),
  })
  .meta({ id: 'GenerationIntent' });
export type GenerationIntent = z.infer<typeof generationIntent>;
