import type { SceneDescription } from '@kinora/contract';
import { describe, expect, it } from 'vitest';
import { choosePlaying } from './choose-playing.ts';
import { createFrameClock } from './frame-clock.ts';
import { shotAt, shotsOf } from './shots.ts';

describe('which previews play', () => {
  const all = ['runway', 'spin', 'macro', 'spotlight'];
  const none = { pointed: undefined, chosen: undefined, turn: 0 };

  it('never more than two, the one pointed at and the one chosen before any other', () => {
    expect(choosePlaying(all, { pointed: 'macro', chosen: 'runway', turn: 3 })).toEqual(['macro', 'runway']);
    expect(choosePlaying(all, { ...none, chosen: 'runway' })).toEqual(['runway', 'spin']);
    expect(choosePlaying(all, { ...none, pointed: 'spin', chosen: 'spin' })).toEqual(['spin', 'runway']);
  });

  it('gives each of the others its turn', () => {
    const second = [0, 1, 2, 3].map((turn) => choosePlaying(all, { ...none, chosen: 'runway', turn })[1]);
    expect(second).toEqual(['spin', 'macro', 'spotlight', 'spin']);
  });

  it('only those in sight', () => {
    expect(choosePlaying(['spin'], { pointed: 'macro', chosen: 'runway', turn: 1 })).toEqual(['spin']);
    expect(choosePlaying([], { ...none, chosen: 'runway' })).toEqual([]);
  });
});

const scene = (kind: SceneDescription['kind']) => ({ kind }) as SceneDescription;
const film = (...kinds: SceneDescription['kind'][]) =>
  ({
    storyboard: { scenes: [{ shots: kinds.map((kind) => ({ scene: scene(kind), lengthFrames: 10 })) }] },
  }) as unknown as Parameters<typeof shotsOf>[0];

describe('the shots of a preview', () => {
  it('leaves the last card out of a loop, and never everything', () => {
    const looped = shotsOf({ ...film('catwalk', 'detail', 'end_card'), withoutEndCard: true });
    expect(looped.map((shot) => [shot.scene.kind, shot.startFrame])).toEqual([
      ['catwalk', 0],
      ['detail', 10],
    ]);
    expect(shotsOf({ ...film('end_card'), withoutEndCard: true })).toHaveLength(1);
  });

  it('goes round and round', () => {
    const shots = shotsOf(film('catwalk', 'detail'));
    expect([0, 9, 10, 19, 20, 35].map((frame) => shotAt(shots, frame))).toEqual([
      { index: 0, frame: 0 },
      { index: 0, frame: 9 },
      { index: 1, frame: 0 },
      { index: 1, frame: 9 },
      { index: 0, frame: 0 },
      { index: 1, frame: 5 },
    ]);
  });
});

it('draws less often on a machine that draws slowly', () => {
  const clock = createFrameClock();
  for (let frame = 0; frame < 40; frame++) clock.note(3);
  expect([clock.slowest(), clock.restMs()]).toEqual([3, 0]);
  for (let frame = 0; frame < 40; frame++) clock.note(12);
  expect(clock.slowest()).toBe(12);
  expect(clock.restMs()).toBe(66);
});
