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
    paper: fitToScreen({ l: 91.5, c: 5, h: colour ? hue : WARM_STONE_HUE }),
    wall: planWall(product, wallHue),
    deep: planDeep(product, accentHue),
    stage: fitToScreen({ l: 13, c: colour ? 11 : 9, h: hue }),
    fields: planFields(wallHue, accentHue),
    inkDark: fitToScreen({ l: 21, c: 12, h: (wallHue + 340) % 360 }),
    inkLight: fitToScreen({ l: 96, c: 4, h: WARM_STONE_HUE }),
  };
}

/** Complement of the hero's hue, moved up to 25° towards warm, where walls look like rooms and not like screens. */
function planWallHue(hue: number): number {
  const complement = (hue + 180) % 360;
  const toWarm = ((60 - complement + 540) % 360) - 180;
  return (complement + Math.max(-25, Math.min(25, toWarm)) + 360) % 360;
}

/** Neutral products get the more coloured wall; light ones a darker wall, so that they stand out from it. */
function planWall(product: { lightness: number; colour: Lch | undefined }, hue: number): Lch {
  const target = { h: hue, c: product.colour ? 14 : 16 };
  const usual = [81, 84, 78].map((l) => fitToScreen({ ...target, l }));
  const found = usual.find((wall) => standsOut(product, wall));
  if (found) return found;
  const darker = product.lightness - SMALLEST_LIGHTNESS_GAP - 2;
  // Between 58 and 64 a wall under the product would already be a deep field, so a light one above it is tried first.
  const l = darker < 44 ? Math.min(93, product.lightness + SMALLEST_LIGHTNESS_GAP + 2) : darker;
  return fitToScreen({ l, c: target.c + 4, h: target.h });
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
  return (hue > 95 && hue < 165) || (hue > 285 && hue < 345);
}

/** Deep accent, L 20–48: light enough to show its hue, and away from the hero's own lightness. */
function planDeep(product: { lightness: number; colour: Lch | undefined }, hue: number): Lch {
  const candidates = [40, 46, 34, 28, 22].map((l) => fitToScreen({ l, c: 28, h: hue }));
  return candidates.find((field) => standsOut(product, field)) ?? candidates[0]!;
}

/** Three tones of one palette, the middle one dark (craft.md §4, split). */
function planFields(wallHue: number, accentHue: number): Lch[] {
  return [
    fitToScreen({ l: 83, c: 13, h: (wallHue + 333) % 360 }),
    fitToScreen({ l: 45, c: 28, h: accentHue }),
    fitToScreen({ l: 85, c: 13, h: (wallHue + 6) % 360 }),
  ];
}

/** Highest chroma up to the asked one that sRGB can show at this lightness and hue. */
export function fitToScreen(colour: Lch): Lch {
  const asked: Lch65 = { mode: 'lch65', l: colour.l, c: Math.min(HIGHEST_FIELD_CHROMA, colour.c), h: colour.h };
  const fitted = clampChroma(asked, 'lch65', 'rgb');
  return { l: fitted.l, c: fitted.c, h: (((fitted.h ?? colour.h) % 360) + 360) % 360 };
}
