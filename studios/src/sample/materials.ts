import { cells, fractalNoise, hash2, makeTile, sampleTile } from './noise.ts';
import { linear, type Material, mix, mottle, type Rgb, scale } from './still-life.ts';

const TILE = 512;

/** Pebbled full-grain leather: cells with dark seams, a little wear where it stands out. */
export function leather(hex: string, seed: number): Material {
  const base = linear(hex);
  const grain = makeTile(TILE, (x, y) => {
    const big = cells(x / 8, y / 8, seed, TILE / 8);
    const fine = cells(x / 4, y / 4, seed + 9, TILE / 4);
    return Math.min(1, (big.second - big.first) * 2.4) * 0.75 + Math.min(1, (fine.second - fine.first) * 2) * 0.25;
  });
  return {
    colour: (x, y) => scale(base, 0.86 + 0.2 * sampleTile(grain, x, y) + 0.34 * mottle(x, y, seed + 3, 190)),
    relief: (x, y) => sampleTile(grain, x, y) * 0.62,
    gloss: 0.15,
    tightness: 13,
  };
}

/** Waxed thread laid in dashes. */
export function thread(hex: string): Material {
  const base = linear(hex);
  return { colour: (x, y) => scale(base, 0.9 + 0.2 * Math.sin((x + y) * 1.6)), gloss: 0.12, tightness: 10 };
}

/** Brushed brass: shows a bright window and a dark room. */
export function brass(): Material {
  const base = linear('#b98f45');
  return {
    colour: (x, y) => scale(base, 0.75 + 0.25 * hash2(Math.floor(x / 5), y, 4)),
    gloss: 0.95,
    tightness: 22,
  };
}

/** Ribbed knit along slanted columns; `place` turns a point into rib column and course. */
export function knit(
  hex: string,
  seed: number,
  place: (x: number, y: number) => { column: number; course: number },
): Material {
  const base = linear(hex);
  const stitch = (x: number, y: number) => {
    const { column, course } = place(x, y);
    const across = (column - Math.floor(column)) * 2 - 1;
    const leg = 0.5 + 0.5 * Math.cos(2 * Math.PI * (course + 0.62 * Math.abs(across)));
    const round = Math.sqrt(Math.max(0, 1 - across * across * 0.92));
    return { leg, round, gap: Math.abs(across) };
  };
  return {
    colour: (x, y) => {
      const { leg, round } = stitch(x, y);
      const fuzz = hash2(Math.floor(x), Math.floor(y), seed) * 0.14;
      return scale(base, 0.5 + 0.36 * leg * round + 0.2 * round + fuzz + 0.25 * mottle(x, y, seed, 120));
    },
    relief: (x, y) => {
      const { leg, round } = stitch(x, y);
      return 5.2 * round + 2.6 * leg * round + 0.5 * hash2(Math.floor(x), Math.floor(y), seed + 1);
    },
    gloss: 0.02,
    tightness: 5,
  };
}

export type Weave = { warp: string; weft: string; column: number; yarn: number; seed: number };

/** Herringbone wool: diagonal yarns of two colours that turn every column. */
export function herringbone({ warp, weft, column, yarn, seed }: Weave): Material {
  const [light, dark] = [linear(warp), linear(weft)];
  const diagonal = (x: number, y: number) => {
    // Hand-woven yarn never runs quite straight.
    const wander = 1.6 * Math.sin(y / 43 + x / 97) + 1.1 * Math.sin(x / 31);
    const turn = Math.floor((x + wander) / column);
    const side = turn % 2 === 0 ? 1 : -1;
    return (x + wander) * side + y;
  };
  const yarnAt = (x: number, y: number) => 0.5 + 0.5 * Math.cos((2 * Math.PI * diagonal(x, y)) / yarn);
  const twist = (x: number, y: number) => 0.5 + 0.5 * Math.sin((x * 1.1 - y * 0.6) * 1.1);
  return {
    colour: (x, y) => {
      const share = Math.min(1, Math.max(0, (yarnAt(x, y) - 0.32) * 2.6));
      const fuzz = 0.82 + 0.3 * hash2(Math.floor(x), Math.floor(y), seed) + 0.28 * mottle(x, y, seed, 90);
      return scale(mix(dark, light, share), fuzz * (0.84 + 0.16 * twist(x, y)));
    },
    relief: (x, y) => 1.5 * yarnAt(x, y) + 0.35 * twist(x, y) + 0.5 * hash2(Math.floor(x), Math.floor(y), seed + 2),
    gloss: 0.015,
    tightness: 4,
  };
}

/** Heavy paper of a label. */
export function paper(hex: string, seed: number): Material {
  const base = linear(hex);
  return {
    colour: (x, y) => scale(base, 0.95 + 0.09 * fractalNoise(x / 3, y / 3, seed, 2)),
    relief: (x, y) => fractalNoise(x / 2.5, y / 2.5, seed, 2) * 0.5,
    gloss: 0.02,
    tightness: 6,
  };
}

export type Cylinder = { centreX: number; radius: number };

/** Light bent round a cylinder of thick amber glass: dark edges, a broad window on the left, a thin one on the right. */
export function amberGlass({ centreX, radius }: Cylinder, liquidTopY: number): Material {
  const edge = linear('#2a1005');
  const middle = linear('#c9711c');
  const empty = linear('#8f4a12');
  return {
    colour: () => middle,
    gloss: 0,
    tightness: 1,
    glow: (x, y) => {
      const across = Math.min(1, Math.max(-1, (x - centreX) / radius));
      const depth = Math.sqrt(1 - across * across);
      const body = y < liquidTopY ? mix(empty, middle, 0.25) : middle;
      const warm = mix(edge, body, Math.min(1, 0.08 + depth ** 1.4 * (0.72 + 0.22 * across)));
      const broad = windowShape(across, -0.62, 0.1) * (0.75 + 0.25 * Math.min(1, (y - liquidTopY) / 300));
      const thin = windowShape(across, 0.8, 0.022) * 0.55;
      const bounce = windowShape(across, 0.42, 0.2) * 0.12;
      return [
        warm[0] + broad * 0.62 + thin + bounce,
        warm[1] + broad * 0.58 + thin * 0.95 + bounce * 0.6,
        warm[2] + broad * 0.54 + thin * 0.9 + bounce * 0.15,
      ];
    },
  };
}

/** Black lacquer of a cap on the same cylinder. */
export function lacquer({ centreX, radius }: Cylinder): Material {
  return {
    colour: () => [0.012, 0.011, 0.01],
    gloss: 0.1,
    tightness: 20,
    glow: (x, _y, lit) => {
      const across = (x - centreX) / radius;
      const shine = windowShape(across, -0.6, 0.12) * 0.34 + windowShape(across, 0.82, 0.03) * 0.2;
      const rib = 0.85 + 0.15 * Math.cos(Math.asin(Math.max(-1, Math.min(1, across))) * 64);
      return [lit[0] * rib + shine * rib, lit[1] * rib + shine * rib, lit[2] * rib + shine * 0.98 * rib] as Rgb;
    },
  };
}

function windowShape(value: number, centre: number, halfWidth: number): number {
  const distance = Math.abs(value - centre) / halfWidth;
  return distance >= 1.6 ? 0 : Math.exp(-(distance ** 4));
}
