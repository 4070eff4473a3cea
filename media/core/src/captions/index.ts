export { breakLines, splitIntoCaptions } from './break-lines.ts';
export { CAPTION_LIMITS, type Cue, characterCount, LINE_CHARACTERS } from './cue.ts';
export {
  type CueFrame,
  planSilentCues,
  planSpokenCues,
  readingFrames,
  type SilentText,
  type SpokenText,
} from './plan-cues.ts';
export { parseCaptions } from './read-files.ts';
export { type SrtOptions, toSrt, toVtt } from './write-files.ts';
