import { KinoraError } from '@kinora/contract';
import { createRandom } from './random.ts';

/** Samples of a WAV file by channel, −1 … 1. */
export type WavSound = { sampleRate: number; channels: Float32Array[] };

const HEADER_BYTES = 44;

/** 16-bit PCM with triangular dither from a fixed seed: quiet fades stay smooth and the bytes stay repeatable. */
export function toWav({ sampleRate, channels }: WavSound): Uint8Array {
  const count = channels[0]?.length ?? 0;
  const frameBytes = channels.length * 2;
  const bytes = new Uint8Array(HEADER_BYTES + count * frameBytes);
  const view = new DataView(bytes.buffer);
  writeHeader(view, { sampleRate, channelCount: channels.length, dataBytes: count * frameBytes });
  const random = createRandom(count);
  for (let i = 0, at = HEADER_BYTES; i < count; i++) {
    for (const channel of channels) {
      const dither = random() - random();
      const value = Math.round(channel[i]! * 32767 + (channel[i] === 0 ? 0 : dither));
      view.setInt16(at, Math.min(32767, Math.max(-32768, value)), true);
      at += 2;
    }
  }
  return bytes;
}

function writeHeader(
  view: DataView,
  { sampleRate, channelCount, dataBytes }: { sampleRate: number; channelCount: number; dataBytes: number },
): void {
  const text = (at: number, value: string) => {
    for (let i = 0; i < value.length; i++) view.setUint8(at + i, value.charCodeAt(i));
  };
  text(0, 'RIFF');
  view.setUint32(4, 36 + dataBytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channelCount, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channelCount * 2, true);
  view.setUint16(32, channelCount * 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, dataBytes, true);
}

/** Reads the 16-bit PCM files that Kinora's own programs write. */
export function parseWav(bytes: Uint8Array): WavSound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < HEADER_BYTES || text(0) !== 'RIFF' || text(8) !== 'WAVE') throw unreadable('no WAV header');
  let format: { channelCount: number; sampleRate: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (text(at) === 'fmt ') {
      if (view.getUint16(at + 8, true) !== 1 || view.getUint16(at + 22, true) !== 16)
        throw unreadable('not 16-bit PCM');
      format = { channelCount: view.getUint16(at + 10, true), sampleRate: view.getUint32(at + 12, true) };
    }
    if (text(at) === 'data' && format) return readData(view, at + 8, Math.min(size, bytes.length - at - 8), format);
    at += 8 + size + (size % 2);
  }
  throw unreadable('no data');
}

function readData(
  view: DataView,
  start: number,
  size: number,
  { channelCount, sampleRate }: { channelCount: number; sampleRate: number },
): WavSound {
  const count = Math.floor(size / (2 * channelCount));
  const channels = Array.from({ length: channelCount }, () => new Float32Array(count));
  for (let i = 0; i < count; i++)
    for (let c = 0; c < channelCount; c++)
      channels[c]![i] = view.getInt16(start + (i * channelCount + c) * 2, true) / 32768;
  return { sampleRate, channels };
}

function unreadable(why: string): KinoraError {
  return new KinoraError('sound.unreadable', `WAV file: ${why}`, { sentence: 'This sound file could not be read.' });
}
