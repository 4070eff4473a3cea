import type { Size } from '@kinora/contract';
import type { Box } from './box.ts';

export type FrameShape = {
  width: number;
  height: number;
  short: number;
  /** Pixels per unit of a 1080 px short side. */
  unit: number;
  /** 16:9 and wider; square; 4:5; 9:16. */
  kind: 'wide' | 'square' | 'portrait' | 'tall';
};

export function shapeOf(size: Size): FrameShape {
  const { width, height } = size;
  const short = Math.min(width, height);
  const ratio = height / width;
  const kind = ratio > 1.5 ? 'tall' : ratio > 1.1 ? 'portrait' : ratio > 0.9 ? 'square' : 'wide';
  return { width, height, short, unit: short / 1080, kind };
}

/**
 * Where words may stand (craft.md §5). Wide 5 %, square and 4:5 6 %. Tall keeps words between 14 % and 65 % of the
 * height and off the right 14 %: the players of phones cover the rest with their own buttons and captions.
 */
export function safeZone(size: Size): Box {
  const { width, height, kind } = shapeOf(size);
  if (kind === 'tall') return { x: width * 0.06, y: height * 0.14, width: width * 0.8, height: height * 0.51 };
  const inset = kind === 'wide' ? 0.05 : 0.06;
  return { x: width * inset, y: height * inset, width: width * (1 - 2 * inset), height: height * (1 - 2 * inset) };
}

/** Left edge that all left-aligned words of a film share, as a fraction of the width. */
export function sideMargin(shape: FrameShape): number {
  return shape.width * (shape.kind === 'wide' ? 0.069 : shape.kind === 'square' ? 0.069 : 0.075);
}

/** Nothing is set smaller: 2.6 % of the height, in tall shapes 3.2 % of the width. */
export function floorSize(shape: FrameShape): number {
  return shape.kind === 'wide' || shape.kind === 'square' ? shape.height * 0.026 : shape.width * 0.032;
}
