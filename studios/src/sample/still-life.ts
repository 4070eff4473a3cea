import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fractalNoise, hash2, makeField } from './noise.ts';

/**
 * A small still-life renderer: each part of a product is an outline, a relief and a material; every pixel is lit from
 * the relief's own slope by one soft window at the upper left. No photograph of anybody is used: the sample products
 * exist nowhere else.
 */
export type Rgb = readonly [number, number, number];
export type Material = {
  /** Linear colour of the surface at a point. */
  colour(x: number, y: number): Rgb;
  /** Fine relief in pixels at a point: weave, grain, stitches. */
  relief?(x: number, y: number): number;
  /** Strength and tightness of the highlight. */
  gloss: number;
  tightness: number;
  /** Final linear colour instead of lit one, for glass and metal that show the room. */
  glow?(x: number, y: number, lit: Rgb): Rgb;
};
export type Part = {
  /** Paints the part's outline in opaque white. */
  paint(context: SKRSContext2D): void;
  /** Radius over which its edge rounds off, and how much of that radius it rises. */
  roundPx: number;
  rise: number;
  /** Broad form in pixels besides the rounded edge: folds, curves of a cylinder. */
  form?(x: number, y: number): number;
  material: Material;
  /** Shadow it throws on what lies below; 0 for none. */
  liftPx: number;
};
export type StillLife = {
  width: number;
  height: number;
  parts: readonly Part[];
  stands: boolean;
  footY: number;
  seed: number;
};

const LIGHT = normalise([-0.52, -0.62, 0.72]);
const FILL = normalise([0.75, 0.1, 0.55]);
const HALF = normalise([LIGHT[0], LIGHT[1], LIGHT[2] + 1]);
const KEY_COLOUR: Rgb = [1.18, 1.12, 1.04];
const FILL_COLOUR: Rgb = [0.2, 0.23, 0.27];
const AMBIENT: Rgb = [0.36, 0.36, 0.37];

function normalise([x, y, z]: Rgb): Rgb {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** Linear light as a float picture, encoded once at the end. */
export function drawStillLife(scene: StillLife): Buffer {
  const { width, height } = scene;
  const picture = new Float32Array(width * height * 3);
  const patches = scene.parts.map((part) => patchOf(part, scene));
  const whole = new Float32Array(width * height);
  for (const patch of patches) unite(whole, patch, width);
  paintGround(picture, scene, whole);
  whole.fill(0);
  for (const [index, part] of scene.parts.entries()) {
    const patch = patches[index]!;
    if (part.liftPx > 0) shadowOn(picture, { patch, below: whole, width, reach: part.liftPx });
    paintPart(picture, { part, patch, width });
    unite(whole, patch, width);
  }
  return encode(picture, scene);
}

/** A part's outline inside the box it fills, with room around it for shadows and slopes. */
type Patch = { x: number; y: number; width: number; height: number; mask: Float32Array };

function patchOf(part: Part, { width, height }: StillLife): Patch {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.strokeStyle = '#fff';
  part.paint(context);
  const { data } = context.getImageData(0, 0, width, height);
  const box = boundsOf(data, width, height);
  const room = Math.ceil(part.liftPx * 2.5) + 12;
  const x = Math.max(0, box.left - room);
  const y = Math.max(0, box.top - room);
  const patch = { x, y, width: Math.min(width, box.right + room) - x, height: Math.min(height, box.bottom + room) - y };
  const mask = new Float32Array(patch.width * patch.height);
  for (let row = 0; row < patch.height; row += 1) {
    for (let column = 0; column < patch.width; column += 1) {
      mask[row * patch.width + column] = data[((row + y) * width + column + x) * 4 + 3]! / 255;
    }
  }
  return { ...patch, mask };
}

function boundsOf(data: Uint8ClampedArray, width: number, height: number) {
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[(y * width + x) * 4 + 3] === 0) continue;
      if (x < box.left) box.left = x;
      if (x >= box.right) box.right = x + 1;
      if (y < box.top) box.top = y;
      box.bottom = y + 1;
    }
  }
  return box;
}

function unite(whole: Float32Array, patch: Patch, width: number): void {
  for (let row = 0; row < patch.height; row += 1) {
    for (let column = 0; column < patch.width; column += 1) {
      const i = (row + patch.y) * width + column + patch.x;
      whole[i] = Math.max(whole[i]!, patch.mask[row * patch.width + column]!);
    }
  }
}

