import { z } from 'zod';
import { framingPath } from './framing.ts';
import { contentHash, fractionBox, language, lch } from './primitives.ts';

/**
 * Scene2D: one shot of a built-in film as data. The same description is laid out anew for every ratio and drawn by the
 * same code in the browser preview and in the final render (media/core/src/scenes). Which kind looks how, with which
 * curves and amplitudes: docs/guide/scenes and the comments beside each scene.
 */
export const sceneKind = z.enum([
  'panels', // macro strips with one or two words: the hook
  'hero', // product on a lit wall with niche, headline beside it
  'close', // the same set, 1.6 × closer
  'split', // three fields, three products, a label each
  'macro', // material close-ups replaced on beats, list of facts
  'spotlight', // dark stage, moving pool of light, claim
  'price', // product bleeding off the frame over a deep field, price figure, call to action
  'end_card', // name or logo, hairline, one line
  'grid', // cells opening along the diagonal, macro and product alternating
  'kinetic_words', // one word or short line a beat over palette fields
  'line_up', // products stepping past, one per beat
  'stop_motion', // eight poses a second on one plain field
  'studio_floor', // standing product on a floor with reflection, orbit-like parallax
  'photo', // whole photograph, background extended by style when shapes differ (untrusted cut-outs, lifestyle pictures)
  'parallax', // cut-out moved against its own filled background
  'typographic', // no photograph: type and abstract light
  'video', // an uploaded film as a shot
  'catwalk', // product walking in a hall of lights, a step a beat
  'turntable', // product turning on a disc: real angles where there are enough, else an arc
  'detail', // full-frame close views, focus racked from one to the next
  'beam', // dark stage, a moving beam that finds the product
]);
export type SceneKind = z.infer<typeof sceneKind>;

/** Camera or light move. Every curve is "settle, then drift" unless the move's own comment says otherwise. */
export const cameraMove = z.enum([
  'push_in',
  'pull_out',
  'pan',
  'tilt',
  'orbit',
  'light_sweep',
  'spotlight',
  'rack_focus',
  'reveal',
  'sway',
  'breeze',
  'stepped',
]);
export type CameraMove = z.infer<typeof cameraMove>;

/** How the ground is extended when a whole photograph does not fit the frame's shape. Never stretched. */
export const groundStyle = z.enum(['set', 'blurred', 'gradient', 'studio_floor']);
export type GroundStyle = z.infer<typeof groundStyle>;

/** A photograph or film used by a scene. `hash` is the file drawn: the cut-out PNG, the working photograph or the video. */
export const sceneSubject = z.object({
  pictureKey: z.string().min(1).max(64),
  /** `turn_sheet`: many views of a model in one file, between those that are its cut-outs. */
  use: z.enum(['cutout', 'photo', 'macro', 'video', 'turn_sheet']),
  hash: contentHash,
  width: z.int().positive(),
  height: z.int().positive(),
  /**
   * For `macro`: the window inside the cut-out. For `photo`: the subject's box, which framing must keep whole. For a
   * `cutout` that is one side of a turn: where it lay in its photograph.
   */
  box: fractionBox.optional(),
  stands: z.boolean().default(false),
  meanLightness: z.number().min(0).max(100).default(60),
  /** For `video`: first frame used, at the film's rate. */
  inFrame: z.int().nonnegative().default(0),
  /** For `video`: frames the recording has, at the film's rate. A shot that outlasts it goes on with a held picture. */
  lengthFrames: z.int().positive().optional(),
  /** Where a person wants the crop of this shape, in frames of the shot. Set for one ratio's render, never in a plan. */
  path: framingPath.optional(),
});
export type SceneSubject = z.infer<typeof sceneSubject>;

