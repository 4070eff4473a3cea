import { expect, it } from 'vitest';
import { placeOfView, SHEET_CELLS, TURN_SHEETS, TURN_SIDES, TURN_VIEWS, viewsPerFrame } from './turn-sheet.ts';

it('keeps every view of a turn in a place of its own', () => {
  const places = Array.from({ length: TURN_VIEWS }, (_, view) => placeOfView(view));
  expect(new Set(places.map((place) => JSON.stringify(place))).size).toBe(TURN_VIEWS);
  expect(places.filter(({ kind }) => kind === 'side')).toHaveLength(TURN_SIDES);
  const cells = places.flatMap((place) => (place.kind === 'cell' ? [place] : []));
  expect(cells).toHaveLength(TURN_SHEETS * SHEET_CELLS);
  expect(Math.max(...cells.map(({ sheet }) => sheet))).toBe(TURN_SHEETS - 1);
});

it('turns by the same angle from frame to frame at the usual rates', () => {
  for (const rate of [24, 25, 30]) expect(viewsPerFrame(4.5, rate)).toBe(1);
  expect(viewsPerFrame(9, 30)).toBe(0.5);
  // A speed far from both is kept: a person asked for it.
  expect(viewsPerFrame(3.2, 30)).toBeCloseTo(1.25, 2);
});
