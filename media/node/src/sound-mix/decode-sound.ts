import type { MediaEngine } from '../engine/engine.ts';
import type { EngineRunOptions } from '../engine/request.ts';

export type Sound = { readonly sampleRate: number; readonly channels: readonly Float32Array[] };

/** A file's sound as stereo float samples in −1 … 1, at 48 kHz unless asked otherwise. */
export async function decodeSound(
  engine: MediaEngine,
  path: string,
  options: EngineRunOptions & { sampleRate?: number } = {},
): Promise<Sound> {
  const { sampleRate = 48_000, ...runOptions } = options;
  const pieces: Uint8Array[] = [];
  await engine.run(
    {
      inputs: [{ kind: 'file', path }],
      graph: `[0:a]aresample=${sampleRate},aformat=sample_fmts=flt:channel_layouts=stereo[samples]`,
      outputs: [{ kind: 'samples', from: 'samples' }],
    },
    { ...runOptions, onData: (bytes) => void pieces.push(new Uint8Array(bytes)) },
  );
  return { sampleRate, channels: splitChannels(pieces) };
}

function splitChannels(pieces: readonly Uint8Array[]): [Float32Array, Float32Array] {
  const bytes = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  const interleaved = new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
  const length = interleaved.length >> 1;
  const [left, right] = [new Float32Array(length), new Float32Array(length)];
  for (let index = 0; index < length; index += 1) {
    left[index] = interleaved[index * 2] ?? 0;
    right[index] = interleaved[index * 2 + 1] ?? 0;
  }
  return [left, right];
}
