import type { Provenance } from '@kinora/media-node';
import type { AssembledFilm } from './assemble.ts';
import type { FilmDependencies } from './dependencies.ts';

/** What the film’s files say of themselves. */
export function provenanceOf({ storyboard, models }: AssembledFilm, { version }: FilmDependencies): Provenance {
  return { title: storyboard.title, tool: `Kinora ${version}`, models };
}
