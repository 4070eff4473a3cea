import { refuse } from '../intake/refusal.ts';
import type { Model, Part, Surface } from './read-model.ts';

/** RGBA, straight alpha. */
export type Drawing = { width: number; height: number; data: Uint8Array };

/**
 * How a model stands before the camera: scaled into the frame by the cylinder it fills while it turns, so that its size
 * and its axis stay where they are from every side.
 */
export type Stand = { centre: [number, number, number]; radius: number; halfHeight: number };

/** The camera looks down by 9° through a long lens, as product photographs are taken. */
const ELEVATION = (9 * Math.PI) / 180;
const HALF_VIEW = (11 * Math.PI) / 180;
const MARGIN = 1.03;
/** A real thing lies over itself a few times. A hundred layers are a file made to take time, or a broken one. */
const MOST_LAYERS = 40;
/** Edges are smoothed by drawing this many times larger each way. */
const FINE = 2;

export function measureModel(model: Model): Stand {
  const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const most = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  forEachPoint(model, (x, y, z) => {
    for (const [axis, value] of [x, y, z].entries()) {
      least[axis] = Math.min(least[axis]!, value);
      most[axis] = Math.max(most[axis]!, value);
    }
  });
  const centre = [0, 1, 2].map((axis) => (least[axis]! + most[axis]!) / 2) as Stand['centre'];
  let radius = 0;
  forEachPoint(model, (x, _y, z) => {
    radius = Math.max(radius, Math.hypot(x - centre[0], z - centre[2]));
  });
  return { centre, radius, halfHeight: (most[1]! - least[1]!) / 2 };
}

function forEachPoint({ parts }: Model, visit: (x: number, y: number, z: number) => void): void {
  for (const { positions } of parts)
    for (let at = 0; at < positions.length; at += 3) visit(positions[at]!, positions[at + 1]!, positions[at + 2]!);
}

/** Size of every view of this model, in the proportions it fills, no side longer than `side`. */
export function viewSize({ radius, halfHeight }: Stand, side: number): { width: number; height: number } {
  const across = radius || 1;
  const up = halfHeight * Math.cos(ELEVATION) + radius * Math.sin(ELEVATION) || 1;
  const scale = side / Math.max(across, up);
  return { width: Math.max(2, Math.round(across * scale)), height: Math.max(2, Math.round(up * scale)) };
}

/** @param turn in full turns; 0 shows the front */
export function drawModel(model: Model, stand: Stand, size: { width: number; height: number }, turn: number): Drawing {
  return drawTurned(model, stand, openCanvas(size.width * FINE, size.height * FINE), turn);
}

/**
 * The model from so many sides, once round, one after the other: all at once they would fill the memory. On one canvas, as
 * a fresh one for each would be a second's work in itself.
 */
export function* drawTurn(
  model: Model,
  stand: Stand,
  size: { width: number; height: number },
  count: number,
): Generator<Drawing, undefined, undefined> {
  const canvas = openCanvas(size.width * FINE, size.height * FINE);
  for (let index = 0; index < count; index++) {
    canvas.colour.fill(0);
    canvas.alpha.fill(0);
    canvas.depth.fill(Number.POSITIVE_INFINITY);
    canvas.spent = 0;
    yield drawTurned(model, stand, canvas, index / count);
  }
}

/** How far a thing reaches in views of one size while it turns: to both sides of its axis, up and down. In pixels. */
export type Reach = { half: number; top: number; bottom: number };

/** Found from its corners, before anything is drawn. */
export function reachOfTurn(model: Model, stand: Stand, size: { width: number; height: number }, count: number): Reach {
  let [half, top, bottom] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const views = Array.from({ length: count }, (_, index) => planView(stand, size, index / count));
  for (const view of views)
    forEachPoint(model, (px, py, pz) => {
      const [x, y, z] = [px - view.centre[0], py - view.centre[1], pz - view.centre[2]];
      const turnedZ = -view.sinTurn * x + view.cosTurn * z;
      const scale = view.scale / (view.distance - (view.sinTilt * y + view.cosTilt * turnedZ));
      const down = view.halfHeight - (view.cosTilt * y - view.sinTilt * turnedZ) * scale;
      half = Math.max(half, Math.abs((view.cosTurn * x + view.sinTurn * z) * scale));
      top = Math.min(top, down);
      bottom = Math.max(bottom, down);
    });
  return { half, top, bottom };
}

