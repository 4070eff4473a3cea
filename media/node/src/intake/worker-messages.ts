import type { AnalysedPicture } from '../pictures/index.ts';
import type { ParsedDrawing } from './parse-drawing.ts';
import type { ParsedFont } from './parse-font.ts';
import type { ParsedPicture } from './parse-picture.ts';

/** What the child can be asked for, and what it answers. */
export type ParseResults = {
  picture: ParsedPicture;
  drawing: ParsedDrawing;
  font: ParsedFont;
  /** The whole analysis of a picture that was let in before, its cut-out written into `folder`. */
  analysis: AnalysedPicture;
};

export type ParseTask = { work: keyof ParseResults; file: string; folder: string };
export type ParseRequest = ParseTask & { id: number };

export type ParseReply =
  | { id: number; kind: 'parsed'; result: ParseResults[keyof ParseResults] }
  | { id: number; kind: 'failed'; code: string; message: string; sentence?: string; details?: Record<string, unknown> };
