import type { Storyboard } from '@kinora/contract';
import { expect, it } from 'vitest';
import { chooseCoverFrame } from './cover-frame.ts';

const withSubjects = (subjects: object[], kinds: string[]) =>
  ({
    scenes: [
      { shots: kinds.map((kind, index) => ({ key: `s${index}`, lengthFrames: 50, scene: { kind, subjects } })) },
    ],
  }) as unknown as Pick<Storyboard, 'scenes'>;
const film = (...kinds: string[]) => withSubjects([{}], kinds);

it('is the settled hero, wherever it stands', () => {
  expect(chooseCoverFrame(film('panels', 'price', 'hero', 'end_card'))).toBe(139);
});

it('is the first shot when nothing better is there', () => {
  expect(chooseCoverFrame(film('panels', 'macro'))).toBe(39);
});

it('is the card with the name where there is nothing but words', () => {
  expect(chooseCoverFrame(withSubjects([], ['kinetic_words', 'typographic', 'end_card']))).toBe(139);
});