/** Words on screen. Slots a scene kind does not show stay empty; the planner never fills one it has no fact for. */
export const sceneWords = z.object({
  /** Small label above, such as a category. Set in spaced capitals for Latin, plain for Hebrew and Arabic. */
  eyebrow: z.string().max(60).optional(),
  /** One to three display lines. */
  lines: z.array(z.string().min(1).max(60)).max(4).default([]),
  /** List of facts or labels, one per field or beat. */
  items: z.array(z.string().min(1).max(60)).max(6).default([]),
  /** The price as written in the brief, currency included. */
  figure: z.string().max(24).optional(),
  /** One short line: call to action, availability, legal. */
  small: z.string().max(120).optional(),
  /** The brand's name as set on the end card when there is no logo. */
  wordmark: z.string().max(60).optional(),
});
export type SceneWords = z.infer<typeof sceneWords>;
/** Words that were not sent stay on screen; empty ones leave it. */
export const sceneWordsChange = sceneWords
  .extend({ lines: sceneWords.shape.lines.unwrap(), items: sceneWords.shape.items.unwrap() })
  .partial();
export type SceneWordsChange = z.infer<typeof sceneWordsChange>;

/** The film's colours, planned once from the products and the kit (craft.md §7). */
export const filmPalette = z.object({
  paper: lch,
  wall: lch,
  deep: lch,
  stage: lch,
  /** Two or three further fields for splits and grids. */
  fields: z.array(lch).min(2).max(4),
  /** Ink on light grounds and on dark grounds. */
  inkDark: lch,
  inkLight: lch,
});
export type FilmPalette = z.infer<typeof filmPalette>;

/** Font roles by family name as registered by the engine's font shelf (media/core/src/type/shelf.ts). */
export const filmFonts = z.object({
  display: z.string(),
  displayItalic: z.string(),
  text: z.string(),
  figures: z.string(),
  wordmark: z.string(),
});
export type FilmFonts = z.infer<typeof filmFonts>;

/**
 * A brand's own font as the engine sets it. `family` holds part of the file's hash, so that one name is always one file;
 * `coverage` is packed as in media/core/src/type/coverage.ts.
 */
export const kitFace = z.object({
  family: z.string().min(1).max(64),
  hash: contentHash,
  scripts: z.array(z.enum(['latin', 'hebrew', 'arabic'])),
  /** Height of a small Latin letter per size. */
  xHeight: z.number().min(0.1).max(1),
  coverage: z.string(),
});
export type KitFace = z.infer<typeof kitFace>;

const logoPicture = z.object({ hash: contentHash, width: z.int().positive(), height: z.int().positive() });

/** What every shot of one film shares; part of each segment's content hash only where the shot uses it. */
export const filmLook = z.object({
  language,
  palette: filmPalette,
  fonts: filmFonts,
  /** Film grain, 0–0.1 (craft.md §7: 0.05–0.08; 0 for drafts). */
  grain: z.number().min(0).max(0.12).default(0.06),
  /** The brand's logo, and how it looks on dark grounds where the brand has that too. */
  logo: logoPicture.optional(),
  logoOnDark: logoPicture.optional(),
  /** Files of the fonts above that are not on the shelf. */
  faces: z.array(kitFace).max(8).optional(),
});
export type FilmLook = z.infer<typeof filmLook>;

/** How a template's set is played. What `strength` is depends on the kind: light sweep, turn, softness, haze. */
export const sceneStaging = z.object({
  /** `opposite` is wide with the product on the words' side, where both stand side by side. */
  framing: z.enum(['wide', 'opposite', 'close']),
  /** 1 is one step, turn or travel as the kind means it; less is calmer. */
  pace: z.number().min(0.5).max(1.5),
  strength: z.number().min(0).max(1),
});
export type SceneStaging = z.infer<typeof sceneStaging>;

export const sceneDescription = z.object({
  kind: sceneKind,
  move: cameraMove,
  /** Everything random in the scene comes from it. */
  seed: z.int().nonnegative(),
  /** One to nine; a turntable takes a side each, once round, and a model's sheets after them. */
  subjects: z.array(sceneSubject).max(30),
  words: sceneWords,
  ground: z.object({
    tone: z.enum(['paper', 'wall', 'deep', 'stage', 'field0', 'field1', 'field2', 'field3']),
    style: groundStyle.default('set'),
  }),
  /** Frames, relative to the shot's start, on which things inside it land (music beats). */
  beatFrames: z.array(z.int().nonnegative()).default([]),
  /** For `catwalk`, `turntable`, `detail` and `beam`; other kinds have none. */
  staging: sceneStaging.optional(),
});
export type SceneDescription = z.infer<typeof sceneDescription>;
