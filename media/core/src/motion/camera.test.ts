import type { CameraMove } from '@kinora/contract';
import { expect, it } from 'vitest';
import { planCamera } from './camera.ts';

const SECONDS = 3;
const SPEEDS = { drift: 0.02, kick: 0.03 };

/** How far the camera went from the first frame to the cut. */
function wayOf(move: CameraMove, isMirrored = false) {
  const camera = planCamera(move, SPEEDS, SECONDS, isMirrored);
  const [first, last] = [camera(0), camera(SECONDS)];
  return {
    zoom: last.zoom - first.zoom,
    x: last.shiftX - first.shiftX,
    y: last.shiftY - first.shiftY,
    light: last.lightDrift - first.lightDrift,
  };
}

/** The widest turn to one side while the shot lasts. */
const turnOf = (move: CameraMove) =>
  Math.max(
    ...Array.from({ length: 90 }, (_, frame) => Math.abs(planCamera(move, SPEEDS, SECONDS)(frame / 30).turnRadians)),
  );

it('pushes in, pulls out and never shows less than the whole set', () => {
  expect(wayOf('push_in').zoom).toBeGreaterThan(0.05);
  for (const move of ['pull_out', 'reveal'] as const) {
    expect(wayOf(move).zoom).toBeCloseTo(-wayOf('push_in').zoom, 9);
    expect(planCamera(move, SPEEDS, SECONDS)(SECONDS).zoom).toBe(1);
  }
});

it('pans across, tilts upright, and orbits wider than it pans', () => {
  expect(Math.abs(wayOf('pan').x)).toBeGreaterThan(0.04);
  expect(wayOf('pan').y).toBe(0);
  expect(Math.abs(wayOf('tilt').y)).toBeGreaterThan(0.04);
  expect(Math.abs(wayOf('orbit').x)).toBeGreaterThan(1.5 * Math.abs(wayOf('pan').x));
  for (const move of ['pan', 'orbit', 'push_in'] as const) expect(wayOf(move, true).x).toBeCloseTo(-wayOf(move).x, 9);
});

it('is as far to one side at the start of a pan as to the other at its end', () => {
  const camera = planCamera('pan', SPEEDS, SECONDS);
  expect(camera(0).shiftX).toBeCloseTo(-camera(SECONDS).shiftX, 9);
});

it('sweeps light three times as fast and sways twice as far', () => {
  expect(wayOf('light_sweep').light).toBeCloseTo(3 * wayOf('push_in').light, 9);
  expect(turnOf('sway')).toBeGreaterThan(2 * turnOf('push_in'));
});

it('moves on the first frame and still at the cut', () => {
  for (const move of ['push_in', 'pull_out', 'pan', 'tilt', 'orbit'] as const) {
    const camera = planCamera(move, SPEEDS, SECONDS);
    expect(camera(1 / 30), move).not.toEqual(camera(0));
    expect(camera(SECONDS), move).not.toEqual(camera(SECONDS - 1 / 30));
  }
});
