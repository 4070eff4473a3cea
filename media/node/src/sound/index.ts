export { type SoundErrorCode, soundErrors } from './errors.ts';
export { playMusic } from './play-music.ts';
export { type RenderMusicOptions, renderMusic } from './render-music.ts';
