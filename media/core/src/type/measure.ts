import type { Toolkit } from '../canvas/toolkit.ts';
import { cssFont } from './shelf.ts';

/** Width of a text per pixel of size, without tracking. Layouts take it as an argument, so they stay pure. */
export type TextMeasure = (text: string, family: string) => number;

/** Widths are measured at one large size and scaled: hinting at small sizes would make layouts depend on the ratio. */
const MEASURE_SIZE_PX = 200;

export function createTextMeasure(toolkit: Toolkit): TextMeasure {
  const { context } = toolkit.createSurface(8, 8);
  const known = new Map<string, number>();
  return (text, family) => {
    const key = `${family}\n${text}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    context.font = cssFont(family, MEASURE_SIZE_PX);
    const width = context.measureText(text).width / MEASURE_SIZE_PX;
    known.set(key, width);
    return width;
  };
}

/** Letters that tracking is put between. Joined scripts are never spaced, so marks need no care here. */
export function trackedWidth(unitWidth: number, text: string, trackingEm: number): number {
  return unitWidth + trackingEm * Math.max(0, [...text].length - 1);
}
