import type { Ratio, Storyboard } from '../../../api/index.ts';

/** A planned film as a browser draws it: shots one after another, and where their files are. */
export type PreviewFilm = {
  storyboard: Pick<Storyboard, 'look' | 'rate' | 'scenes'>;
  files: readonly { hash: string; url: string }[];
  ratio: Ratio;
  /** Leaves the last card out: a loop that shows how a template moves needs no name at its end. */
  withoutEndCard?: boolean;
};

export type ToPreviewWorker =
  | { kind: 'open'; id: number; canvas: OffscreenCanvas }
  | { kind: 'show'; id: number; film: PreviewFilm }
  | { kind: 'play'; id: number; isPlaying: boolean }
  | { kind: 'close'; id: number };

export type FromPreviewWorker =
  /** The first picture stands. */
  | { kind: 'shown'; id: number }
  | { kind: 'failed'; id: number; message: string }
  /** Once through; the figure is what nineteen of twenty frames were drawn within. */
  | { kind: 'looped'; id: number; drawMs: number };
