import { z } from 'zod';
import { contentHash, fractionBox, lch } from './primitives.ts';

/** One colour cluster of a picture and the share (0–1) of opaque pixels it covers. */
export const paletteColour = z.object({ colour: lch, share: z.number().min(0).max(1) });
export type PaletteColour = z.infer<typeof paletteColour>;

/**
 * What the engine knows about one photograph before it plans a film with it.
 * `cutout` is absent when no key was tried or none could be made; its `trust` (0–1) decides where it may be shown:
 * moves that need a cut-out run only at or above CUTOUT_TRUST_LIMIT (rulings §4.7).
 */
export const pictureAnalysis = z.object({
  /** Content hash of the original file. */
  hash: contentHash,
  /** Size in pixels after EXIF rotation was applied. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** 0 = busy, 1 = perfectly even ground along the border. */
  groundFlatness: z.number().min(0).max(1),
  groundColour: lch,
  cutout: z
    .object({
      /** Content hash of the RGBA PNG (transparent ground, cropped to `box`). */
      hash: contentHash,
      width: z.int().positive(),
      height: z.int().positive(),
      /** Where the cut-out sat in the photograph. */
      box: fractionBox,
      trust: z.number().min(0).max(1),
      /** Named reasons that lowered the trust, such as `weak-edge` or `touches-border`. */
      doubts: z.array(z.string()),
      /** Largest rectangles fully inside the product, as fractions of the CUT-OUT: windows for macro shots. */
      macroBoxes: z.array(fractionBox),
      /** True when the thing has a flat contact base (bottle, shoe, box) and may stand on a floor with a reflection. */
      stands: z.boolean(),
    })
    .optional(),
  /**
   * A 3D model from all sides, once round and the front first: pictures of one size about one axis. The rest of the
   * analysis is then of a picture drawn of the model.
   */
  turn: z
    .array(z.object({ hash: contentHash, width: z.int().positive(), height: z.int().positive() }))
    .min(12)
    .max(24)
    .optional(),
  /** Sheets of the views between those of `turn`, in cells of their size (media/core, turn-sheet). */
  between: z
    .array(z.object({ hash: contentHash, width: z.int().positive(), height: z.int().positive() }))
    .max(6)
    .optional(),
  /** Box of the subject in the photograph: the cut-out's when trusted, else the most salient region. */
  subjectBox: fractionBox,
  /** Share (0–1) of the picture the subject fills. */
  subjectShare: z.number().min(0).max(1),
  /** Clusters over the product's pixels when there is a cut-out, else over the whole picture. Heaviest first. */
  palette: z.array(paletteColour).min(1),
  meanLightness: z.number().min(0).max(100),
  /** Variance-of-Laplacian figure scaled to 0–1 on a 768 px copy; below 0.12 is soft. */
  sharpness: z.number().min(0).max(1),
});
export type PictureAnalysis = z.infer<typeof pictureAnalysis>;

export const CUTOUT_TRUST_LIMIT = 0.6;
/** One of many sides of a turning thing is seen for part of a second: better a little ragged than a gap in the turn. */
export const SIDE_TRUST_LIMIT = 0.4;