function drawTurned(model: Model, stand: Stand, canvas: Canvas, turn: number): Drawing {
  const view = planView(stand, canvas, turn);
  const see = model.parts.filter(({ surface }) => surface.alpha === 'blend');
  for (const part of model.parts) if (part.surface.alpha !== 'blend') drawPart(canvas, view, part, true);
  // Glass after everything that stands behind it; what glass shows through glass is not sorted.
  for (const part of see) drawPart(canvas, view, part, false);
  return shrink(canvas, { width: canvas.width / FINE, height: canvas.height / FINE });
}

type Canvas = {
  width: number;
  height: number;
  colour: Float32Array;
  alpha: Float32Array;
  depth: Float32Array;
  /** Pixels looked at so far. */
  spent: number;
};

function openCanvas(width: number, height: number): Canvas {
  const pixels = width * height;
  return {
    width,
    height,
    colour: new Float32Array(pixels * 3),
    alpha: new Float32Array(pixels),
    depth: new Float32Array(pixels).fill(Number.POSITIVE_INFINITY),
    spent: 0,
  };
}

/** Turned about its axis, tilted towards the camera, at a distance from which it fills the frame. */
type View = {
  centre: Stand['centre'];
  cosTurn: number;
  sinTurn: number;
  cosTilt: number;
  sinTilt: number;
  distance: number;
  scale: number;
  halfWidth: number;
  halfHeight: number;
};

function planView(stand: Stand, { width, height }: { width: number; height: number }, turn: number): View {
  const angle = turn * 2 * Math.PI;
  const { radius, halfHeight } = stand;
  const extent = Math.max(radius, halfHeight * Math.cos(ELEVATION) + radius * Math.sin(ELEVATION));
  const distance = extent / Math.tan(HALF_VIEW) + radius;
  // The nearest side looks largest, so the frame is fitted to it.
  const nearest = distance - radius;
  const fit = Math.min(
    width / 2 / (radius * MARGIN),
    height / 2 / ((halfHeight * Math.cos(ELEVATION) + radius * Math.sin(ELEVATION)) * MARGIN),
  );
  return {
    centre: stand.centre,
    cosTurn: Math.cos(angle),
    sinTurn: Math.sin(angle),
    cosTilt: Math.cos(ELEVATION),
    sinTilt: Math.sin(ELEVATION),
    distance,
    scale: fit * nearest,
    halfWidth: width / 2,
    halfHeight: height / 2,
  };
}

type Vector = [number, number, number];

/** One corner as the camera has it: place in pixels, 1/depth, normal. Six numbers each, in one array for all of a part. */
const CORNER = 6;

function drawPart(canvas: Canvas, view: View, part: Part, writesDepth: boolean): void {
  const corners = seeCorners(view, part);
  const pen = openPen(part.surface);
  const most = canvas.width * canvas.height * MOST_LAYERS;
  for (let triangle = 0; triangle < part.count; triangle++) {
    fillTriangle(canvas, { corners, places: part.places, triangle, pen, surface: part.surface, writesDepth });
    if (canvas.spent > most) throw refuse('intake.limit', 'a model whose triangles lie over each other many times');
  }
}

