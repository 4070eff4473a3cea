/** Textures for drawn products: value noise and cells, made once as a tile that repeats without a seam. */
export type Tile = { size: number; values: Float32Array };

export function hash2(x: number, y: number, seed: number): number {
  let mixed = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263) ^ Math.imul(seed, 2_246_822_519);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1_274_126_177);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}

function wrap(value: number, period: number): number {
  return ((value % period) + period) % period;
}

/** Smooth noise of whole cells; repeats after `period` cells. */
export function valueNoise(x: number, y: number, seed: number, period = 4096): number {
  const cellX = Math.floor(x);
  const cellY = Math.floor(y);
  const ease = (t: number) => t * t * (3 - 2 * t);
  const fx = ease(x - cellX);
  const fy = ease(y - cellY);
  const at = (dx: number, dy: number) => hash2(wrap(cellX + dx, period), wrap(cellY + dy, period), seed);
  const top = at(0, 0) + (at(1, 0) - at(0, 0)) * fx;
  const bottom = at(0, 1) + (at(1, 1) - at(0, 1)) * fx;
  return top + (bottom - top) * fy;
}

export function fractalNoise(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  for (let octave = 0; octave < octaves; octave += 1) {
    const scale = 2 ** octave;
    sum += weight * valueNoise(x * scale, y * scale, seed + octave * 17);
    weight *= 0.5;
  }
  return sum;
}

/** Distance to the nearest and second nearest point of a jittered grid: pebbles of leather, grains of paper. */
export function cells(x: number, y: number, seed: number, period: number): { first: number; second: number } {
  const cellX = Math.floor(x);
  const cellY = Math.floor(y);
  let first = 81;
  let second = 81;
  for (let dy = -1; dy <= 1; dy += 1) {
    for (let dx = -1; dx <= 1; dx += 1) {
      const px = wrap(cellX + dx, period);
      const py = wrap(cellY + dy, period);
      const awayX = cellX + dx + 0.15 + 0.7 * hash2(px, py, seed) - x;
      const awayY = cellY + dy + 0.15 + 0.7 * hash2(px, py, seed + 5) - y;
      // Squares are compared and two roots drawn at the end: `Math.hypot` alone was a third of the drawing.
      const squared = awayX * awayX + awayY * awayY;
      if (squared < first) {
        second = first;
        first = squared;
      } else if (squared < second) second = squared;
    }
  }
  return { first: Math.sqrt(first), second: Math.sqrt(second) };
}

export function makeTile(size: number, valueAt: (x: number, y: number) => number): Tile {
  const values = new Float32Array(size * size);
  for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1) values[y * size + x] = valueAt(x, y);
  return { size, values };
}

const FIELD_STEP = 6;

/**
 * Slow noise over a whole picture, worked out every sixth pixel and blended between: noise whose smallest wave is twenty
 * pixels looks the same, at a thirtieth of the work.
 */
export function makeField(
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): (x: number, y: number) => number {
  const columns = Math.ceil(width / FIELD_STEP) + 2;
  const rows = Math.ceil(height / FIELD_STEP) + 2;
  const values = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      values[row * columns + column] = valueAt(column * FIELD_STEP, row * FIELD_STEP);
    }
  }
  return (x, y) => {
    const fx = x < 0 ? 0 : x / FIELD_STEP;
    const fy = y < 0 ? 0 : y / FIELD_STEP;
    const column = Math.min(columns - 2, fx | 0);
    const row = Math.min(rows - 2, fy | 0);
    const i = row * columns + column;
    const shareX = fx - column;
    const top = values[i]! + (values[i + 1]! - values[i]!) * shareX;
    const bottom = values[i + columns]! + (values[i + columns + 1]! - values[i + columns]!) * shareX;
    return top + (bottom - top) * (fy - row);
  };
}

export function sampleTile(tile: Tile, x: number, y: number): number {
  return tile.values[(Math.floor(y) & (tile.size - 1)) * tile.size + (Math.floor(x) & (tile.size - 1))]!;
}
