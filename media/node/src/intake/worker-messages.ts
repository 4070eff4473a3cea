import type { ParsedModel } from '../model/parse-model.ts';
import type { AnalysedPicture } from '../pictures/index.ts';
import type { ExtractedFiles, ParsedArchive } from './parse-archive.ts';
import type { ParsedDrawing } from './parse-drawing.ts';
import type { ParsedFont } from './parse-font.ts';
import type { ParsedPicture } from './parse-picture.ts';
import type { ParsedTable, TableOptions } from './parse-table.ts';

/** What the child can be asked for, and what it answers. */
export type ParseResults = {
  picture: ParsedPicture;
  drawing: ParsedDrawing;
  font: ParsedFont;
  /** Drawn from all sides into `folder`, and looked at. */
  model: ParsedModel;
  /** The whole analysis of a picture that was let in before, its cut-out written into `folder`. */
  analysis: AnalysedPicture;
  /** Its rows, written into `folder` in a plain form. */
  table: ParsedTable;
  /** What a ZIP holds. */
  archive: ParsedArchive;
  /** Named entries of a ZIP, unpacked into `folder`. */
  extract: ExtractedFiles;
};

/** What some kinds of work are told besides the file. */
export type WorkDetails = { table: TableOptions; extract: { names: readonly string[] } };

export type ParseTask = {
  work: keyof ParseResults;
  file: string;
  folder: string;
  details?: Partial<WorkDetails[keyof WorkDetails]> | undefined;
};
export type ParseRequest = ParseTask & { id: number };

export type ParseReply =
  | { id: number; kind: 'parsed'; result: ParseResults[keyof ParseResults] }
  | { id: number; kind: 'failed'; code: string; message: string; sentence?: string; details?: Record<string, unknown> };
