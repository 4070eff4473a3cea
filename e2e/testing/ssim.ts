import type { Size } from '@kinora/contract';

const WINDOW = 8;
const STEP = 4;
/** Keeps flat windows from dividing by nothing; the usual (0.01 · 255)² and (0.03 · 255)². */
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/** Structural similarity of two pictures in luma, mean over windows of 8 × 8: 1 is the same, 0.97 is hardly seen. */
export function similarity(first: Uint8Array, second: Uint8Array, size: Size): number {
  const [a, b] = [toLuma(first), toLuma(second)];
  let [sum, count] = [0, 0];
  for (let y = 0; y + WINDOW <= size.height; y += STEP) {
    for (let x = 0; x + WINDOW <= size.width; x += STEP) {
      sum += windowSimilarity(a, b, y * size.width + x, size.width);
      count += 1;
    }
  }
  return sum / count;
}

function windowSimilarity(a: Float32Array, b: Float32Array, start: number, stride: number): number {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let y = 0; y < WINDOW; y += 1) {
    for (let x = 0; x < WINDOW; x += 1) {
      const [valueA, valueB] = [a[start + y * stride + x]!, b[start + y * stride + x]!];
      sumA += valueA;
      sumB += valueB;
      squareA += valueA * valueA;
      squareB += valueB * valueB;
      product += valueA * valueB;
    }
  }
  const count = WINDOW * WINDOW;
  const [meanA, meanB] = [sumA / count, sumB / count];
  const varianceA = squareA / count - meanA * meanA;
  const varianceB = squareB / count - meanB * meanB;
  const covariance = product / count - meanA * meanB;
  return (
    ((2 * meanA * meanB + C1) * (2 * covariance + C2)) /
    ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2))
  );
}

function toLuma(rgba: Uint8Array): Float32Array {
  return Float32Array.from(
    { length: rgba.length / 4 },
    (_, pixel) => 0.2126 * rgba[pixel * 4]! + 0.7152 * rgba[pixel * 4 + 1]! + 0.0722 * rgba[pixel * 4 + 2]!,
  );
}
