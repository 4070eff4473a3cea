import type { Lch } from '@kinora/contract';
import { contrastRatio, fitToScreen, lchFromLab, lchToRgb, luminanceOf, type Rgb, rgbToLab } from '@kinora/media-core';

/** WCAG 2.2, 1.4.3: small type. */
export const READABLE = 4.5;

/** Contrast of two colours (`#rrggbb`) as WCAG counts it, 1–21. */
export function contrastOf(colour: string, ground: string): number {
  return contrastRatio(luminanceOfCode(colour), luminanceOfCode(ground));
}

/**
 * The colour nearest to this one that small type can be set in on the ground: same hue, lighter or darker, chroma as far as
 * a screen shows it. Itself where it is readable already; every ground has one, as white or black passes on any.
 */
export function readableNeighbour(colour: string, ground: string): string {
  // Asked first: a colour that went to LCh and back may be another by one.
  if (contrastOf(colour, ground) >= READABLE) return colour;
  const { r, g, b } = readCode(colour);
  const lab = rgbToLab(r, g, b);
  const found = lightnessSteps(lchFromLab(lab.l, lab.a, lab.b))
    .map((step) => toCode(lchToRgb(fitToScreen(step))))
    .find((code) => contrastOf(code, ground) >= READABLE);
  return found ?? (contrastOf('#ffffff', ground) >= READABLE ? '#ffffff' : '#000000');
}

const FINEST_STEP = 0.25;

/** Nearest lightness first, a lighter and a darker one in turn. */
function lightnessSteps(from: Lch): Lch[] {
  const steps = Array.from({ length: 100 / FINEST_STEP + 1 }, (_, index) => index * FINEST_STEP);
  return steps
    .flatMap((step) => [from.l + step, from.l - step])
    .filter((l) => l >= 0 && l <= 100)
    .map((l) => ({ ...from, l }));
}

function luminanceOfCode(code: string): number {
  const { r, g, b } = readCode(code);
  return luminanceOf(r, g, b);
}

function readCode(code: string): Rgb {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(code.slice(at, at + 2), 16)) as [number, number, number];
  return { r, g, b };
}

function toCode({ r, g, b }: Rgb): string {
  return `#${[r, g, b].map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** `#rrggbb` in lower case out of what people type or paste; undefined while it is no colour. */
export function readColour(text: string): string | undefined {
  const digits = text.trim().replace(/^#/, '').toLowerCase();
  if (/^[0-9a-f]{6}$/.test(digits)) return `#${digits}`;
  if (/^[0-9a-f]{3}$/.test(digits)) return `#${[...digits].map((digit) => digit + digit).join('')}`;
  return undefined;
}

/** One colour at another place, the others in their order. */
export function moveColour(colours: readonly string[], from: number, to: number): string[] {
  const next = [...colours];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