/** Studio paper: a shade darker to the far corner, with the product's contact and ambient shadow. */
function paintGround(picture: Float32Array, scene: StillLife, whole: Float32Array): void {
  const { width, height } = scene;
  const contact = blur(whole, { width, height, radius: Math.round(height * 0.008) });
  const ambient = blur(whole, { width, height, radius: Math.round(height * 0.03) });
  const shift = scene.stands ? { contact: [5, 7], ambient: [22, 10] } : { contact: [8, 11], ambient: [30, 38] };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const farX = x / width - 0.36;
      const farY = y / height - 0.3;
      const light = 0.83 - 0.13 * (farX * farX + farY * farY);
      // A standing thing throws its shadow on the floor, near its foot; a lying one all round.
      const near = scene.stands ? Math.min(1, Math.max(0, (y - scene.footY + height * 0.1) / (height * 0.1))) : 1;
      const dark =
        1 -
        near *
          (0.42 * at(contact, x - shift.contact[0]!, y - shift.contact[1]!, scene) +
            0.3 * at(ambient, x - shift.ambient[0]!, y - shift.ambient[1]!, scene));
      const offset = (y * width + x) * 3;
      picture[offset] = light * dark;
      picture[offset + 1] = light * 0.993 * (dark * 0.985 + 0.015);
      picture[offset + 2] = light * 0.978 * (dark * 0.96 + 0.04);
    }
  }
}

function at(values: Float32Array, x: number, y: number, { width, height }: { width: number; height: number }): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  return values[Math.round(y) * width + Math.round(x)]!;
}

type Shadow = { patch: Patch; below: Float32Array; width: number; reach: number };

/** A part lying on another darkens it on the side away from the light. */
function shadowOn(picture: Float32Array, { patch, below, width, reach }: Shadow): void {
  const soft = blur(patch.mask, { ...patch, radius: Math.max(2, Math.round(reach * 0.8)) });
  for (let row = 0; row < patch.height; row += 1) {
    for (let column = 0; column < patch.width; column += 1) {
      const i = (row + patch.y) * width + column + patch.x;
      if (below[i]! < 0.01) continue;
      const dark = 1 - 0.62 * below[i]! * at(soft, column - reach * 0.7, row - reach * 0.9, patch);
      for (let channel = 0; channel < 3; channel += 1) picture[i * 3 + channel]! *= dark;
    }
  }
}

function paintPart(picture: Float32Array, { part, patch, width }: { part: Part; patch: Patch; width: number }): void {
  const heights = heightsOf(part, patch);
  const open = blur(heights, { ...patch, radius: 9 });
  for (let row = 1; row < patch.height - 1; row += 1) {
    for (let column = 1; column < patch.width - 1; column += 1) {
      const i = row * patch.width + column;
      const alpha = patch.mask[i]!;
      if (alpha < 0.004) continue;
      const slopeX = (heights[i + 1]! - heights[i - 1]!) / 2;
      const slopeY = (heights[i + patch.width]! - heights[i - patch.width]!) / 2;
      // What lies lower than its surroundings sees less of the room.
      const hollow = Math.min(0.55, Math.max(0, (open[i]! - heights[i]!) * 0.09));
      const [x, y] = [column + patch.x, row + patch.y];
      const colour = lightPoint(part.material, { x, y, slopeX, slopeY, hollow });
      const target = (y * width + x) * 3;
      picture[target] = picture[target]! * (1 - alpha) + colour[0] * alpha;
      picture[target + 1] = picture[target + 1]! * (1 - alpha) + colour[1] * alpha;
      picture[target + 2] = picture[target + 2]! * (1 - alpha) + colour[2] * alpha;
    }
  }
}

function heightsOf(part: Part, patch: Patch): Float32Array {
  const { mask, width } = patch;
  const distance = distanceInside(mask, width, patch.height);
  const heights = new Float32Array(mask.length);
  for (let i = 0; i < mask.length; i += 1) {
    if (mask[i]! <= 0.004) continue;
    const x = (i % width) + patch.x;
    const y = Math.floor(i / width) + patch.y;
    const inside = Math.min(1, distance[i]! / part.roundPx);
    const edge = part.rise * part.roundPx * Math.sqrt(1 - (1 - inside) ** 2);
    heights[i] = edge + (part.form?.(x, y) ?? 0) + (part.material.relief?.(x, y) ?? 0);
  }
  return heights;
}

type Point = { x: number; y: number; slopeX: number; slopeY: number; hollow: number };

function lightPoint(material: Material, { x, y, slopeX, slopeY, hollow }: Point): Rgb {
  const length = Math.sqrt(slopeX * slopeX + slopeY * slopeY + 1);
  const normalX = -slopeX / length;
  const normalY = -slopeY / length;
  const normalZ = 1 / length;
  const facing = (towards: Rgb) => normalX * towards[0] + normalY * towards[1] + normalZ * towards[2];
  const key = Math.max(0, (facing(LIGHT) + 0.12) / 1.12);
  const fill = Math.max(0, facing(FILL));
  const sky = 0.72 - 0.28 * normalY;
  const shine =
    material.gloss === 0 ? 0 : material.gloss * Math.max(0, facing(HALF)) ** material.tightness * (1 - hollow);
  const base = material.colour(x, y);
  const channelOf = (value: number, channel: 0 | 1 | 2) =>
    value * (key * KEY_COLOUR[channel] + fill * FILL_COLOUR[channel] + sky * AMBIENT[channel]) * (1 - hollow) +
    shine * KEY_COLOUR[channel];
  const lit: Rgb = [channelOf(base[0], 0), channelOf(base[1], 1), channelOf(base[2], 2)];
  return material.glow?.(x, y, lit) ?? lit;
}