function seeCorners(view: View, { positions, normals, count }: Part): Float64Array {
  const { centre, cosTurn, sinTurn, cosTilt, sinTilt } = view;
  const corners = new Float64Array(count * 3 * CORNER);
  for (let corner = 0; corner < count * 3; corner++) {
    const from = corner * 3;
    const at = corner * CORNER;
    const x = positions[from]! - centre[0];
    const y = positions[from + 1]! - centre[1];
    const z = positions[from + 2]! - centre[2];
    const turnedZ = -sinTurn * x + cosTurn * z;
    const w = 1 / (view.distance - (sinTilt * y + cosTilt * turnedZ));
    corners[at] = view.halfWidth + (cosTurn * x + sinTurn * z) * w * view.scale;
    corners[at + 1] = view.halfHeight - (cosTilt * y - sinTilt * turnedZ) * w * view.scale;
    corners[at + 2] = w;
    const nx = normals[from]!;
    const ny = normals[from + 1]!;
    const nz = normals[from + 2]!;
    const normalZ = -sinTurn * nx + cosTurn * nz;
    corners[at + 3] = cosTurn * nx + sinTurn * nz;
    corners[at + 4] = cosTilt * ny - sinTilt * normalZ;
    corners[at + 5] = sinTilt * ny + cosTilt * normalZ;
  }
  return corners;
}

/** What is painted with at one pixel. One object for a whole part: one for each pixel would be made a million times a view. */
type Pen = {
  red: number;
  green: number;
  blue: number;
  opacity: number;
  /** Exponent of the surface's highlight, and how directly it must face the light to have any. */
  gloss: number;
  least: number;
};

/** Of a highlight, what nobody sees. */
const FAINT = 0.002;

function openPen({ colour, opacity, roughness }: Surface): Pen {
  const gloss = 4 + (1 - roughness) ** 2 * 180;
  const least = roughness < 1 ? FAINT ** (1 / gloss) : 2;
  return { red: colour[0], green: colour[1], blue: colour[2], opacity, gloss, least };
}

type Fill = {
  corners: Float64Array;
  places: Float32Array;
  triangle: number;
  pen: Pen;
  surface: Surface;
  writesDepth: boolean;
};

/** Long as one loop over pixels: every call inside it would be made a million times a view. */
function fillTriangle(canvas: Canvas, { corners, places, triangle, pen, surface, writesDepth }: Fill): void {
  const a = triangle * 3 * CORNER;
  const b = a + CORNER;
  const c = b + CORNER;
  const [ax, ay, aw] = [corners[a]!, corners[a + 1]!, corners[a + 2]!];
  const [bx, by, bw] = [corners[b]!, corners[b + 1]!, corners[b + 2]!];
  const [cx, cy, cw] = [corners[c]!, corners[c + 1]!, corners[c + 2]!];
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  // On screen, y runs down: a front face goes round the other way.
  if (!(area !== 0) || (area > 0 && !surface.isTwoSided)) return;
  const left = Math.max(0, Math.floor(Math.min(ax, bx, cx)));
  const right = Math.min(canvas.width - 1, Math.ceil(Math.max(ax, bx, cx)));
  const top = Math.max(0, Math.floor(Math.min(ay, by, cy)));
  const bottom = Math.min(canvas.height - 1, Math.ceil(Math.max(ay, by, cy)));
  if (right < left || bottom < top) return;
  const face = area > 0 ? -1 : 1;
  const [au, av] = [places[triangle * 6]!, places[triangle * 6 + 1]!];
  const [bu, bv] = [places[triangle * 6 + 2]!, places[triangle * 6 + 3]!];
  const [cu, cv] = [places[triangle * 6 + 4]!, places[triangle * 6 + 5]!];
  const ds = (by - cy) / area;
  const dt = (cy - ay) / area;
  const { colour, alpha, depth: depths } = canvas;
  const isMasked = surface.alpha === 'mask';
  const isGlass = surface.alpha === 'blend';
  for (let y = top; y <= bottom; y++) {
    const py = y + 0.5;
    const s0 = (bx * (cy - py) - cx * (by - py)) / area;
    const t0 = (cx * (ay - py) - ax * (cy - py)) / area;
    // Shares change evenly along a row: thin triangles in large boxes are not searched for.
    const [from, to] = spanOf([s0, t0, 1 - s0 - t0], [ds, dt, -ds - dt], left, right);
    canvas.spent += Math.max(0, to - from + 1);
    let lit = -2;
    for (let x = from; x <= to; x++) {
      const s = s0 + ds * (x + 0.5);
      const t = t0 + dt * (x + 0.5);
      const r = 1 - s - t;
      const w = s * aw + t * bw + r * cw;
      const depth = 1 / w;
      const pixel = y * canvas.width + x;
      if (depth >= depths[pixel]!) continue;
      // Two fine pixels beside each other become one: the second has the first one's colour.
      if (lit !== x - 1 || x % FINE === 0) {
        const p = s * aw * depth;
        const q = t * bw * depth;
        const o = r * cw * depth;
        if (surface.texture) dip(pen, surface, p * au + q * bu + o * cu, p * av + q * bv + o * cv);
        else setPen(pen, surface);
        shade(
          pen,
          surface,
          face * (p * corners[a + 3]! + q * corners[b + 3]! + o * corners[c + 3]!),
          face * (p * corners[a + 4]! + q * corners[b + 4]! + o * corners[c + 4]!),
          face * (p * corners[a + 5]! + q * corners[b + 5]! + o * corners[c + 5]!),
        );
        lit = x;
      }
      if (isMasked && pen.opacity < surface.alphaCutoff) continue;
      const opacity = isGlass ? pen.opacity : 1;
      const at = pixel * 3;
      const under = 1 - opacity;
      colour[at] = pen.red * opacity + colour[at]! * under;
      colour[at + 1] = pen.green * opacity + colour[at + 1]! * under;
      colour[at + 2] = pen.blue * opacity + colour[at + 2]! * under;
      alpha[pixel] = opacity + alpha[pixel]! * under;
      if (writesDepth) depths[pixel] = depth;
    }
  }
}

