import { boxSum, clamp01, type Raster } from './raster.ts';

/**
 * Soft edge of a hard mask. Inside the band of ± 2 px alpha comes from where the pixel lies between the mean ground and
 * the mean product colour around it, and its colour is freed from the ground's (craft.md §2).
 */
export type SoftEdge = {
  alpha: Uint8Array;
  /** RGB with the ground's share taken out of edge pixels. */
  colours: Uint8Array;
  /** Mean colours near the edge, RGB, for carrying the edge to a larger copy. Zero far away from it. */
  productNear: Uint8Array;
  groundNear: Uint8Array;
  /** Share of edge pixels where product and ground are too close in colour to tell apart. */
  weakShare: number;
};

const BAND_RADIUS = 2;
const BAND_FULL = (2 * BAND_RADIUS + 1) ** 2;
const WINDOW_RADIUS = 6;
/** Squared RGB length of 30: under it the projection is noise. */
const WEAK_LENGTH_SQUARED = 900;

/**
 * `isLightPrint` marks product pixels of the ground's own colour (known only after a leak): there a projection would cut
 * the print away, so coverage decides.
 */
export function softenEdge(raster: Raster, isGround: Uint8Array, isLightPrint?: Uint8Array): SoftEdge {
  const { width, height } = raster;
  const count = width * height;
  const cover = boxSum(
    isGround.map((value) => (value ? 0 : 1)),
    width,
    height,
    BAND_RADIUS,
  );
  // At the picture's border the window is cut off, so "sure" cannot ask for a full window there.
  const windowSize = boxSum(new Uint8Array(count).fill(1), width, height, BAND_RADIUS);
  const isSureProduct = new Uint8Array(count);
  const isSureGround = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    if (cover[i]! >= windowSize[i]! - 0.5) isSureProduct[i] = 1;
    else if (cover[i]! < 0.5) isSureGround[i] = 1;
  }
  const productNear = meanColours(raster, isSureProduct);
  const groundNear = meanColours(raster, isSureGround);
  return paintBand({ raster, isGround, isLightPrint, cover, isSureProduct, isSureGround, productNear, groundNear });
}

type NearColours = { rgb: Uint8Array; has: Uint8Array };

function meanColours(raster: Raster, mask: Uint8Array): NearColours {
  const { width, height, data, channels } = raster;
  const count = width * height;
  const weights = boxSum(mask, width, height, WINDOW_RADIUS);
  const rgb = new Uint8Array(count * 3);
  const has = new Uint8Array(count);
  const plane = new Float32Array(count);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < count; i++) plane[i] = mask[i] ? data[i * channels + channel]! : 0;
    const sums = boxSum(plane, width, height, WINDOW_RADIUS);
    for (let i = 0; i < count; i++) {
      if (weights[i]! < 0.5) continue;
      rgb[i * 3 + channel] = Math.round(sums[i]! / weights[i]!);
      has[i] = 1;
    }
  }
  return { rgb, has };
}

type Band = {
  raster: Raster;
  isGround: Uint8Array;
  isLightPrint: Uint8Array | undefined;
  cover: Float32Array;
  isSureProduct: Uint8Array;
  isSureGround: Uint8Array;
  productNear: NearColours;
  groundNear: NearColours;
};

function paintBand(band: Band): SoftEdge {
  const { raster, isSureProduct, isSureGround } = band;
  const count = raster.width * raster.height;
  const alpha = new Uint8Array(count);
  const colours = new Uint8Array(count * 3);
  let edge = 0;
  let weak = 0;
  for (let i = 0; i < count; i++) {
    if (isSureGround[i]) continue;
    for (let k = 0; k < 3; k++) colours[i * 3 + k] = raster.data[i * raster.channels + k]!;
    if (isSureProduct[i]) {
      alpha[i] = 255;
      continue;
    }
    edge++;
    if (paintEdgePixel(band, i, alpha, colours)) weak++;
  }
  return {
    alpha,
    colours,
    productNear: band.productNear.rgb,
    groundNear: band.groundNear.rgb,
    weakShare: edge === 0 ? 0 : weak / edge,
  };
}

