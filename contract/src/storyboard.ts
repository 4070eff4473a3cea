import { z } from 'zod';
import { language, rate } from './primitives.ts';
import { filmLook, sceneDescription } from './scene.ts';

/** Part of the film's argument a scene plays. */
export const storyBeat = z.enum(['hook', 'story', 'detail', 'proof', 'call_to_action']);
export type StoryBeat = z.infer<typeof storyBeat>;

/** In the order in which people are offered them. */
export const musicMood = z.enum(['uplifting', 'calm', 'driving', 'epic', 'emotional', 'mysterious']);
export type MusicMood = z.infer<typeof musicMood>;
export const musicChoice = z.enum([...musicMood.options, 'none']);
export type MusicChoice = z.infer<typeof musicChoice>;
export const voiceName = z.enum(['male-deep', 'male-warm', 'female-soft', 'female-energetic', 'child']);
export type VoiceName = z.infer<typeof voiceName>;
/** A provider's voice instead of the built-in one. It reads every language the provider has, Hebrew too. */
export const voiceBy = z.object({
  connection: z.string().min(1).max(80),
  model: z.string().min(1).max(200),
  /** The provider's own id of the voice. */
  voice: z.string().trim().min(1).max(120),
  /** `built_in`: the built-in voice speaks the whole film where the provider certainly does not take it; else nobody. */
  orElse: z.enum(['nobody', 'built_in']).default('nobody'),
});
export type VoiceBy = z.infer<typeof voiceBy>;
/** A provider's music instead of the built-in one: instrumental, as long as the film. */
export const musicBy = z.object({
  connection: z.string().min(1).max(80),
  model: z.string().min(1).max(200),
  /** `built_in`: the built-in music plays where the provider certainly does not take it; else nobody. */
  orElse: z.enum(['nobody', 'built_in']).default('nobody'),
});
export type MusicBy = z.infer<typeof musicBy>;
export const toRoute = ({ connection, model }: VoiceBy | MusicBy): { connection: string; model: string } => ({
  connection,
  model,
});
export const voiceChoice = z.enum(['none', 'male-deep', 'male-warm', 'female-soft', 'female-energetic', 'child']);
export type VoiceChoice = z.infer<typeof voiceChoice>;

/** A fact taken from the brief. `quote` is the words it came from, so that "never invented" can be checked by a machine. */
export const briefFact = z.object({ text: z.string().min(1).max(160), quote: z.string().min(1).max(400) });
export type BriefFact = z.infer<typeof briefFact>;

/** What the planner read out of the brief. Absent means the brief does not say it, and the film does not show it. */
export const briefFacts = z.object({
  brandName: briefFact.optional(),
  productName: briefFact.optional(),
  audience: briefFact.optional(),
  claim: briefFact.optional(),
  facts: z.array(briefFact).max(12),
  price: briefFact.optional(),
  offer: briefFact.optional(),
  callToAction: briefFact.optional(),
  availability: briefFact.optional(),
  legalLine: briefFact.optional(),
  mustSay: z.array(z.string()).default([]),
  mustNotSay: z.array(z.string()).default([]),
  tone: z.enum(['calm', 'warm', 'confident', 'energetic', 'urgent']),
});
export type BriefFacts = z.infer<typeof briefFacts>;

/** One camera set-up. `key` is stable across revisions of the plan (`s1a`), `code` is what people read (`1A`). */
export const storyboardShot = z.object({
  key: z.string().min(1).max(24),
  code: z.string().min(1).max(8),
  title: z.string().max(120),
  lengthFrames: z.int().positive(),
  /** Prompts in words: what a provider would be asked for, and what people read and edit. */
  picturePrompt: z.string().max(1000),
  motionPrompt: z.string().max(1000),
  negativePrompt: z.string().max(1000).default(''),
  /** What the voice says during the shot; empty when it says nothing. */
  narration: z.string().max(600).default(''),
  scene: sceneDescription,
  transitionIn: z
    .object({ kind: z.enum(['cut', 'dissolve', 'wipe', 'push', 'dip']), lengthFrames: z.int().nonnegative() })
    .default({ kind: 'cut', lengthFrames: 0 }),
});
export type StoryboardShot = z.infer<typeof storyboardShot>;

export const storyboardScene = z.object({
  key: z.string().min(1).max(24),
  number: z.int().positive(),
  beat: storyBeat,
  title: z.string().max(120),
  summary: z.string().max(600),
  shots: z.array(storyboardShot).min(1),
});
export type StoryboardScene = z.infer<typeof storyboardScene>;

/**
 * The plan of a film: the schema that the built-in planner and every language model must fill; parsed, never trusted.
 * Sum of all shots' `lengthFrames` = `targetFrames`, exactly. Same input and seed → same storyboard.
 */
export const storyboard = z
  .object({
    version: z.literal(1),
    language,
    rate,
    targetFrames: z.int().positive(),
    title: z.string().min(1).max(120),
    seed: z.int().nonnegative(),
    facts: briefFacts,
    look: filmLook,
    music: z.object({ choice: musicChoice, bpm: z.number().positive(), seed: z.int().nonnegative() }),
    voice: voiceChoice,
    voiceBy: voiceBy.optional(),
    musicBy: musicBy.optional(),
    scenes: z.array(storyboardScene).min(1),
    /** Sentences for people: what was left out and why (untrusted cut-out, price missing, too few photographs …). */
    notices: z.array(z.string()).default([]),
  })
  .refine(
    (value) =>
      value.scenes.flatMap((scene) => scene.shots).reduce((sum, shot) => sum + shot.lengthFrames, 0) ===
      value.targetFrames,
    {
      message: 'The lengths of the shots must sum exactly to targetFrames.',
    },
  );
export type Storyboard = z.infer<typeof storyboard>;
