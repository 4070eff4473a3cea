export { addAccents, drawAccent, WHOOSH_PEAK_SHARE } from './accents.ts';
export { type BeatPlan, beatFramesAt, type FilmTone, planBeats } from './beats.ts';
export { type MixInput, placeLines, planMix, type SpokenLine, VOICE_AFTER_CUT_SECONDS } from './mix-plan.ts';
export { type Accent, type AccentKind, type MusicInput, type MusicPlan, planMusic, SAMPLE_RATE } from './music-plan.ts';
export type { Note } from './parts.ts';
export { createRandom } from './random.ts';
export {
  evenOut,
  fadeEnds,
  limitSoftly,
  measureSound,
  peakOf,
  rmsOf,
  type SoundFigures,
  type StereoSound,
  scaleSound,
} from './stereo.ts';
export { finishVoice } from './voice-finish.ts';
export {
  matchWordTimes,
  planVoice,
  type SpokenMark,
  VOICE_RECIPES,
  type VoiceRecipe,
  type WordTime,
} from './voices.ts';
export { parseWav, toWav, type WavSound } from './wav.ts';