/** Pixels of a row whose middles lie inside: where none of the three shares is below nothing. */
function spanOf(shares: Vector, slopes: Vector, left: number, right: number): [number, number] {
  let [from, to] = [left, right];
  for (let corner = 0; corner < 3; corner++) {
    const slope = slopes[corner]!;
    const share = shares[corner]!;
    if (slope === 0) {
      if (share < 0) return [0, -1];
      continue;
    }
    const zero = -share / slope - 0.5;
    if (slope > 0) from = Math.max(from, Math.ceil(zero));
    else to = Math.min(to, Math.floor(zero));
  }
  return [from, to];
}

const TO_LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

function setPen(pen: Pen, { colour, opacity }: Surface): void {
  pen.red = colour[0];
  pen.green = colour[1];
  pen.blue = colour[2];
  pen.opacity = opacity;
}

/** Between four neighbours, round the edge again: textures repeat. Written out, as it runs a million times a view. */
function dip(pen: Pen, { colour, opacity, texture }: Surface, u: number, v: number): void {
  const { width, height, data } = texture!;
  const x = (u - Math.floor(u)) * width - 0.5;
  const y = (v - Math.floor(v)) * height - 0.5;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const left = (x0 + width) % width;
  const right = (x0 + 1) % width;
  const top = ((y0 + height) % height) * width;
  const bottom = ((y0 + 1) % height) * width;
  const a = (top + left) * 4;
  const b = (top + right) * 4;
  const c = (bottom + left) * 4;
  const d = (bottom + right) * 4;
  const wa = (1 - fx) * (1 - fy);
  const wb = fx * (1 - fy);
  const wc = (1 - fx) * fy;
  const wd = fx * fy;
  pen.red =
    colour[0] *
    (TO_LINEAR[data[a]!]! * wa + TO_LINEAR[data[b]!]! * wb + TO_LINEAR[data[c]!]! * wc + TO_LINEAR[data[d]!]! * wd);
  pen.green =
    colour[1] *
    (TO_LINEAR[data[a + 1]!]! * wa +
      TO_LINEAR[data[b + 1]!]! * wb +
      TO_LINEAR[data[c + 1]!]! * wc +
      TO_LINEAR[data[d + 1]!]! * wd);
  pen.blue =
    colour[2] *
    (TO_LINEAR[data[a + 2]!]! * wa +
      TO_LINEAR[data[b + 2]!]! * wb +
      TO_LINEAR[data[c + 2]!]! * wc +
      TO_LINEAR[data[d + 2]!]! * wd);
  pen.opacity = (opacity * (data[a + 3]! * wa + data[b + 3]! * wb + data[c + 3]! * wc + data[d + 3]! * wd)) / 255;
}

