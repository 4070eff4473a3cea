import { describe, expect, it } from 'vitest';
import { judgeStanding } from './stands.ts';

const [WIDTH, HEIGHT] = [200, 240];
type Box = readonly [left: number, top: number, right: number, bottom: number];

/** A plain grey thing made of boxes that fill its picture. */
function stands(...boxes: readonly Box[]): boolean {
  const alpha = new Uint8Array(WIDTH * HEIGHT);
  for (const [left, top, right, bottom] of boxes)
    for (let y = top; y < bottom; y++) alpha.fill(255, y * WIDTH + left, y * WIDTH + right);
  const plain = () => new Float32Array(WIDTH * HEIGHT).fill(50);
  const lab = { width: WIDTH, height: HEIGHT, lightness: plain(), a: plain(), b: plain() };
  return judgeStanding(alpha, WIDTH, { left: 0, top: 0, width: WIDTH, height: HEIGHT }, lab).stands;
}

const seat: Box = [0, 110, 200, 130];

describe('what stands', () => {
  it('knows a chair by its legs, further ones seen higher', () => {
    expect(stands(seat, [60, 0, 200, 40], [0, 110, 18, 222], [120, 110, 138, 240], [182, 0, 200, 214])).toBe(true);
  });

  it('knows a table from its side by two straight legs', () => {
    expect(stands(seat, [6, 110, 20, 240], [180, 110, 194, 238])).toBe(true);
  });

  it('takes a bicycle seen from a corner for standing: openings all through it, one foot far higher', () => {
    const openFrame: Box[] = [0, 40, 80, 120, 160].map((left) => [left, 0, left + 8, 160] as const);
    const bars: Box[] = [0, 50, 100, 150].map((top) => [0, top, 168, top + 8] as const);
    const wheels: Box[] = [
      [10, 150, 60, 190],
      [120, 150, 200, 240],
    ];
    expect(stands(...openFrame, ...bars, ...wheels)).toBe(true);
    expect(stands([0, 0, 168, 158], ...wheels)).toBe(false);
  });

  it('takes nothing for legs that is two things, many threads or a string', () => {
    expect(stands([0, 0, 40, 60], [14, 0, 26, 240], [160, 0, 200, 60], [174, 0, 186, 240])).toBe(false);
    const threads: Box[] = Array.from({ length: 9 }, (_, index) => [index * 24, 0, index * 24 + 8, 240] as const);
    expect(stands(...threads.filter(([left]) => left < 192), [0, 0, 200, 200])).toBe(false);
    expect(stands(seat, [0, 0, 200, 60], [4, 110, 8, 240], [192, 110, 196, 240])).toBe(false);
  });
});
