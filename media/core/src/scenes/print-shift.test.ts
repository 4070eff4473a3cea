import { describe, expect, it } from 'vitest';
import { planCamera } from '../motion/camera.ts';
import { planPrintShift } from './print-shift.ts';

const MOST = 0.06;
const FRAMES_PER_SECOND = 30;

describe.each(['pan', 'tilt', 'orbit', 'push_in'] as const)('a print under %s', (move) => {
  it.each([1.2, 2.5, 5, 9])('moves until the cut of a shot of %f s, and never past its room', (seconds) => {
    const camera = planCamera(move, { drift: 0.02, kick: 0.03 }, seconds);
    const shift = planPrintShift(camera, seconds, MOST);
    const places = Array.from({ length: Math.floor(seconds * FRAMES_PER_SECOND) + 1 }, (_, frame) => {
      const { shiftX, shiftY } = camera(frame / FRAMES_PER_SECOND);
      return shift(move === 'tilt' ? shiftY : shiftX);
    });
    expect(Math.max(...places.map(Math.abs))).toBeLessThanOrEqual(MOST + 1e-9);
    const steps = places.slice(1).map((place, index) => Math.abs(place - places[index]!));
    expect(Math.min(...steps)).toBeGreaterThan(0.0002);
  });
});
