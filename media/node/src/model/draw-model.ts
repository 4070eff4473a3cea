import type { Model, Part, Surface, Texture } from './read-model.ts';

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
  const canvas = openCanvas(size.width * FINE, size.height * FINE);
  const view = planView(stand, canvas, turn);
  const see = model.parts.filter(({ surface }) => surface.alpha === 'blend');
  for (const part of model.parts) if (part.surface.alpha !== 'blend') drawPart(canvas, view, part, true);
  // Glass after everything that stands behind it; what glass shows through glass is not sorted.
  for (const part of see) drawPart(canvas, view, part, false);
  return shrink(canvas, size);
}

type Canvas = { width: number; height: number; colour: Float32Array; alpha: Float32Array; depth: Float32Array };

function openCanvas(width: number, height: number): Canvas {
  const pixels = width * height;
  return {
    width,
    height,
    colour: new Float32Array(pixels * 3),
    alpha: new Float32Array(pixels),
    depth: new Float32Array(pixels).fill(Number.POSITIVE_INFINITY),
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

function planView(stand: Stand, { width, height }: Canvas, turn: number): View {
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

/** One corner as the camera has it: place in pixels, 1/depth, normal, texture place. */
type Corner = { x: number; y: number; w: number; depth: number; normal: Vector; u: number; v: number };
type Vector = [number, number, number];

function drawPart(canvas: Canvas, view: View, part: Part, writesDepth: boolean): void {
  for (let triangle = 0; triangle < part.count; triangle++) {
    const corners = [0, 1, 2].map((corner) => seeCorner(view, part, triangle * 3 + corner)) as [Corner, Corner, Corner];
    fillTriangle(canvas, corners, part.surface, writesDepth);
  }
}

function seeCorner(view: View, { positions, normals, places }: Part, corner: number): Corner {
  const [cx, cy, cz] = view.centre;
  const [x, y, z] = toCamera(
    view,
    positions[corner * 3]! - cx,
    positions[corner * 3 + 1]! - cy,
    positions[corner * 3 + 2]! - cz,
  );
  const depth = view.distance - z;
  const w = 1 / depth;
  return {
    x: view.halfWidth + x * w * view.scale,
    y: view.halfHeight - y * w * view.scale,
    w,
    depth,
    normal: toCamera(view, normals[corner * 3]!, normals[corner * 3 + 1]!, normals[corner * 3 + 2]!),
    u: places[corner * 2]!,
    v: places[corner * 2 + 1]!,
  };
}

function toCamera(view: View, x: number, y: number, z: number): Vector {
  const turnedX = view.cosTurn * x + view.sinTurn * z;
  const turnedZ = -view.sinTurn * x + view.cosTurn * z;
  return [turnedX, view.cosTilt * y - view.sinTilt * turnedZ, view.sinTilt * y + view.cosTilt * turnedZ];
}

/** Long as one loop over pixels: every call inside it would be made a million times a view. */
function fillTriangle(
  canvas: Canvas,
  [a, b, c]: [Corner, Corner, Corner],
  surface: Surface,
  writesDepth: boolean,
): void {
  const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  // On screen, y runs down: a front face goes round the other way.
  if (area === 0 || (area > 0 && !surface.isTwoSided)) return;
  const left = Math.max(0, Math.floor(Math.min(a.x, b.x, c.x)));
  const right = Math.min(canvas.width - 1, Math.ceil(Math.max(a.x, b.x, c.x)));
  const top = Math.max(0, Math.floor(Math.min(a.y, b.y, c.y)));
  const bottom = Math.min(canvas.height - 1, Math.ceil(Math.max(a.y, b.y, c.y)));
  const face = area > 0 ? -1 : 1;
  const ds = (b.y - c.y) / area;
  const dt = (c.y - a.y) / area;
  for (let y = top; y <= bottom; y++) {
    const py = y + 0.5;
    const s0 = (b.x * (c.y - py) - c.x * (b.y - py)) / area;
    const t0 = (c.x * (a.y - py) - a.x * (c.y - py)) / area;
    // Shares change evenly along a row: thin triangles in large boxes are not searched for.
    const [from, to] = spanOf([s0, t0, 1 - s0 - t0], [ds, dt, -ds - dt], left, right);
    for (let x = from; x <= to; x++) {
      const s = s0 + ds * (x + 0.5);
      const t = t0 + dt * (x + 0.5);
      const r = 1 - s - t;
      const w = s * a.w + t * b.w + r * c.w;
      const depth = 1 / w;
      const pixel = y * canvas.width + x;
      if (depth >= canvas.depth[pixel]!) continue;
      const [p, q, o] = [(s * a.w) / w, (t * b.w) / w, (r * c.w) / w];
      const found = surfaceAt(surface, p * a.u + q * b.u + o * c.u, p * a.v + q * b.v + o * c.v);
      if (surface.alpha === 'mask' && found.opacity < surface.alphaCutoff) continue;
      const opacity = surface.alpha === 'blend' ? found.opacity : 1;
      const light = shade(
        surface,
        found.colour,
        face * (p * a.normal[0] + q * b.normal[0] + o * c.normal[0]),
        face * (p * a.normal[1] + q * b.normal[1] + o * c.normal[1]),
        face * (p * a.normal[2] + q * b.normal[2] + o * c.normal[2]),
      );
      for (let channel = 0; channel < 3; channel++) {
        const at = pixel * 3 + channel;
        canvas.colour[at] = light[channel]! * opacity + canvas.colour[at]! * (1 - opacity);
      }
      canvas.alpha[pixel] = opacity + canvas.alpha[pixel]! * (1 - opacity);
      if (writesDepth) canvas.depth[pixel] = depth;
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

function surfaceAt({ colour, opacity, texture }: Surface, u: number, v: number): { colour: Vector; opacity: number } {
  if (!texture) return { colour, opacity };
  const found = sample(texture, u, v);
  return {
    colour: [colour[0] * found[0], colour[1] * found[1], colour[2] * found[2]],
    opacity: opacity * found[3],
  };
}

/** Between four neighbours, round the edge again: textures repeat. Written out, as it runs a million times a view. */
function sample({ width, height, data }: Texture, u: number, v: number): [number, number, number, number] {
  const x = (u - Math.floor(u)) * width - 0.5;
  const y = (v - Math.floor(v)) * height - 0.5;
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  const [left, right] = [(x0 + width) % width, (x0 + 1) % width];
  const [top, bottom] = [((y0 + height) % height) * width, ((y0 + 1) % height) * width];
  const [a, b, c, d] = [(top + left) * 4, (top + right) * 4, (bottom + left) * 4, (bottom + right) * 4];
  const [wa, wb, wc, wd] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
  const mix = (channel: number) =>
    TO_LINEAR[data[a + channel]!]! * wa +
    TO_LINEAR[data[b + channel]!]! * wb +
    TO_LINEAR[data[c + channel]!]! * wc +
    TO_LINEAR[data[d + channel]!]! * wd;
  const opacity = (data[a + 3]! * wa + data[b + 3]! * wb + data[c + 3]! * wc + data[d + 3]! * wd) / 255;
  return [mix(0), mix(1), mix(2), opacity];
}

/** A large soft light at the upper left, a weaker one at the right, and light from all around, as in a photo studio. */
const KEY = normalised([-0.55, 0.62, 0.56]);
const FILL = normalised([0.8, 0.1, 0.45]);
const HALF_KEY = normalised([KEY[0], KEY[1], KEY[2] + 1]);

function shade({ metallic, roughness, emissive }: Surface, base: Vector, nx: number, ny: number, nz: number): Vector {
  const length = Math.hypot(nx, ny, nz) || 1;
  const [x, y, z] = [nx / length, ny / length, nz / length];
  const key = Math.max(0, x * KEY[0] + y * KEY[1] + z * KEY[2]);
  const fill = Math.max(0, x * FILL[0] + y * FILL[1] + z * FILL[2]);
  const around = 0.34 + 0.16 * y;
  const diffuse = around + 0.78 * key + 0.24 * fill;
  const gloss = 4 + (1 - roughness) ** 2 * 180;
  const shine = Math.max(0, x * HALF_KEY[0] + y * HALF_KEY[1] + z * HALF_KEY[2]) ** gloss * (1 - roughness) * 0.8;
  // What metal shows is the studio: bright above, a strip at each side, dark below and in front.
  const mirrored = 0.18 + 0.62 * Math.max(0, 2 * z * y) + 0.5 * Math.max(0, Math.abs(2 * z * x) - 0.45);
  const rim = (1 - Math.max(0, z)) ** 4 * 0.18;
  const out: Vector = [0, 0, 0];
  for (let channel = 0; channel < 3; channel++) {
    const albedo = base[channel]!;
    const matt = albedo * diffuse + shine * 0.5 + rim;
    const metal = albedo * (mirrored + 0.35 * diffuse) + shine * albedo * 1.6 + rim * albedo;
    out[channel] = matt * (1 - metallic) + metal * metallic + emissive[channel]!;
  }
  return out;
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
      const sum = [0, 0, 0];
      let covered = 0;
      for (let fine = 0; fine < FINE * FINE; fine++) {
        const pixel = (y * FINE + Math.floor(fine / FINE)) * canvas.width + x * FINE + (fine % FINE);
        for (let channel = 0; channel < 3; channel++) sum[channel]! += canvas.colour[pixel * 3 + channel]!;
        covered += canvas.alpha[pixel]!;
      }
      if (covered === 0) continue;
      const at = (y * size.width + x) * 4;
      for (let channel = 0; channel < 3; channel++) data[at + channel] = toScreen(sum[channel]! / covered);
      data[at + 3] = Math.round((covered / (FINE * FINE)) * 255);
    }
  return { ...size, data };
}

/** Lights above white are rolled off instead of cut. */
function toScreen(linear: number): number {
  const soft = linear <= 0.8 ? linear : 0.8 + 0.2 * (1 - Math.exp(-(linear - 0.8) / 0.2));
  const share = soft <= 0.0031308 ? soft * 12.92 : 1.055 * soft ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, share)) * 255);
}