const own = new Float64Array(3);
const product = new Float64Array(3);
const ground = new Float64Array(3);

/** Returns true when the edge was too weak to measure and coverage decided instead. */
function paintEdgePixel(band: Band, i: number, alpha: Uint8Array, colours: Uint8Array): boolean {
  for (let k = 0; k < 3; k++) {
    own[k] = colours[i * 3 + k]!;
    product[k] = band.productNear.has[i] ? band.productNear.rgb[i * 3 + k]! : own[k]!;
    ground[k] = band.groundNear.has[i] ? band.groundNear.rgb[i * 3 + k]! : 255;
  }
  const coverage = band.cover[i]! / BAND_FULL;
  const projected = band.isLightPrint?.[i] ? undefined : project(own, product, ground);
  const isWeak = projected === undefined;
  let value = isWeak ? (coverage > 0.5 ? 1 : coverage * 2) : level(projected);
  // Blended with how much of the neighbourhood is product, to keep the line calm.
  value = Math.min(value, clamp01((coverage - 0.12) / 0.6) + 0.35);
  if (band.isGround[i]) value *= 0.85;
  alpha[i] = Math.round(value * 255);
  unmix(own, product, ground, value, colours, i * 3);
  return isWeak;
}

/** Position between ground (0) and product (1); undefined when the two are too close. */
export function project(colour: Float64Array, inner: Float64Array, outer: Float64Array): number | undefined {
  let along = 0;
  let length = 0;
  for (let k = 0; k < 3; k++) {
    const span = inner[k]! - outer[k]!;
    along += (colour[k]! - outer[k]!) * span;
    length += span * span;
  }
  return length < WEAK_LENGTH_SQUARED ? undefined : along / length;
}

/** Levels 8–92 %. */
export function level(value: number): number {
  return clamp01((value - 0.08) / 0.84);
}

/** Takes the ground's share out of a mixed colour, then pulls it to the product's by 1.2 × (1 − alpha). */
export function unmix(
  colour: Float64Array,
  inner: Float64Array,
  outer: Float64Array,
  alpha: number,
  target: Uint8Array,
  at: number,
): void {
  if (alpha <= 0.02) return;
  const share = Math.max(alpha, 0.25);
  const pull = Math.min(1, (1 - alpha) * 1.2);
  for (let k = 0; k < 3; k++) {
    const freed = Math.min(255, Math.max(0, (colour[k]! - (1 - share) * outer[k]!) / share));
    target[at + k] = Math.round(freed * (1 - pull) + inner[k]! * pull);
  }
}

/**
 * Smooth contour: two box blurs of alpha, then a smooth step 0.36–0.86. Jagged edges are the first thing an eye finds at
 * 1.6 ×. Thin straps keep their alpha.
 */
export function smoothContour(alpha: Uint8Array, width: number, height: number, radius = 1): Uint8Array {
  const area = (2 * radius + 1) ** 2;
  const once = boxSum(alpha, width, height, radius);
  for (let i = 0; i < once.length; i++) once[i] = once[i]! / area;
  const twice = boxSum(once, width, height, radius);
  const result = new Uint8Array(alpha.length);
  for (let i = 0; i < alpha.length; i++) {
    const before = alpha[i]! / 255;
    const blurred = twice[i]! / area / 255;
    if (blurred <= 0.004) continue;
    const t = clamp01((blurred - 0.36) / 0.5);
    const stepped = t * t * (3 - 2 * t);
    const thin = before > 0.7 && blurred < 0.55 ? before * 0.9 : 0;
    result[i] = Math.round(255 * Math.max(Math.min(stepped, Math.max(before, blurred)), thin));
  }
  return result;
}
