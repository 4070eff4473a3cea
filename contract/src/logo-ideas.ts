import { z } from 'zod';
import { hexColour, language } from './primitives.ts';

/** What a logo is made of: the name alone, one or two of its letters, a sign, a sign beside the name, or a sign around it. */
export const logoKind = z.enum(['wordmark', 'lettermark', 'symbol', 'combination', 'emblem']);
export type LogoKind = z.infer<typeof logoKind>;

/** One concept for a logo, with the words an image model can draw it by. Nothing is drawn here. */
export const logoIdea = z
  .object({
    /** Two or three words, in the reader's language. */
    title: z.string().min(1).max(60),
    /** The one idea of it in a sentence, in the reader's language. */
    idea: z.string().min(1).max(300),
    kind: logoKind,
    /** For an image model, in English; the name stands in it as the brand writes it. */
    prompt: z.string().min(1).max(800),
    negativePrompt: z.string().max(400),
    colours: z.array(hexColour).min(1).max(3),
  })
  .meta({ id: 'LogoIdea' });
export type LogoIdea = z.infer<typeof logoIdea>;

/** What logos are thought of from, besides the brand's kit. */
export const logoBrief = z.object({
  /** What the brand makes or does, and for whom. */
  about: z.string().trim().min(3).max(600),
  count: z.int().min(3).max(8).default(6),
  /** In which titles and ideas are written. */
  language: language.default('en'),
});
export type LogoBrief = z.output<typeof logoBrief>;

export const logoIdeas = z
  .object({
    ideas: z.array(logoIdea),
    /** False where the built-in writer made them. */
    isWritten: z.boolean(),
    /** Why the built-in writer made them although a model was asked. */
    notice: z.string().nullable(),
  })
  .meta({ id: 'LogoIdeas' });
export type LogoIdeas = z.infer<typeof logoIdeas>;