/** A large soft light at the upper left, a weaker one at the right, and light from all around, as in a photo studio. */
const KEY = normalised([-0.55, 0.62, 0.56]);
const FILL = normalised([0.8, 0.1, 0.45]);
const HALF_KEY = normalised([KEY[0], KEY[1], KEY[2] + 1]);

/** Lights what the pen holds. */
function shade(pen: Pen, surface: Surface, nx: number, ny: number, nz: number): void {
  const { metallic, roughness, emissive } = surface;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
  const x = nx / length;
  const y = ny / length;
  const z = nz / length;
  const key = Math.max(0, x * KEY[0] + y * KEY[1] + z * KEY[2]);
  const fill = Math.max(0, x * FILL[0] + y * FILL[1] + z * FILL[2]);
  const diffuse = 0.34 + 0.16 * y + 0.78 * key + 0.24 * fill;
  const facing = x * HALF_KEY[0] + y * HALF_KEY[1] + z * HALF_KEY[2];
  const shine = facing > pen.least ? facing ** pen.gloss * (1 - roughness) * 0.8 : 0;
  const side = 1 - Math.max(0, z);
  const rim = side * side * side * side * 0.18;
  if (metallic === 0) {
    const added = shine * 0.5 + rim;
    pen.red = pen.red * diffuse + added + emissive[0];
    pen.green = pen.green * diffuse + added + emissive[1];
    pen.blue = pen.blue * diffuse + added + emissive[2];
    return;
  }
  // What metal shows is the studio: bright above, a strip at each side, dark below and in front.
  const mirrored = 0.18 + 0.62 * Math.max(0, 2 * z * y) + 0.5 * Math.max(0, Math.abs(2 * z * x) - 0.45);
  const metal = metallic * (mirrored + 0.35 * diffuse + shine * 1.6 + rim);
  const matt = 1 - metallic;
  const added = matt * (shine * 0.5 + rim);
  pen.red = pen.red * (matt * diffuse + metal) + added + emissive[0];
  pen.green = pen.green * (matt * diffuse + metal) + added + emissive[1];
  pen.blue = pen.blue * (matt * diffuse + metal) + added + emissive[2];
}

function normalised([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** Means of the fine pixels in linear light, weighted by how much of each is covered. */
function shrink(canvas: Canvas, size: { width: number; height: number }): Drawing {
  const data = new Uint8Array(size.width * size.height * 4);
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      let [red, green, blue, covered] = [0, 0, 0, 0];
      for (let fine = 0; fine < FINE * FINE; fine++) {
        const pixel = (y * FINE + (fine >> 1)) * canvas.width + x * FINE + (fine & 1);
        red += canvas.colour[pixel * 3]!;
        green += canvas.colour[pixel * 3 + 1]!;
        blue += canvas.colour[pixel * 3 + 2]!;
        covered += canvas.alpha[pixel]!;
      }
      if (covered === 0) continue;
      const at = (y * size.width + x) * 4;
      data[at] = ON_SCREEN[Math.min(BRIGHTEST, Math.round((red / covered) * FINENESS))]!;
      data[at + 1] = ON_SCREEN[Math.min(BRIGHTEST, Math.round((green / covered) * FINENESS))]!;
      data[at + 2] = ON_SCREEN[Math.min(BRIGHTEST, Math.round((blue / covered) * FINENESS))]!;
      data[at + 3] = Math.round((covered / (FINE * FINE)) * 255);
    }
  return { ...size, data };
}

/** Steps of linear light that are told apart, a fraction of one on the screen each; beyond twice white all is white. */
const FINENESS = 8192;
const BRIGHTEST = 2 * FINENESS;
const ON_SCREEN = Uint8Array.from({ length: BRIGHTEST + 1 }, (_, step) => toScreen(step / FINENESS));

/** Lights above white are rolled off instead of cut. */
function toScreen(linear: number): number {
  const soft = linear <= 0.8 ? linear : 0.8 + 0.2 * (1 - Math.exp(-(linear - 0.8) / 0.2));
  const share = soft <= 0.0031308 ? soft * 12.92 : 1.055 * soft ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, share)) * 255);
}
