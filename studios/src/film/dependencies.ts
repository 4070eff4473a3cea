import type { EngineChoice, FileParser, MediaEngine, RenderPool } from '@kinora/media-node';

/** What the film studio needs besides the ports of a job. Made once, in the composition root. */
export type FilmDependencies = {
  engine: MediaEngine;
  /** The same engine as data, for render workers in other processes. */
  engineChoice: EngineChoice;
  /** Drawing processes kept warm and shared by all leaves: how many draw at once is the pool's size, not the leaf's. */
  pool: RenderPool;
  /** Opens people's pictures, in a child process. */
  parser: Pick<FileParser, 'parse'>;
  /** Version of Kinora, for the report. */
  version: string;
};

/** Who made a file, as people read it. */
export const MADE_BY = 'Built-in engine';
