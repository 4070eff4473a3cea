import { describe, expect, it } from 'vitest';
import { openHoles, removeSpecks } from './components.ts';
import type { FloodResult } from './flood.ts';
import type { Ground } from './ground.ts';

const [WIDTH, HEIGHT] = [400, 300];
type Box = readonly [left: number, top: number, width: number, height: number];

function draw(boxes: readonly Box[]): Uint8Array {
  const isGround = new Uint8Array(WIDTH * HEIGHT).fill(1);
  for (const [left, top, width, height] of boxes)
    for (let y = top; y < top + height; y++) isGround.fill(0, y * WIDTH + left, y * WIDTH + left + width);
  return isGround;
}

describe('removeSpecks', () => {
  const product: Box = [150, 80, 100, 150];
  const isLeft = (isGround: Uint8Array, [left, top]: Box) => isGround[top * WIDTH + left] === 0;

  it('takes away what stands along the border: the edge of the paper, of a table', () => {
    const edge: Box = [0, 294, WIDTH, 1];
    const isGround = draw([product, edge]);
    expect(removeSpecks(isGround, WIDTH)).toMatchObject({ area: 15_000, count: 1, largestShare: 1 });
    expect(isLeft(isGround, edge)).toBe(false);
  });

  it('keeps a second part of some size, at the border or not, and a small one away from it', () => {
    const [large, small]: [Box, Box] = [
      [0, 200, 60, 60],
      [60, 30, 25, 25],
    ];
    const isGround = draw([product, large, small]);
    expect(removeSpecks(isGround, WIDTH).count).toBe(3);
    expect([large, small].map((box) => isLeft(isGround, box))).toEqual([true, true]);
  });
});

describe('openHoles', () => {
  /** A plate with holes through which the ground is seen; a flat one, as ground is. */
  function plateWith(holes: readonly Box[]) {
    const isGround = draw([[50, 40, 300, 220]]);
    const distance = new Float32Array(WIDTH * HEIGHT).map((_, i) => (isGround[i] ? 0.5 : 20));
    for (const [left, top, width, height] of holes)
      for (let y = top; y < top + height; y++) distance.fill(0.5, y * WIDTH + left, y * WIDTH + left + width);
    const flood = { isGround, leakRadius: 0 } as unknown as FloodResult;
    const raster = { width: WIDTH, height: HEIGHT } as Parameters<typeof openHoles>[2];
    return { count: openHoles(flood, { distance } as unknown as Ground, raster), isGround };
  }
  const large = (index: number): Box => [80 + index * 40, 80, 12, 12];
  const small: Box = [80, 180, 6, 6];

  it('opens the small holes of a thing that has many, such as spokes', () => {
    const { count, isGround } = plateWith([...[0, 1, 2, 3].map(large), small]);
    expect(count).toBe(5);
    expect(isGround[small[1] * WIDTH + small[0]]).toBe(1);
  });

  it('leaves a light print on a whole thing alone', () => {
    expect(plateWith([large(0), small]).count).toBe(1);
  });
});
