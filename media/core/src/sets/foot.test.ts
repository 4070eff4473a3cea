import { expect, it } from 'vitest';
import { horizonBehind } from './floor.ts';
import { footingOf } from './foot.ts';

const [WIDTH, HEIGHT] = [100, 200];

const bendOf = (pixels: Uint8Array, width: number, height: number) => footingOf(pixels, width, height).bend;

/** A thing whose lowest opaque pixel in each column is given. */
function draw(bottomOf: (x: number) => number): Uint8Array {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  for (let x = 0; x < WIDTH; x++) for (let y = 20; y <= bottomOf(x); y++) pixels[(y * WIDTH + x) * 4 + 3] = 255;
  return pixels;
}

it('finds how far a round foot bends, and nothing in a flat one', () => {
  const round = draw((x) => Math.round(187 + 12 * Math.sqrt(Math.max(0, 1 - ((x - 50) / 50) ** 2))));
  expect(bendOf(round, WIDTH, HEIGHT)).toBeGreaterThan(0.02);
  expect(bendOf(round, WIDTH, HEIGHT)).toBeLessThan(0.06);
  expect(
    bendOf(
      draw(() => 199),
      WIDTH,
      HEIGHT,
    ),
  ).toBe(0);
});

it('takes no shoe for a round foot: its sides differ, or its middle is hollow', () => {
  expect(
    bendOf(
      draw((x) => 199 - Math.round(x / 10)),
      WIDTH,
      HEIGHT,
    ),
  ).toBe(0);
  expect(
    bendOf(
      draw((x) => (x > 30 && x < 70 ? 190 : 199)),
      WIDTH,
      HEIGHT,
    ),
  ).toBe(0);
});

it('finds two wheels and the slope between them, and takes no flat base for feet', () => {
  const wheel = (x: number, middle: number, foot: number) =>
    Math.abs(x - middle) > 14 ? 0 : Math.round(foot - 30 + 30 * Math.sqrt(1 - ((x - middle) / 14) ** 2));
  const { feet, bend } = footingOf(
    draw((x) => Math.max(140, wheel(x, 18, 180), wheel(x, 80, 199))),
    WIDTH,
    HEIGHT,
  );
  expect(bend).toBe(0);
  expect(feet![0].x).toBeCloseTo(0.185, 1);
  expect(feet![0].y).toBeCloseTo(181 / HEIGHT, 2);
  expect(feet![1].x).toBeCloseTo(0.805, 1);
  expect(feet![1].y).toBe(1);
  const flat = draw(() => 199);
  expect(footingOf(flat, WIDTH, HEIGHT).feet).toBeUndefined();
});

it('finds every leg of a chair, each where it touches the floor', () => {
  const legs = [
    { from: 2, to: 8, foot: 185 },
    { from: 60, to: 66, foot: 199 },
    { from: 92, to: 98, foot: 178 },
  ];
  const chair = draw((x) => Math.max(120, ...legs.map(({ from, to, foot }) => (x >= from && x < to ? foot : 0))));
  const found = footingOf(chair, WIDTH, HEIGHT).legs!;
  expect(found.map(({ y }) => Math.round(y * HEIGHT) - 1)).toEqual([185, 199, 178]);
  expect(found.map(({ x }) => Math.round(x * 100))).toEqual([5, 63, 95]);
});

it('puts the wall behind the furthest foot of what stands before it', () => {
  const box = { x: 0, y: 100, width: 200, height: 400 };
  const feet = [
    { x: 0.2, y: 1, width: 0.1 },
    { x: 0.8, y: 0.8, width: 0.1 },
  ] as const;
  expect(horizonBehind(476, box, { bend: 0, feet })).toBeLessThan(100 + 400 * 0.8);
  expect(horizonBehind(476, box, { bend: 0, feet: undefined })).toBe(476);
});
