import { contrastRatio, luminanceOf } from '@kinora/media-core';

/** Contrast of a colour (`#rrggbb`) with white and with black, as people compare them: two decimals. */
export function contrastsOf(colour: string): { onWhite: number; onBlack: number } {
  const channel = (index: number) => Number.parseInt(colour.slice(1 + index * 2, 3 + index * 2), 16);
  const luminance = luminanceOf(channel(0), channel(1), channel(2));
  return { onWhite: contrastRatio(luminance, 1), onBlack: contrastRatio(luminance, 0) };
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
