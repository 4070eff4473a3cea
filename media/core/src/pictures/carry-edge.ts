import { level, project, type SoftEdge, smoothContour, unmix } from './edge.ts';
import type { PixelBox, Raster } from './raster.ts';

/** RGBA pixels of the product alone and where they sat in the picture they were cut from. */
export type CutOutPixels = { raster: Raster; box: PixelBox };

/** Crop at the size the mask was made at. */
export function cropCutOut(edge: SoftEdge, width: number, box: PixelBox): CutOutPixels {
  const data = new Uint8Array(box.width * box.height * 4);
  for (let y = 0, t = 0; y < box.height; y++) {
    for (let x = 0, i = (y + box.top) * width + box.left; x < box.width; x++, i++, t += 4) {
      const alpha = edge.alpha[i]!;
      if (alpha === 0) continue;
      for (let k = 0; k < 3; k++) data[t + k] = edge.colours[i * 3 + k]!;
      data[t + 3] = alpha;
    }
  }
  return { raster: { width: box.width, height: box.height, channels: 4, data }, box };
}

/**
 * Carries an edge found on a small copy up to the full picture: far from the edge the small alpha decides, inside the
 * band each full-size pixel is placed between the ground and product colours measured around it on the small copy. The
 * contour is then as sharp as the photograph, not as the copy.
 */
export function carryEdgeUp(
  edge: SoftEdge,
  small: { width: number; height: number },
  full: Raster,
  smallBox: PixelBox,
): CutOutPixels {
  const scaleX = full.width / small.width;
  const scaleY = full.height / small.height;
  const box = scaleBox(smallBox, scaleX, scaleY, full);
  const states = bandStates(edge.alpha, small.width, small.height);
  const data = new Uint8Array(box.width * box.height * 4);
  const alpha = new Uint8Array(box.width * box.height);
  const sampler = createSampler(edge, small);
  for (let y = 0, t = 0; y < box.height; y++) {
    const smallY = (y + box.top + 0.5) / scaleY - 0.5;
    const row = Math.min(small.height - 1, Math.max(0, Math.round(smallY))) * small.width;
    for (let x = 0; x < box.width; x++, t++) {
      const smallX = (x + box.left + 0.5) / scaleX - 0.5;
      const state = states[row + Math.min(small.width - 1, Math.max(0, Math.round(smallX)))]!;
      if (state === OUTSIDE) continue;
      const source = ((y + box.top) * full.width + x + box.left) * full.channels;
      for (let k = 0; k < 3; k++) data[t * 4 + k] = full.data[source + k]!;
      alpha[t] = state === INSIDE ? 255 : sampler.paint(data, t * 4, smallX, smallY);
    }
  }
  const smooth = smoothContour(alpha, box.width, box.height, Math.max(1, Math.round(Math.min(scaleX, scaleY) / 2)));
  for (let t = 0; t < smooth.length; t++) data[t * 4 + 3] = smooth[t]!;
  return { raster: { width: box.width, height: box.height, channels: 4, data }, box };
}

const OUTSIDE = 0;
const INSIDE = 1;
const BAND = 2;

/** Whether a small pixel and all its neighbours are empty, all full, or anything between. */
function bandStates(alpha: Uint8Array, width: number, height: number): Uint8Array {
  const states = new Uint8Array(alpha.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let lowest = 255;
      let highest = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const nx = x + dx;
          const ny = y + dy;
          if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
          const value = alpha[ny * width + nx]!;
          if (value < lowest) lowest = value;
          if (value > highest) highest = value;
        }
      }
      states[i] = highest === 0 ? OUTSIDE : lowest === 255 ? INSIDE : BAND;
    }
  }
  return states;
}

function scaleBox(box: PixelBox, scaleX: number, scaleY: number, full: { width: number; height: number }): PixelBox {
  const left = Math.max(0, Math.floor(box.left * scaleX));
  const top = Math.max(0, Math.floor(box.top * scaleY));
  const right = Math.min(full.width, Math.ceil((box.left + box.width) * scaleX));
  const bottom = Math.min(full.height, Math.ceil((box.top + box.height) * scaleY));
  return { left, top, width: right - left, height: bottom - top };
}

function createSampler(edge: SoftEdge, small: { width: number; height: number }) {
  const colour = new Float64Array(3);
  const inner = new Float64Array(3);
  const outer = new Float64Array(3);
  const { width, height } = small;

  function between(plane: Uint8Array, stride: number, offset: number, x: number, y: number): number {
    const x0 = Math.min(width - 1, Math.max(0, Math.floor(x)));
    const y0 = Math.min(height - 1, Math.max(0, Math.floor(y)));
    const x1 = Math.min(width - 1, x0 + 1);
    const y1 = Math.min(height - 1, y0 + 1);
    const fx = Math.min(1, Math.max(0, x - x0));
    const fy = Math.min(1, Math.max(0, y - y0));
    const top =
      plane[(y0 * width + x0) * stride + offset]! * (1 - fx) + plane[(y0 * width + x1) * stride + offset]! * fx;
    const bottom =
      plane[(y1 * width + x0) * stride + offset]! * (1 - fx) + plane[(y1 * width + x1) * stride + offset]! * fx;
    return top * (1 - fy) + bottom * fy;
  }

  /** Alpha 0–255 of one full-size pixel; its colour in `data` is freed from the ground's share. */
  function paint(data: Uint8Array, at: number, x: number, y: number): number {
    const nearest =
      Math.round(Math.min(height - 1, Math.max(0, y))) * width + Math.round(Math.min(width - 1, Math.max(0, x)));
    for (let k = 0; k < 3; k++) {
      colour[k] = data[at + k]!;
      inner[k] = edge.productNear[nearest * 3 + k]!;
      outer[k] = edge.groundNear[nearest * 3 + k]!;
    }
    const carried = between(edge.alpha, 1, 0, x, y) / 255;
    const projected = project(colour, inner, outer);
    // The small alpha leaves room of its own distance to the nearer end, so a speck of ground colour inside stays product.
    const lower = Math.max(0, 2 * carried - 1);
    const upper = Math.min(1, 2 * carried);
    const value = projected === undefined ? carried : Math.min(upper, Math.max(lower, level(projected)));
    unmix(colour, inner, outer, value, data, at);
    return Math.round(value * 255);
  }
  return { paint };
}
