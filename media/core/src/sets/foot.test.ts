import { expect, it } from 'vitest';
import { footBend } from './foot.ts';

const [WIDTH, HEIGHT] = [100, 200];

/** A thing whose lowest opaque pixel in each column is given. */
function draw(bottomOf: (x: number) => number): Uint8Array {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  for (let x = 0; x < WIDTH; x++) for (let y = 20; y <= bottomOf(x); y++) pixels[(y * WIDTH + x) * 4 + 3] = 255;
  return pixels;
}

it('finds how far a round foot bends, and nothing in a flat one', () => {
  const round = draw((x) => Math.round(187 + 12 * Math.sqrt(Math.max(0, 1 - ((x - 50) / 50) ** 2))));
  expect(footBend(round, WIDTH, HEIGHT)).toBeGreaterThan(0.02);
  expect(footBend(round, WIDTH, HEIGHT)).toBeLessThan(0.06);
  expect(
    footBend(
      draw(() => 199),
      WIDTH,
      HEIGHT,
    ),
  ).toBe(0);
});

it('takes no shoe for a round foot: its sides differ, or its middle is hollow', () => {
  expect(
    footBend(
      draw((x) => 199 - Math.round(x / 10)),
      WIDTH,
      HEIGHT,
    ),
  ).toBe(0);
  expect(
    footBend(
      draw((x) => (x > 30 && x < 70 ? 190 : 199)),
      WIDTH,
      HEIGHT,
    ),
  ).toBe(0);
});