/** Distance to the outline in pixels, two sweeps (3-4 chamfer): close enough for a rounded edge. */
function distanceInside(mask: Float32Array, width: number, height: number): Float32Array {
  const distance = new Float32Array(width * height);
  const far = 1e6;
  for (let i = 0; i < distance.length; i += 1) distance[i] = mask[i]! > 0.5 ? far : mask[i]!;
  const relax = (i: number, offset: number, cost: number) => {
    const other = (distance[i + offset] ?? 0) + cost;
    if (other < distance[i]!) distance[i] = other;
  };
  for (let i = width + 1; i < distance.length; i += 1) {
    if (distance[i] === 0) continue;
    relax(i, -1, 1);
    relax(i, -width, 1);
    relax(i, -width - 1, Math.SQRT2);
    relax(i, -width + 1, Math.SQRT2);
  }
  for (let i = distance.length - width - 2; i >= 0; i -= 1) {
    if (distance[i] === 0) continue;
    relax(i, 1, 1);
    relax(i, width, 1);
    relax(i, width + 1, Math.SQRT2);
    relax(i, width - 1, Math.SQRT2);
  }
  return distance;
}

/** Three box passes: near enough to a Gaussian, and its cost does not grow with the radius. */
function blur(
  values: Float32Array,
  { width, height, radius }: { width: number; height: number; radius: number },
): Float32Array {
  let current = values;
  for (let pass = 0; pass < 2; pass += 1) {
    current = boxPass(current, { count: height, length: width, step: 1, stride: width, radius });
    current = boxPass(current, { count: width, length: height, step: width, stride: 1, radius });
  }
  return current;
}

type Pass = { count: number; length: number; step: number; stride: number; radius: number };

function boxPass(values: Float32Array, { count, length, step, stride, radius }: Pass): Float32Array {
  const result = new Float32Array(values.length);
  const size = radius * 2 + 1;
  for (let row = 0; row < count; row += 1) {
    const start = row * stride;
    let sum = 0;
    for (let k = -radius; k <= radius; k += 1) sum += values[start + Math.min(length - 1, Math.max(0, k)) * step]!;
    for (let k = 0; k < length; k += 1) {
      result[start + k * step] = sum / size;
      sum +=
        values[start + Math.min(length - 1, k + radius + 1) * step]! - values[start + Math.max(0, k - radius) * step]!;
    }
  }
  return result;
}

const CODES = 32_768;
/** Linear light up to 4 is told apart; brighter is white anyway. */
const CODE_SCALE = CODES / 4;
const CODED = Float32Array.from({ length: CODES + 1 }, (_, step) => {
  const value = step / CODE_SCALE;
  const rolled = value < 0.7 ? value : 0.7 + 0.3 * (1 - Math.exp(-(value - 0.7) / 0.3));
  return 255 * (rolled <= 0.003_130_8 ? rolled * 12.92 : 1.055 * rolled ** (1 / 2.4) - 0.055);
});

/** Soft shoulder, sRGB, a breath of sensor noise; JPEG. */
function encode(picture: Float32Array, { width, height, seed }: StillLife): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i += 1) {
    const noise = (hash2(i % width, Math.floor(i / width), seed) - 0.5) * 2.2;
    for (let channel = 0; channel < 3; channel += 1) {
      const step = Math.min(CODES, Math.max(0, Math.round(picture[i * 3 + channel]! * CODE_SCALE)));
      image.data[i * 4 + channel] = CODED[step]! + noise;
    }
    image.data[i * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/jpeg', 93);
}

/** sRGB hex as linear light. */
export function linear(hex: string): Rgb {
  const channel = (index: number) => {
    const value = Number.parseInt(hex.slice(1 + index * 2, 3 + index * 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(1), channel(2)];
}

export function scale(colour: Rgb, factor: number): Rgb {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

export function mix(first: Rgb, second: Rgb, share: number): Rgb {
  return [
    first[0] + (second[0] - first[0]) * share,
    first[1] + (second[1] - first[1]) * share,
    first[2] + (second[2] - first[2]) * share,
  ];
}

/** Size of every drawn picture. */
export const PICTURE_WIDTH = 1240;
export const PICTURE_HEIGHT = 1400;

/** Slow unevenness of dye and light over a surface. */
export function mottle(seed: number, sizePx: number): (x: number, y: number) => number {
  return makeField(PICTURE_WIDTH, PICTURE_HEIGHT, (x, y) => fractalNoise(x / sizePx, y / sizePx, seed, 3) - 0.44);
}
