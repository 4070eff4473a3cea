import type { Sound } from './decode-sound.ts';

const HEADER_BYTES = 44;
const FLOAT_FORMAT = 3;

/** A WAV file of 32-bit float samples: what our own instruments and effects hand to the mix. */
export function encodeWav(sound: Sound): Uint8Array {
  const [first] = sound.channels;
  const channels = sound.channels.length;
  const length = first?.length ?? 0;
  const bytes = new Uint8Array(HEADER_BYTES + length * channels * 4);
  const view = new DataView(bytes.buffer);
  const text = (offset: number, value: string) => bytes.set(new TextEncoder().encode(value), offset);
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, FLOAT_FORMAT, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sound.sampleRate, true);
  view.setUint32(28, sound.sampleRate * channels * 4, true);
  view.setUint16(32, channels * 4, true);
  view.setUint16(34, 32, true);
  text(36, 'data');
  view.setUint32(40, length * channels * 4, true);
  const samples = new Float32Array(bytes.buffer, HEADER_BYTES);
  for (const [channel, values] of sound.channels.entries()) {
    for (let index = 0; index < length; index += 1) samples[index * channels + channel] = values[index] ?? 0;
  }
  return bytes;
}
