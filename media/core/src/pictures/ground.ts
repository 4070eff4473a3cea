import { type LabPlanes, lchFromLab } from './lab.ts';
import { clamp01, type Raster } from './raster.ts';

/**
 * The ground of a product photograph as a smooth surface: light falls off across studio paper, so one colour is not
 * enough (craft.md §2). Second order in x and y, one set of six coefficients for each Lab channel.
 */
export type Surface = Float64Array;
export type GroundSurfaces = { lightness: Surface; a: Surface; b: Surface };

export type Ground = {
  surfaces: GroundSurfaces;
  /** Colour distance of every pixel from the surface: ΔL and 1.4 × chroma difference. */
  distance: Float32Array;
  /** Pixel lightness minus surface lightness. */
  lightnessOffset: Float32Array;
  /** Chroma difference without its weight. */
  chromaOffset: Float32Array;
  /** Share of the outer 3 % that is not ground: a product or a busy picture reaching the border. */
  touch: number;
  /** Root mean square distance of the ground's own border pixels from the surface: noise or texture of the paper. */
  roughness: number;
  medianColour: { lightness: number; a: number; b: number };
};

const CHROMA_WEIGHT = 1.4;
const FOREIGN_DISTANCE = 12;
const OWN_DISTANCE = 8;

/** Every second pixel of the outer 3 %. */
export function borderSample(raster: Raster): Int32Array {
  const { width, height } = raster;
  const band = Math.max(6, Math.round(width * 0.03));
  const indexes: number[] = [];
  for (let y = 0; y < height; y += 2) {
    const isEdgeRow = y < band || y >= height - band;
    for (let x = 0; x < width; x += 2) if (isEdgeRow || x < band || x >= width - band) indexes.push(y * width + x);
  }
  return Int32Array.from(indexes);
}

/**
 * First surface from the border alone: start at the median colour, then follow the light outwards from it in three
 * refits. A flat median would call the far end of a graded ground foreign.
 */
export function fitGroundToBorder(raster: Raster, lab: LabPlanes): Ground {
  const sample = borderSample(raster);
  const median = medianColour(lab, sample);
  const flat = constantSurfaces(median);
  let own = closeTo(lab, raster, flat, sample, OWN_DISTANCE * 1.5);
  let surfaces = flat;
  for (let round = 0; round < 3 && own.length >= 60; round++) {
    surfaces = fitSurfaces(lab, raster, own);
    own = closeTo(lab, raster, surfaces, sample, round === 0 ? FOREIGN_DISTANCE : OWN_DISTANCE);
  }
  return describe(raster, lab, surfaces, sample, median);
}

/** Second round: the surface fitted again on everything the first flood found. */
export function refitGround(raster: Raster, lab: LabPlanes, first: Ground, isGround: Uint8Array): Ground {
  const own: number[] = [];
  for (let i = 0; i < isGround.length; i += 7) if (isGround[i] && first.distance[i]! < 4) own.push(i);
  if (own.length < 60) return first;
  const surfaces = fitSurfaces(lab, raster, Int32Array.from(own));
  return describe(raster, lab, surfaces, borderSample(raster), first.medianColour);
}

/** 1 = an even ground seen along the whole border, 0 = busy. */
export function groundFlatness(ground: Ground): number {
  return clamp01(1 - ground.touch * 2) * clamp01(1 - Math.max(0, ground.roughness - 1) / 6);
}

export function groundColour(ground: Ground) {
  return lchFromLab(ground.medianColour.lightness, ground.medianColour.a, ground.medianColour.b);
}

function medianColour(lab: LabPlanes, sample: Int32Array) {
  const middle = (plane: Float32Array) => {
    const values = Float32Array.from(sample, (i) => plane[i]!).sort();
    return values[values.length >> 1] ?? 0;
  };
  return { lightness: middle(lab.lightness), a: middle(lab.a), b: middle(lab.b) };
}

function constantSurfaces(colour: { lightness: number; a: number; b: number }): GroundSurfaces {
  const constant = (value: number) => Float64Array.of(value, 0, 0, 0, 0, 0);
  return { lightness: constant(colour.lightness), a: constant(colour.a), b: constant(colour.b) };
}

function closeTo(
  lab: LabPlanes,
  raster: Raster,
  surfaces: GroundSurfaces,
  sample: Int32Array,
  limit: number,
): Int32Array {
  return sample.filter((i) => distanceAt(lab, raster, surfaces, i) < limit);
}

