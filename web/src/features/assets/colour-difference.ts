/** CIE Lab, D65, of a colour `#rrggbb` in sRGB. */
type Lab = { l: number; a: number; b: number };

export function labOf(hex: string): Lab {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const root = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = root((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = root(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = root((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return { l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) };
}

const RADIAN = Math.PI / 180;
const P25 = 25 ** 7;

/**
 * How far two colours are apart as people see it: CIEDE2000, the measure that printers and brand guides name. Below 1 hardly
 * anyone sees a difference, above 5 everybody. Written after Sharma, Wu and Dalal (2005), whose test pairs it is held to.
 */
export function colourDifference(first: Lab, second: Lab): number {
  const middleChroma = (Math.hypot(first.a, first.b) + Math.hypot(second.a, second.b)) / 2;
  const g = 0.5 * (1 - Math.sqrt(middleChroma ** 7 / (middleChroma ** 7 + P25)));
  const [one, two] = [first, second].map(({ l, a, b }) => toPrimed(l, a * (1 + g), b)) as [Primed, Primed];
  const isGrey = one.c * two.c === 0;
  const turn = two.h - one.h;
  const hueStep = isGrey ? 0 : turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn;
  const hueGap = 2 * Math.sqrt(one.c * two.c) * Math.sin((hueStep / 2) * RADIAN);
  const l = (one.l + two.l) / 2;
  const c = (one.c + two.c) / 2;
  const h = isGrey ? one.h + two.h : meanHue(one.h, two.h);
  const t =
    1 -
    0.17 * Math.cos((h - 30) * RADIAN) +
    0.24 * Math.cos(2 * h * RADIAN) +
    0.32 * Math.cos((3 * h + 6) * RADIAN) -
    0.2 * Math.cos((4 * h - 63) * RADIAN);
  const lightness = (two.l - one.l) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const chroma = (two.c - one.c) / (1 + 0.045 * c);
  const hue = hueGap / (1 + 0.015 * c * t);
  const rotation = -2 * Math.sqrt(c ** 7 / (c ** 7 + P25)) * Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * RADIAN);
  return Math.sqrt(lightness ** 2 + chroma ** 2 + hue ** 2 + rotation * chroma * hue);
}

type Primed = { l: number; c: number; h: number };

function toPrimed(l: number, a: number, b: number): Primed {
  const hue = a === 0 && b === 0 ? 0 : Math.atan2(b, a) / RADIAN;
  return { l, c: Math.hypot(a, b), h: hue < 0 ? hue + 360 : hue };
}

function meanHue(first: number, second: number): number {
  const sum = first + second;
  if (Math.abs(first - second) <= 180) return sum / 2;
  return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

export type BrandColour = { brand: string; hex: string };

/** The brand colour that a colour comes nearest to. */
export function nearestBrandColour(
  hex: string,
  colours: readonly BrandColour[],
): (BrandColour & { difference: number }) | null {
  const lab = labOf(hex);
  let nearest: (BrandColour & { difference: number }) | null = null;
  for (const colour of colours) {
    const difference = colourDifference(lab, labOf(colour.hex));
    if (!nearest || difference < nearest.difference) nearest = { ...colour, difference };
  }
  return nearest;
}
