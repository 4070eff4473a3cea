export { type SoundErrorCode, soundErrors } from './errors.ts';
export { playMusic } from './play-music.ts';
export { renderMusic } from './render-music.ts';
export { type RenderedVoice, renderVoice, type VoiceRequest } from './render-voice.ts';
export type { SoundOptions } from './sound-child.ts';
