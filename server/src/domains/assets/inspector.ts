import type { AssetKind, PictureAnalysis } from '@kinora/contract';
import type { Derivative } from './store.ts';

/** A file made out of the one that came in, still lying in the upload's own folder. */
export type NewDerivative = {
  kind: Derivative['kind'];
  path: string;
  mediaType: string;
  width: number | null;
  height: number | null;
};

export type InspectedFile = {
  kind: AssetKind;
  mediaType: string;
  /** The file to keep: the one that came, or its cleaned form. */
  path: string;
  width: number | null;
  height: number | null;
  frames: number | null;
  durationSeconds: number | null;
  probe: Record<string, unknown>;
  placeholderColour: string | null;
  notices: string[];
  derivatives: NewDerivative[];
  /** Where looking into the file was looking at its picture as well. `analysis.hash` is not the file's yet. */
  analysed?: AnalysedFile;
};

export type AnalysedFile = { analysis: PictureAnalysis; cutoutPath?: string };

/** Passed in, so that the slice needs no engine of its own. */
export type FileInspector = {
  /** Throws a KinoraError whose sentence says why the file is refused. */
  inspect(request: {
    file: string;
    name: string;
    folder: string;
    signal?: AbortSignal | undefined;
  }): Promise<InspectedFile>;
  analyse(file: string, folder: string, signal?: AbortSignal): Promise<AnalysedFile>;
};
