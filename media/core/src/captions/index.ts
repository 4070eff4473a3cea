export type { Cue } from './cue.ts';
export { planSilentCues, planSpokenCues, type SilentText, type SpokenText } from './plan-cues.ts';
export { toSrt, toVtt } from './write-files.ts';
