/**
 * Blur in plain arrays. The canvas `filter` differs between Skia builds and is missing in some browsers; soft layers are
 * made at a quarter of the size, where three box passes cost a few milliseconds and are equal everywhere.
 * @param sigma standard deviation in pixels of this array; below 0.3 nothing changes
 */
export function blurChannel(values: Float32Array, width: number, height: number, sigma: number): Float32Array {
  if (sigma < 0.3) return values;
  let current = values;
  for (const radius of boxRadii(sigma)) {
    if (radius < 1) continue;
    current = boxRows(current, width, height, radius);
    current = boxColumns(current, width, height, radius);
  }
  return current;
}

/** Three boxes whose variances add up to the Gaussian's. */
function boxRadii(sigma: number): number[] {
  const ideal = Math.sqrt((12 * sigma * sigma) / 3 + 1);
  let lower = Math.floor(ideal);
  if (lower % 2 === 0) lower--;
  const lowerCount = Math.round((12 * sigma * sigma - 3 * lower * lower - 12 * lower - 9) / (-4 * lower - 4));
  return [0, 1, 2].map((index) => ((index < lowerCount ? lower : lower + 2) - 1) / 2);
}

function boxRows(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const out = new Float32Array(values.length);
  const scale = 1 / (2 * radius + 1);
  for (let y = 0; y < height; y++) boxLine(values, out, y * width, 1, width, radius, scale);
  return out;
}

function boxColumns(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const out = new Float32Array(values.length);
  const scale = 1 / (2 * radius + 1);
  for (let x = 0; x < width; x++) boxLine(values, out, x, width, height, radius, scale);
  return out;
}

/** Running mean along one line; the edge value stands for everything outside. */
function boxLine(
  values: Float32Array,
  out: Float32Array,
  start: number,
  step: number,
  count: number,
  radius: number,
  scale: number,
): void {
  const first = values[start]!;
  const last = values[start + (count - 1) * step]!;
  let sum = first * (radius + 1);
  for (let i = 0; i < radius; i++) sum += i < count ? values[start + i * step]! : last;
  for (let i = 0; i < count; i++) {
    const entering = i + radius < count ? values[start + (i + radius) * step]! : last;
    const leaving = i - radius - 1 >= 0 ? values[start + (i - radius - 1) * step]! : first;
    sum += entering - leaving;
    out[start + i * step] = sum * scale;
  }
}
