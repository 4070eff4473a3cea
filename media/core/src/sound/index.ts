export { addAccents, drawAccent, WHOOSH_PEAK_SHARE } from './accents.ts';
export { type BeatPlan, beatFramesAt, type FilmMood, type FilmTone, planBeats } from './beats.ts';
export { type Accent, type AccentKind, type MusicInput, type MusicPlan, planMusic, SAMPLE_RATE } from './music-plan.ts';
export type { Note } from './parts.ts';
export { createRandom } from './random.ts';
export {
  fadeEnds,
  limitSoftly,
  measureSound,
  peakOf,
  rmsOf,
  type SoundFigures,
  type StereoSound,
  scaleSound,
} from './stereo.ts';
export { parseWav, toWav, type WavSound } from './wav.ts';
