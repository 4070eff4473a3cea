import type { FilmPalette, Lch, PaletteColour } from '@kinora/contract';
import { clampChroma, type Lch65, modeLab65, modeLch65, modeRgb, modeXyz65, useMode } from 'culori/fn';
import { hueDistance } from './lab.ts';

// culori/fn registers nothing by itself; only these four ways of writing a colour are needed, so the web bundle stays small.
for (const mode of [modeRgb, modeXyz65, modeLab65, modeLch65]) useMode(mode as typeof modeRgb);

/** What planPalette reads of a product: its clusters, heaviest first, and its mean lightness. */
export type ProductColours = { palette: readonly PaletteColour[]; meanLightness: number };

export type PalettePlanInput = {
  hero: ProductColours;
  /** Further products, in the order they appear. */
  seconds?: readonly ProductColours[];
  /** The kit's colours, most important first. */
  brandColours?: readonly Lch[];
};

/** Chroma above which a cluster has a hue that people would name. */
const COLOURED = 12;
const WARM_STONE_HUE = 75;
const TERRACOTTA_HUE = 42;
const SAGE_HUE = 135;
/** Warm paper under every film: tinted by the hero it turned pink or mint. */
const PAPER_HUE = 80;
/** No field above this chroma: the product must not be outshone. */
export const HIGHEST_FIELD_CHROMA = 34;
export const SMALLEST_LIGHTNESS_GAP = 20;

/** The heaviest cluster with a nameable hue, if any. */
export function heroColour(palette: readonly PaletteColour[]): Lch | undefined {
  return [...palette].sort((first, second) => second.share - first.share).find((entry) => entry.colour.c > COLOURED)
    ?.colour;
}

/**
 * craft.md §7's rule for a product before a ground: lightness differs by 20, or hue by 60° together with chroma by 15.
 */
export function standsOut(product: { lightness: number; colour: Lch | undefined }, ground: Lch): boolean {
  if (Math.abs(product.lightness - ground.l) >= SMALLEST_LIGHTNESS_GAP) return true;
  if (!product.colour) return false;
  return hueDistance(product.colour.h, ground.h) >= 60 && Math.abs(product.colour.c - ground.c) >= 15;
}

/**
 * The film's fields from the products and the kit (craft.md §7): a light paper, a muted wall in the complement of the
 * hero's hue, a deep accent from a second product (or the brand, or the triad), a dark stage in the hero's own hue, and
 * three fields for splits and grids of which the middle one is dark. The wall moves in lightness until the hero stands
 * out from it; every colour fits sRGB, so what is planned is what is drawn.
 */
export function planPalette({ hero, seconds = [], brandColours = [] }: PalettePlanInput): FilmPalette {
  const colour = heroColour(hero.palette);
  const brand = brandColours.find((entry) => entry.c > COLOURED);
  const hue = colour?.h ?? brand?.h ?? WARM_STONE_HUE;
  const product = { lightness: hero.meanLightness, colour };
  // A neutral product has no complement: its wall takes the brand's hue, or warm stone.
  const wallHue = colour ? planWallHue(colour.h) : hue;
  const accentHue = planAccentHue(hue, { colour, brand, seconds });
  return {
    paper: fitToScreen({ l: 91.5, c: 4.5, h: PAPER_HUE }),
    wall: planWall(product, wallHue),
    deep: planDeep(product, accentHue),
    stage: fitToScreen({ l: 13, c: colour ? 11 : 9, h: hue }),
    fields: planFields(wallHue, accentHue),
    inkDark: fitToScreen({ l: 21, c: 12, h: (wallHue + 340) % 360 }),
    inkLight: fitToScreen({ l: 96, c: 4, h: WARM_STONE_HUE }),
  };
}

/** Where the complement may be moved to, at most: craft.md §7. */
const HUE_FREEDOM = 25;

/**
 * The hue within 25° of the hero's complement that looks most like a painted room: clay, sand, sage, duck-egg, slate.
 * Lilac and sugar pink, which a plain complement of green or gold would give, look like a nursery.
 */
function planWallHue(hue: number): number {
  const complement = (hue + 180) % 360;
  const candidates = Array.from({ length: 11 }, (_, step) => (complement + 360 + (step - 5) * (HUE_FREEDOM / 5)) % 360);
  const cost = (candidate: number) =>
    Math.min(...ROOM_HUES.map((room) => hueDistance(candidate, room))) + hueDistance(candidate, complement) / 4;
  return candidates.reduce((best, candidate) => (cost(candidate) < cost(best) ? candidate : best));
}

const ROOM_HUES = [45, 75, 95, 140, 205, 235];

