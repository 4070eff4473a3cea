import type { EngineStream } from '../engine/request.ts';

/** What FFmpeg's own AAC encoder takes; the frame size is stated because the libraries, unlike the program, do not cut. */
export const AAC_GRAPH_END = 'aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo,asetnsamples=n=1024:p=0';

/** FFmpeg's own encoder, never libfdk_aac: its licence does not go with the GPL parts (stack.md part 2 §1). */
export function aacStream(from: string, bitsPerSecond = 192_000): EngineStream {
  return { kind: 'encode', from, media: 'audio', encoder: 'aac', options: { b: String(bitsPerSecond) } };
}
