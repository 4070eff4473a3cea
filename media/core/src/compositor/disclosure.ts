import { type Disclosure, directionOf, type Size } from '@kinora/contract';
import { type Box, boxesMeet } from '../type/box.ts';
import { setMarks } from '../type/marks.ts';
import type { TextMeasure } from '../type/measure.ts';
import { cssFont } from '../type/shelf.ts';
import { floorSize, safeZone, shapeOf } from '../type/zones.ts';
import { CAPTION_FAMILY } from './captions.ts';

const IVORY = '#fbf5ea';
const GROUND = 'rgba(14, 11, 18, 0.62)';
/** Room round the letters, per size. */
const PADDING = { across: 0.6, along: 0.38 };
const LINE = 1.2;

export type PreparedDisclosure = { text: string; family: string; sizePx: number; direction: 'ltr' | 'rtl'; box: Box };

/**
 * A small plate in a corner of the safe zone, where nothing else stands: reading begins at the upper one on the side that
 * people read from, so that is tried first. Where every corner is taken it stands there all the same: it must be seen.
 */
export function planDisclosure(
  { text, language }: Disclosure,
  size: Size,
  measure: TextMeasure,
  taken: readonly Box[],
): PreparedDisclosure {
  const family = CAPTION_FAMILY[language];
  const sizePx = floorSize(shapeOf(size));
  const words = setMarks(text, language);
  const width = measure(words, family) * sizePx + 2 * PADDING.across * sizePx;
  const height = sizePx * (LINE + 2 * PADDING.along);
  const corners = cornersOf(safeZone(size), { width, height }, directionOf(language));
  const box = corners.find((corner) => !taken.some((other) => boxesMeet(corner, other))) ?? corners[0]!;
  return { text: words, family, sizePx, direction: directionOf(language), box };
}

function cornersOf(zone: Box, { width, height }: { width: number; height: number }, direction: 'ltr' | 'rtl'): Box[] {
  const left = zone.x;
  const right = zone.x + zone.width - width;
  const [near, far] = direction === 'rtl' ? [right, left] : [left, right];
  const foot = zone.y + zone.height - height;
  return [
    { x: near, y: zone.y, width, height },
    { x: far, y: zone.y, width, height },
    { x: near, y: foot, width, height },
    { x: far, y: foot, width, height },
  ];
}

export function drawDisclosure(context: CanvasRenderingContext2D, label: PreparedDisclosure): void {
  const { box, sizePx } = label;
  context.save();
  context.fillStyle = GROUND;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, sizePx * 0.3);
  context.fill();
  context.fillStyle = IVORY;
  context.font = cssFont(label.family, sizePx);
  context.letterSpacing = '0px';
  context.direction = label.direction;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(label.text, box.x + box.width / 2, box.y + box.height / 2 + sizePx * 0.04);
  context.restore();
}
