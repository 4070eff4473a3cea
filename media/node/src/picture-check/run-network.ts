import { KinoraError } from '@kinora/contract';
import { multiply } from './multiply.ts';
import type { Operation } from './plan-network.ts';

/** Values of a picture, a pixel's channels side by side. */
export type Values = { width: number; height: number; channels: number; data: Float32Array };

export const INPUT_SIDE = 224;
const INPUT = 'input_1';

/** @param picture 224 × 224, three channels from 0 to 1 */
export function runNetwork(operations: readonly Operation[], picture: Values): Float32Array {
  const known = new Map<string, Values>([[INPUT, picture]]);
  let last = picture;
  for (const operation of operations) {
    const [first, second] = operation.of.map((name) => known.get(name));
    if (!first) throw new KinoraError('picture_check.failed', `${operation.name} has no input`);
    last = apply(operation, first, second);
    known.set(operation.name, last);
  }
  return last.data;
}

function apply(operation: Operation, input: Values, second: Values | undefined): Values {
  switch (operation.kind) {
    case 'keep':
      return input;
    case 'pad':
      return pad(input, operation);
    case 'convolve':
      return convolve(input, operation);
    case 'depthwise':
      return depthwise(input, operation);
    case 'add':
      return add(input, second!);
    case 'average':
      return average(input);
    case 'dense':
      return dense(input, operation);
  }
}

/** In place: nobody has seen these values yet. A callback for each would cost as much as the multiplications. */
function clip(data: Float32Array, most: number | null): Float32Array {
  if (most === null) return data;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (value < 0) data[at] = 0;
    else if (value > most) data[at] = most;
  }
  return data;
}

function add(first: Values, second: Values): Values {
  const out = new Float32Array(first.data.length);
  for (let at = 0; at < out.length; at++) out[at] = first.data[at]! + second.data[at]!;
  return { ...first, data: out };
}

function pad({ width, height, channels, data }: Values, border: Extract<Operation, { kind: 'pad' }>): Values {
  const wide = width + border.left + border.right;
  const high = height + border.top + border.bottom;
  const out = new Float32Array(wide * high * channels);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width * channels, (y + 1) * width * channels);
    out.set(row, ((y + border.top) * wide + border.left) * channels);
  }
  return { width: wide, height: high, channels, data: out };
}

function convolve(input: Values, operation: Extract<Operation, { kind: 'convolve' }>): Values {
  const { side, stride, panels, bias, most } = operation;
  const width = Math.floor((input.width - side) / stride) + 1;
  const height = Math.floor((input.height - side) / stride) + 1;
  const pixels = side === 1 && stride === 1 ? input.data : gather(input, operation, { width, height });
  const inner = side * side * input.channels;
  const channels = bias.length;
  const data = multiply({ pixels, panels, bias, rows: width * height, inner, columns: channels });
  return { width, height, channels, data: clip(data, most) };
}

/** What each pixel that goes out is made of, side by side. */
function gather(
  { width: inputWidth, channels, data }: Values,
  { side, stride }: Extract<Operation, { kind: 'convolve' }>,
  { width, height }: { width: number; height: number },
): Float32Array {
  const rowLength = side * channels;
  const out = new Float32Array(width * height * side * rowLength);
  let at = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let dy = 0; dy < side; dy++, at += rowLength) {
        const from = ((y * stride + dy) * inputWidth + x * stride) * channels;
        out.set(data.subarray(from, from + rowLength), at);
      }
  return out;
}

const NEIGHBOURS = 3;

/** Each channel by itself, three by three. A `same` border is one pixel here: sides are even or the stride is one. */
function depthwise(
  { width: inputWidth, height: inputHeight, channels, data }: Values,
  { stride, isSame, weights, bias, most }: Extract<Operation, { kind: 'depthwise' }>,
): Values {
  const border = isSame ? 1 : 0;
  const sizeOf = (side: number) => Math.floor((side + 2 * border - NEIGHBOURS) / stride) + 1;
  const [width, height] = [sizeOf(inputWidth), sizeOf(inputHeight)];
  const out = new Float32Array(width * height * channels);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * channels;
      out.set(bias, to);
      for (let dy = 0; dy < NEIGHBOURS; dy++) {
        const fromY = y * stride + dy - border;
        if (fromY < 0 || fromY >= inputHeight) continue;
        for (let dx = 0; dx < NEIGHBOURS; dx++) {
          const fromX = x * stride + dx - border;
          if (fromX < 0 || fromX >= inputWidth) continue;
          const from = (fromY * inputWidth + fromX) * channels;
          const weight = (dy * NEIGHBOURS + dx) * channels;
          for (let channel = 0; channel < channels; channel++)
            out[to + channel]! += data[from + channel]! * weights[weight + channel]!;
        }
      }
    }
  return { width, height, channels, data: clip(out, most) };
}

function average({ width, height, channels, data }: Values): Values {
  const out = new Float32Array(channels);
  for (let at = 0; at < data.length; at++) out[at % channels]! += data[at]! / (width * height);
  return { width: 1, height: 1, channels, data: out };
}

function dense({ data }: Values, { weights, bias, activation }: Extract<Operation, { kind: 'dense' }>): Values {
  const sums = Float32Array.from(bias);
  for (const [row, value] of data.entries())
    for (let column = 0; column < sums.length; column++) sums[column]! += value * weights[row * sums.length + column]!;
  const out = activation === 'relu' ? sums.map((value) => Math.max(value, 0)) : toShares(sums);
  return { width: 1, height: 1, channels: out.length, data: out };
}

/** Shares that are one together. */
function toShares(values: Float32Array): Float32Array {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}
