import type { Lch } from '@kinora/contract';

/** sRGB, each channel 0–255, not rounded. */
export type Rgb = { r: number; g: number; b: number };

/** D65 white: all palettes are planned for sRGB screens, so no chromatic adaptation is wanted. */
const WHITE = { x: 0.95047, y: 1, z: 1.08883 };

/** Colours of a palette are moved by amounts, never mixed in RGB, so that a darker wall keeps its hue. */
export function shiftLch(colour: Lch, change: { l?: number; c?: number; chromaFactor?: number; h?: number }): Lch {
  return {
    l: Math.min(100, Math.max(0, colour.l + (change.l ?? 0))),
    c: Math.min(150, Math.max(0, colour.c * (change.chromaFactor ?? 1) + (change.c ?? 0))),
    h: (((colour.h + (change.h ?? 0)) % 360) + 360) % 360,
  };
}

export function lchToRgb({ l, c, h }: Lch): Rgb {
  const angle = (h * Math.PI) / 180;
  const fy = (l + 16) / 116;
  const x = WHITE.x * labInverse(fy + (c * Math.cos(angle)) / 500);
  const y = WHITE.y * labInverse(fy);
  const z = WHITE.z * labInverse(fy - (c * Math.sin(angle)) / 200);
  return {
    r: encodeChannel(3.2406 * x - 1.5372 * y - 0.4986 * z),
    g: encodeChannel(-0.9689 * x + 1.8758 * y + 0.0415 * z),
    b: encodeChannel(0.0557 * x - 0.204 * y + 1.057 * z),
  };
}

export function rgbToLab(r: number, g: number, b: number): { l: number; a: number; b: number } {
  const red = decodeChannel(r);
  const green = decodeChannel(g);
  const blue = decodeChannel(b);
  const fx = labForward((0.4124 * red + 0.3576 * green + 0.1805 * blue) / WHITE.x);
  const fy = labForward(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const fz = labForward((0.0193 * red + 0.1192 * green + 0.9505 * blue) / WHITE.z);
  return { l: 116 * fy - 16, a: 500 * (fx - fy), b: 200 * (fy - fz) };
}

/** Relative luminance 0–1, as the contrast formula of WCAG wants it. */
export function luminanceOf(r: number, g: number, b: number): number {
  return 0.2126 * decodeChannel(r) + 0.7152 * decodeChannel(g) + 0.0722 * decodeChannel(b);
}

/** CSS colour of an LCh value, with opacity 0–1. */
export function cssColour(colour: Lch, opacity = 1): string {
  const { r, g, b } = lchToRgb(colour);
  return rgbCss({ r, g, b }, opacity);
}

export function rgbCss({ r, g, b }: Rgb, opacity = 1): string {
  return `rgba(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)}, ${opacity})`;
}

function labInverse(value: number): number {
  return value ** 3 > 0.008856 ? value ** 3 : (value - 16 / 116) / 7.787;
}

function labForward(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}

function encodeChannel(linear: number): number {
  const clamped = Math.min(1, Math.max(0, linear));
  return 255 * (clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055);
}

function decodeChannel(value: number): number {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}
