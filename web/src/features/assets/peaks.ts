/** The loudest moment of each of so many equal parts of a sound, 0–1. */
export function peaksOf(samples: Float32Array, parts: number): number[] {
  const size = samples.length / parts;
  return Array.from({ length: parts }, (_, part) => {
    let peak = 0;
    const end = Math.min(samples.length, Math.ceil((part + 1) * size));
    for (let index = Math.floor(part * size); index < end; index += 1)
      peak = Math.max(peak, Math.abs(samples[index] ?? 0));
    return Math.min(1, peak);
  });
}

/** The outline of a sound as one path in a box of `peaks.length` × 2, mirrored at its middle. */
export function toOutline(peaks: readonly number[]): string {
  const above = peaks.map((peak, index) => `${index} ${(1 - Math.max(0.01, peak)).toFixed(3)}`);
  const below = peaks.map((peak, index) => `${index} ${(1 + Math.max(0.01, peak)).toFixed(3)}`).reverse();
  return `M${[...above, ...below].join('L')}Z`;
}
