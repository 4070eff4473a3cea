import type { Storyboard } from '@kinora/contract';
import { expect, it } from 'vitest';
import { chooseCoverFrame } from './cover-frame.ts';

const film = (...kinds: string[]) =>
  ({
    scenes: [{ shots: kinds.map((kind, index) => ({ key: `s${index}`, lengthFrames: 50, scene: { kind } })) }],
  }) as unknown as Pick<Storyboard, 'scenes'>;

it('is the settled hero, wherever it stands', () => {
  expect(chooseCoverFrame(film('panels', 'price', 'hero', 'end_card'))).toBe(139);
});

it('is the first shot when nothing better is there', () => {
  expect(chooseCoverFrame(film('panels', 'macro'))).toBe(39);
});
