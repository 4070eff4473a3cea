import { z } from 'zod';
import { say } from './messages.ts';
import { assetId, brandId, language, projectId, ratio, templateId } from './primitives.ts';
import { cameraMove, sceneKind, sceneStaging } from './scene.ts';
import { musicChoice, storyBeat } from './storyboard.ts';

/** The four motion designs of product films. What a template may change is below; how it moves is its scenes' code. */
export const templateKind = z.enum(['runway', 'spin', 'macro', 'spotlight']);
export type TemplateKind = z.infer<typeof templateKind>;

/** Grounds of the film's palette that a template may stand on. */
export const templateGround = z.enum(['stage', 'deep', 'wall', 'paper']);

export const templateParameters = z.object({
  /** Steps, turns and travels against the template's own speed: 1 is as designed. */
  pace: sceneStaging.shape.pace,
  /** Sweeps of light (runway), exposure of the marks (spin), softness out of focus (macro), haze (spotlight). */
  strength: sceneStaging.shape.strength,
  ground: templateGround,
  music: musicChoice,
});
export type TemplateParameters = z.infer<typeof templateParameters>;

/** What a shot of a template says. A shot whose words the person did not give says nothing. */
export const templateSays = z.enum(['nothing', 'title', 'claim', 'price', 'name']);

export const templateShot = z.object({
  beat: storyBeat,
  kind: sceneKind,
  move: cameraMove,
  framing: sceneStaging.shape.framing,
  says: templateSays,
  /** Wished length; cuts fall on the beats of the music. */
  seconds: z.number().min(0.8).max(8),
  /** The template's own ground when absent. */
  ground: templateGround.optional(),
});
export type TemplateShot = z.infer<typeof templateShot>;

const templateShots = z.array(templateShot).min(2).max(12);

/** A template as data: which set moves how, in which order, for each length in seconds. */
export const productTemplate = z.object({
  version: z.literal(1),
  kind: templateKind,
  parameters: templateParameters,
  timing: z.object({ '5': templateShots, '10': templateShots, '15': templateShots, '30': templateShots }),
});
export type ProductTemplate = z.infer<typeof productTemplate>;

export const productFilmSeconds = z.union([z.literal(5), z.literal(10), z.literal(15), z.literal(30)]);

const shortText = (most: number) => z.string().trim().max(most);

/** What a film of a template says and moves like; kept with the film, so that a later change of the template leaves it. */
export const filmTemplate = z.object({
  template: productTemplate,
  title: shortText(60).default(''),
  price: shortText(24).default(''),
  prompt: shortText(1000).default(''),
});
export type FilmTemplate = z.infer<typeof filmTemplate>;

/** Input of the product film studio. */
export const productFilmInput = z.object({
  template: templateKind,
  /** A template of the organization instead of the built-in one of that kind. */
  templateId: templateId.optional(),
  /** Product pictures, the main one first. For a spin: its sides in order, once round. */
  pictures: z.array(assetId).min(1, say('field.product_pictures')).max(24),
  title: shortText(60).default(''),
  price: shortText(24).default(''),
  /** A sentence or two about the product; a claim in it is shown where the template has room. */
  prompt: shortText(1000).default(''),
  logo: assetId.optional(),
  brandId: brandId.optional(),
  brandName: shortText(60).optional(),
  seconds: productFilmSeconds.default(10),
  language: language.default('en'),
  /** The template's own music when absent. */
  music: musicChoice.optional(),
  ratios: z.array(ratio).min(1).max(4).default(['16:9', '9:16', '1:1', '4:5']),
  fps: z.union([z.literal(24), z.literal(25), z.literal(30)]).default(30),
  quality: z.enum(['draft', 'final']).default('final'),
  seed: z.int().nonnegative().max(2_147_483_647).optional(),
  projectId: projectId.optional(),
});
export type ProductFilmInput = z.infer<typeof productFilmInput>;
