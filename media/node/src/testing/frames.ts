import type { Size } from '@kinora/contract';

const BITS = 12;

/**
 * Frames that carry their own number as twelve black or white columns, readable after any encoder. The buffer is used
 * again, as a real drawer does.
 */
export async function* countingFrames(size: Size, count: number, first: number): AsyncGenerator<Uint8Array> {
  const frame = new Uint8Array(size.width * size.height * 4);
  for (let index = 0; index < count; index += 1) {
    paintCount(frame, size, first + index);
    yield frame;
  }
}

export function paintCount(frame: Uint8Array, size: Size, value: number): void {
  for (let x = 0; x < size.width; x += 1) {
    const bit = Math.floor((x * BITS) / size.width);
    const tone = (value >> bit) & 1 ? 230 : 25;
    for (let channel = 0; channel < 4; channel += 1) frame[x * 4 + channel] = channel === 3 ? 255 : tone;
  }
  const row = size.width * 4;
  for (let y = 1; y < size.height; y += 1) frame.copyWithin(y * row, 0, row);
}

export function readCount(rgba: Uint8Array, size: Size): number {
  let value = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    const x = Math.floor(((bit + 0.5) * size.width) / BITS);
    if ((rgba[(Math.floor(size.height / 2) * size.width + x) * 4] ?? 0) > 128) value |= 1 << bit;
  }
  return value;
}

export async function* solidFrames(
  size: Size,
  count: number,
  colour: readonly [number, number, number],
): AsyncGenerator<Uint8Array> {
  const frame = new Uint8Array(size.width * size.height * 4);
  for (let index = 0; index < frame.length; index += 4) frame.set([...colour, 255], index);
  for (let index = 0; index < count; index += 1) yield frame;
}
