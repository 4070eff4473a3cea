import { cells, fractalNoise, hash2, makeTile, sampleTile } from './noise.ts';
import { linear, type Material, mix, mottle, type Rgb, scale } from './still-life.ts';

const TILE = 512;

/** Pebbled full-grain leather: cells with dark seams, a little wear where it stands out. */
export function leather(hex: string, seed: number): Material {
  const base = linear(hex);
  const dye = mottle(seed + 3, 190);
  const grain = makeTile(TILE, (x, y) => {
    const big = cells(x / 8, y / 8, seed, TILE / 8);
    const fine = cells(x / 4, y / 4, seed + 9, TILE / 4);
    return Math.min(1, (big.second - big.first) * 2.4) * 0.75 + Math.min(1, (fine.second - fine.first) * 2) * 0.25;
  });
  return {
    colour: (x, y) => scale(base, 0.86 + 0.2 * sampleTile(grain, x, y) + 0.26 * dye(x, y)),
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
  const dye = mottle(seed, 120);
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
      return scale(base, 0.5 + 0.36 * leg * round + 0.2 * round + fuzz + 0.25 * dye(x, y));
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
  const dye = mottle(seed, 90);
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
      const fuzz = 0.82 + 0.3 * hash2(Math.floor(x), Math.floor(y), seed) + 0.28 * dye(x, y);
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

/** A label laid round a cylinder: as bright as the side of it that it lies on. */
export function roundPaper(hex: string, seed: number, { centreX, radius }: Cylinder): Material {
  const flat = paper(hex, seed);
  return {
    ...flat,
    glow: (x, y) => {
      const across = Math.max(-1, Math.min(1, (x - centreX) / radius));
      const light =
        0.2 + 0.8 * Math.exp(-(((across + 0.34) / 0.72) ** 2)) + 0.07 * Math.exp(-(((across - 0.93) / 0.06) ** 2));
      return scale(flat.colour(x, y), light * 0.98);
    },
  };
}

export type Cylinder = { centreX: number; radius: number };

/** Heights at which a glass changes: where its shoulder ends, what it holds begins, and its thick foot begins. */
export type GlassLevels = { shoulderY: number; liquidY: number; footY: number; bottomY: number };

/**
 * Thick amber glass: dark where it is seen edge-on, glowing low down where the light comes through what it holds, a tall
 * soft window at the left that bends with the shoulder, a thin one at the right, and a heavy foot that gathers light.
 */
export function amberGlass({ centreX, radius }: Cylinder, levels: GlassLevels): Material {
  const edge = linear('#1d0a03');
  const deep = linear('#7a3a0c');
  const bright = linear('#d98a2c');
  const empty = linear('#6b3510');
  const { shoulderY, liquidY, footY, bottomY } = levels;
  return {
    colour: () => deep,
    gloss: 0,
    tightness: 1,
    glow: (x, y) => {
      const lean = y < shoulderY ? 1 - 0.3 * ((shoulderY - y) / 130) ** 2 : 1;
      const across = Math.min(1, Math.max(-1, (x - centreX) / (radius * lean)));
      const depth = Math.sqrt(1 - across * across);
      const surfaceY = liquidY + 11 * depth;
      const down = Math.min(1, Math.max(0, (y - liquidY) / (bottomY - liquidY)));
      // Light falls in at the upper left and gathers at the lower right.
      const gather = Math.max(0, 1 - ((across - 0.35) ** 2 * 1.6 + (down - 0.86) ** 2 * 2.6));
      const held = mix(deep, bright, 0.16 + 0.24 * down + 0.5 * gather);
      const body = y < surfaceY ? mix(empty, held, 0.12) : held;
      const wall = Math.min(1, 0.03 + depth ** 1.15 * 1.1);
      let light = mix(edge, body, wall);
      // The surface of what it holds: a bright thread with a dark one under it.
      const meniscus = Math.exp(-(((y - surfaceY) / 3) ** 2)) * 0.55 - Math.exp(-(((y - surfaceY - 9) / 5) ** 2)) * 0.3;
      light = scale(light, Math.max(0.2, 1 + meniscus * depth));
      const foot = Math.max(0, (y - footY) / (bottomY - footY));
      if (foot > 0) {
        const ring = Math.exp(-(((foot - 0.34) / 0.16) ** 2)) * 0.9 - Math.exp(-(((foot - 0.02) / 0.07) ** 2)) * 0.5;
        light = scale(light, Math.max(0.25, 1 + ring * (0.4 + 0.6 * depth) - 0.5 * foot ** 3));
      }
      const ends = Math.min(1, Math.max(0, (y - shoulderY + 62) / 90)) * Math.min(1, Math.max(0, (footY - 8 - y) / 70));
      const fade = 0.42 + 0.58 * Math.exp(-(((y - shoulderY - 120) / 330) ** 2));
      const broad = windowShape(across, -0.63, 0.1) * ends * fade;
      // The window's bar crosses its reflection.
      const bar = 1 - 0.75 * Math.exp(-(((y - shoulderY - 46) / 4) ** 2));
      const thin = windowShape(across, 0.83, 0.018) * ends * 0.4;
      const rim = windowShape(across, -0.955, 0.02) * 0.12;
      return [
        light[0] + broad * bar * 0.46 + thin + rim,
        light[1] + broad * bar * 0.43 + thin * 0.9 + rim * 0.7,
        light[2] + broad * bar * 0.4 + thin * 0.8 + rim * 0.5,
      ];
    },
  };
}

/** Black lacquer of a turned cap: fine ribs, one soft window, a dull lip below and a lit edge above. */
export function lacquer({ centreX, radius }: Cylinder, span: { topY: number; bottomY: number }): Material {
  return {
    colour: () => [0.012, 0.011, 0.01],
    gloss: 0,
    tightness: 1,
    glow: (x, y) => {
      const across = Math.max(-1, Math.min(1, (x - centreX) / radius));
      const depth = Math.sqrt(1 - across * across);
      const share = (y - span.topY) / (span.bottomY - span.topY);
      const isRibbed = share > 0.16 && share < 0.9;
      const rib = isRibbed ? 0.62 + 0.38 * Math.cos(Math.asin(across) * 74) : 0.9;
      const window = softShape(across, -0.56, 0.3) * 0.15 + softShape(across, 0.78, 0.1) * 0.05;
      const base = 0.006 + 0.02 * depth;
      const lip =
        Math.exp(-(((share - 0.16) / 0.012) ** 2)) * -0.6 + Math.exp(-(((share - 0.905) / 0.014) ** 2)) * -0.7;
      const crest = Math.exp(-(((share - 0.035) / 0.03) ** 2)) * (0.03 + 0.16 * softShape(across, -0.4, 0.5));
      const light = Math.max(0.002, (base + window * rib) * (1 + lip)) + crest;
      return [light, light * 0.985, light * 0.96] as Rgb;
    },
  };
}

function softShape(value: number, centre: number, width: number): number {
  return Math.exp(-(((value - centre) / width) ** 2));
}

function windowShape(value: number, centre: number, halfWidth: number): number {
  const distance = Math.abs(value - centre) / halfWidth;
  return distance >= 1.6 ? 0 : Math.exp(-(distance ** 4));
}
