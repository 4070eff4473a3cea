import { seededRandom } from './random.ts';

/** One layer of plaster: the distance between lattice points in pixels and the swing in steps of 255. */
export type NoiseScale = { period: number; amplitude: number };

/**
 * The five scales of a plastered wall (craft.md §3): clouds, trowel, sand and tooth. A flat field reads as a slide; any
 * one scale alone reads as a filter.
 */
export const PLASTER: readonly NoiseScale[] = [
  { period: 340, amplitude: 3 },
  { period: 80, amplitude: 2.2 },
  { period: 20, amplitude: 1.6 },
  { period: 6, amplitude: 2.2 },
  { period: 2, amplitude: 2.6 },
];

/** Sum of smoothly interpolated lattices, centred on zero. */
export function noiseField(width: number, height: number, scales: readonly NoiseScale[], seed: number): Float32Array {
  const field = new Float32Array(width * height);
  scales.forEach((scale, index) => {
    addLattice(field, width, height, scale, seed + index * 7919);
  });
  return field;
}

function addLattice(field: Float32Array, width: number, height: number, scale: NoiseScale, seed: number): void {
  const random = seededRandom(seed);
  const columns = Math.ceil(width / scale.period) + 2;
  const rows = Math.ceil(height / scale.period) + 2;
  const lattice = Float32Array.from({ length: columns * rows }, () => (random() - 0.5) * scale.amplitude);
  const columnOf = new Int32Array(width);
  const shareOf = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    columnOf[x] = Math.floor(x / scale.period);
    shareOf[x] = smooth(x / scale.period - columnOf[x]!);
  }
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / scale.period);
    const share = smooth(y / scale.period - row);
    const top = row * columns;
    const bottom = top + columns;
    for (let x = 0; x < width; x++) {
      const column = columnOf[x]!;
      const across = shareOf[x]!;
      const upper = lattice[top + column]! + (lattice[top + column + 1]! - lattice[top + column]!) * across;
      const lower = lattice[bottom + column]! + (lattice[bottom + column + 1]! - lattice[bottom + column]!) * across;
      field[y * width + x]! += upper + (lower - upper) * share;
    }
  }
}

function smooth(value: number): number {
  return value * value * (3 - 2 * value);
}