function distanceAt(lab: LabPlanes, raster: Raster, surfaces: GroundSurfaces, i: number): number {
  const x = (i % raster.width) / raster.width - 0.5;
  const y = Math.floor(i / raster.width) / raster.height - 0.5;
  const dl = lab.lightness[i]! - evaluate(surfaces.lightness, x, y);
  const dc = Math.hypot(lab.a[i]! - evaluate(surfaces.a, x, y), lab.b[i]! - evaluate(surfaces.b, x, y));
  return Math.hypot(dl, dc * CHROMA_WEIGHT);
}

function evaluate(s: Surface, x: number, y: number): number {
  return s[0]! + s[1]! * x + s[2]! * y + s[3]! * x * x + s[4]! * x * y + s[5]! * y * y;
}

function describe(
  raster: Raster,
  lab: LabPlanes,
  surfaces: GroundSurfaces,
  sample: Int32Array,
  median: Ground['medianColour'],
): Ground {
  const { width, height } = raster;
  const count = width * height;
  const distance = new Float32Array(count);
  const lightnessOffset = new Float32Array(count);
  const chromaOffset = new Float32Array(count);
  for (let row = 0, i = 0; row < height; row++) {
    const y = row / height - 0.5;
    for (let column = 0; column < width; column++, i++) {
      const x = column / width - 0.5;
      const dl = lab.lightness[i]! - evaluate(surfaces.lightness, x, y);
      const da = lab.a[i]! - evaluate(surfaces.a, x, y);
      const db = lab.b[i]! - evaluate(surfaces.b, x, y);
      const dc = Math.sqrt(da * da + db * db);
      lightnessOffset[i] = dl;
      chromaOffset[i] = dc;
      distance[i] = Math.sqrt(dl * dl + dc * dc * CHROMA_WEIGHT * CHROMA_WEIGHT);
    }
  }
  return {
    surfaces,
    distance,
    lightnessOffset,
    chromaOffset,
    ...borderFigures(distance, sample),
    medianColour: median,
  };
}

function borderFigures(distance: Float32Array, sample: Int32Array): { touch: number; roughness: number } {
  let foreign = 0;
  let squares = 0;
  for (const i of sample) {
    if (distance[i]! > FOREIGN_DISTANCE) foreign++;
    else squares += distance[i]! ** 2;
  }
  return { touch: foreign / sample.length, roughness: Math.sqrt(squares / Math.max(1, sample.length - foreign)) };
}

function fitSurfaces(lab: LabPlanes, raster: Raster, indexes: Int32Array): GroundSurfaces {
  return {
    lightness: fitSurface(lab.lightness, raster, indexes),
    a: fitSurface(lab.a, raster, indexes),
    b: fitSurface(lab.b, raster, indexes),
  };
}

/** Least squares by the normal equations; a small ridge keeps them solvable when all samples lie on one line. */
export function fitSurface(
  plane: Float32Array,
  raster: { width: number; height: number },
  indexes: Int32Array,
): Surface {
  const normal = Array.from({ length: 6 }, () => new Float64Array(6));
  const right = new Float64Array(6);
  for (const i of indexes) {
    const x = (i % raster.width) / raster.width - 0.5;
    const y = Math.floor(i / raster.width) / raster.height - 0.5;
    const basis = [1, x, y, x * x, x * y, y * y];
    for (let p = 0; p < 6; p++) {
      right[p]! += basis[p]! * plane[i]!;
      for (let q = 0; q < 6; q++) normal[p]![q]! += basis[p]! * basis[q]!;
    }
  }
  for (let p = 0; p < 6; p++) normal[p]![p]! += 1e-6 * indexes.length;
  return solve(normal, right);
}

/** Gaussian elimination with pivoting, in place. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let i = 0; i < size; i++) {
    let pivot = i;
    for (let j = i + 1; j < size; j++) if (Math.abs(matrix[j]![i]!) > Math.abs(matrix[pivot]![i]!)) pivot = j;
    [matrix[i], matrix[pivot]] = [matrix[pivot]!, matrix[i]!];
    [right[i], right[pivot]] = [right[pivot]!, right[i]!];
    for (let j = i + 1; j < size; j++) {
      const factor = matrix[j]![i]! / matrix[i]![i]!;
      for (let c = i; c < size; c++) matrix[j]![c]! -= factor * matrix[i]![c]!;
      right[j]! -= factor * right[i]!;
    }
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let c = i + 1; c < size; c++) right[i]! -= matrix[i]![c]! * right[c]!;
    right[i]! /= matrix[i]![i]!;
  }
  return right;
}