/** Chroma that reads as equally muted all round the circle: at one figure, blue and lilac shout where clay whispers. */
const WALL_CHROMA: readonly [number, number][] = [
  [0, 7],
  [20, 8.5],
  [45, 14.5],
  [80, 14.5],
  [110, 11],
  [145, 9.5],
  [205, 8],
  [240, 8.5],
  [290, 7.5],
  [330, 7],
  [360, 7],
];
const DEEP_CHROMA: readonly [number, number][] = [
  [0, 25],
  [40, 30],
  [75, 27],
  [110, 20],
  [160, 16],
  [205, 16],
  [250, 22],
  [300, 18],
  [360, 25],
];

function chromaAt(table: readonly [number, number][], hue: number): number {
  const next = table.findIndex(([at]) => at >= hue);
  const [toHue, to] = table[Math.max(1, next)]!;
  const [fromHue, from] = table[Math.max(1, next) - 1]!;
  return from + ((to - from) * (hue - fromHue)) / (toHue - fromHue);
}

/** Light products get a darker wall, so that they stand out from it; neutral ones a little more colour. */
function planWall(product: { lightness: number; colour: Lch | undefined }, hue: number): Lch {
  const chroma = chromaAt(WALL_CHROMA, hue) + (product.colour ? 0 : 1.5);
  const usual = [81, 84, 78].map((l) => fitToScreen({ l, c: chroma, h: hue }));
  const found = usual.find((wall) => standsOut(product, wall));
  if (found) return found;
  const darker = product.lightness - SMALLEST_LIGHTNESS_GAP - 2;
  // A wall under L 44 would already be a deep field: for products of L 58–66 one lighter than they are is taken.
  const l = darker < 44 ? Math.min(93, product.lightness + SMALLEST_LIGHTNESS_GAP + 2) : darker;
  return fitToScreen({ l, c: chroma + 2, h: hue });
}

type AccentInput = { colour: Lch | undefined; brand: Lch | undefined; seconds: readonly ProductColours[] };

/** The brand's hue when it is not the hero's, else a second product's, else the triad; neutral films take terracotta. */
function planAccentHue(hue: number, { colour, brand, seconds }: AccentInput): number {
  if (brand && (!colour || hueDistance(brand.h, hue) >= 25)) return brand.h;
  const second = seconds
    .map((entry) => heroColour(entry.palette))
    .find((entry) => entry && hueDistance(entry.h, hue) >= 40);
  if (second) return second.h;
  if (!colour) return TERRACOTTA_HUE;
  const triad = [(hue + 240) % 360, (hue + 120) % 360];
  return triad.find((candidate) => !isHardHue(candidate)) ?? triad[0]!;
}

/** Deep greens between grass and lime and deep purples look like party lights beside most products. */
function isHardHue(hue: number): boolean {
  return (hue > 95 && hue < 150) || (hue > 285 && hue < 345);
}

/** Deep accent, L 20–48: warm ones lighter (terracotta), cool ones darker (petrol, navy), away from the hero's lightness. */
function planDeep(product: { lightness: number; colour: Lch | undefined }, hue: number): Lch {
  const candidates = deepLevels(hue).map((l) => fitToScreen({ l, c: chromaAt(DEEP_CHROMA, hue), h: hue }));
  return candidates.find((field) => standsOut(product, field)) ?? candidates[0]!;
}

function deepLevels(hue: number): number[] {
  return hue > 20 && hue < 100 ? [43, 47, 37, 31, 25, 21] : [31, 36, 26, 41, 22, 46];
}

/** Three tones of one palette, the middle one dark (craft.md §4, split); the third is sage beside a warm wall, warm stone
 * beside a cool one. */
function planFields(wallHue: number, accentHue: number): Lch[] {
  const isWarm = hueDistance(wallHue, 65) < 50;
  const third = isWarm ? SAGE_HUE : WARM_STONE_HUE;
  return [
    fitToScreen({ l: 83, c: chromaAt(WALL_CHROMA, wallHue), h: wallHue }),
    fitToScreen({ l: deepLevels(accentHue)[0]! + 3, c: chromaAt(DEEP_CHROMA, accentHue), h: accentHue }),
    fitToScreen({ l: 85, c: chromaAt(WALL_CHROMA, third) - 1, h: third }),
  ];
}

/** Highest chroma up to the asked one that sRGB can show at this lightness and hue. */
export function fitToScreen(colour: Lch): Lch {
  const asked: Lch65 = { mode: 'lch65', l: colour.l, c: Math.min(HIGHEST_FIELD_CHROMA, colour.c), h: colour.h };
  const fitted = clampChroma(asked, 'lch65', 'rgb');
  return { l: fitted.l, c: fitted.c, h: (((fitted.h ?? colour.h) % 360) + 360) % 360 };
}
