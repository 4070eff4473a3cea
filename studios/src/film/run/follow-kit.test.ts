import { filmInput } from '@kinora/contract';
import { expect, it } from 'vitest';
import type { FilmMaterial } from '../material.ts';
import type { PlannerKit } from '../planner/kit.ts';
import { samplePicture } from '../planner/pictures.testing.ts';
import { followKit } from './follow-kit.ts';
import { planFilm } from './plan-film.ts';

const input = filmInput.parse({
  brief: 'The dresses, cut in Porto. Merino and recycled satin. From €79. In stores from 3 October.',
  pictures: ['0190a0b0-0000-7000-8000-000000000001'],
});
const noFaces = { latin: null, hebrew: null, arabic: null };
const kit: PlannerKit = {
  name: 'Halden',
  colours: [{ l: 45, c: 40, h: 30 }],
  fonts: { display: noFaces, text: noFaces },
  faces: [],
  tone: null,
  wordsToUse: [],
  wordsToAvoid: [],
  prompt: '',
  negativePrompt: '',
  callToAction: null,
  legalLine: null,
};
const materialOf = (changes: Partial<PlannerKit>): FilmMaterial => ({
  pictures: [0, 1, 2].map((index) => samplePicture(index)),
  kit: { ...kit, ...changes },
  logo: null,
  kitRevision: 2,
  notAnalysed: [],
  withSound: [],
});
const planned = planFilm(input, materialOf({}));

it('takes the new kit’s colours and words into a film that was planned from this brief', () => {
  const next = followKit(
    { input, planned, current: planned },
    materialOf({ colours: [{ l: 45, c: 40, h: 250 }], callToAction: 'Visit the shop' }),
  );
  expect(next.current.look).not.toEqual(planned.look);
  expect(JSON.stringify(next.current.scenes)).toContain('Visit the shop');
});

it('leaves the words of a film alone whose brief was edited and not planned', () => {
  const edited = { ...input, brief: 'Boots for the winter, sewn in Turin. From €190. Order today.' };
  const next = followKit(
    { input: edited, planned, current: planned },
    materialOf({ colours: [{ l: 45, c: 40, h: 250 }] }),
  );
  expect(next.current.look).not.toEqual(planned.look);
  expect(next.current.scenes).toEqual(planned.scenes);
  expect(next.planned.notices).toEqual(planned.notices);
});
