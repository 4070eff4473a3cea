import { createRequire } from 'node:module';
import type nlp from 'compromise/two';

const load = createRequire(import.meta.url);
let tagger: typeof nlp | undefined;

/** A tagged English text. The word lists take a third of a second to unpack, so they are read for the first brief, not by every start. */
export function readEnglish(text: string): ReturnType<typeof nlp> {
  tagger ??= load('compromise/two') as typeof nlp;
  return tagger(text);
}
