import type { EngineChoice, MediaEngine } from '@kinora/media-node';

/** What the film studio needs besides the ports of a job. Made once, in the composition root. */
export type FilmDependencies = {
  engine: MediaEngine;
  /** The same engine as data, for render workers in other processes. */
  engineChoice: EngineChoice;
  /** Drawing processes per leaf. One where the server runs a render slot per core; more for a film made alone. */
  workersPerLeaf: number;
  /** Version of Kinora, for the report. */
  version: string;
};

/** Who made a file, as people read it. */
export const MADE_BY = 'Built-in engine';
