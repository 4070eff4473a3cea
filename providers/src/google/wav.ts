const HEADER_BYTES = 44;
const BYTES_A_SAMPLE = 2;

/**
 * Bare samples as a file that says what they are (RIFF/WAVE, PCM): 16 bits, little-endian, one channel, as Gemini's older
 * speech models send them. @param rate samples a second
 */
export function wrapPcm(samples: Uint8Array, rate: number): Buffer {
  const head = Buffer.alloc(HEADER_BYTES);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(HEADER_BYTES - 8 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * BYTES_A_SAMPLE, 28);
  head.writeUInt16LE(BYTES_A_SAMPLE, 32);
  head.writeUInt16LE(BYTES_A_SAMPLE * 8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
