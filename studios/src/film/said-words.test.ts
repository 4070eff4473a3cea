import { filmInput } from '@kinora/contract';
import { expect, it } from 'vitest';
import { planFilm } from './run/plan-film.ts';
import { checkSaidWords } from './said-words.ts';

const NOTHING = { pictures: [], kit: null, logo: null, kitRevision: null, notAnalysed: [], withSound: [] };

it('finds what must be said and what must not', () => {
  const input = filmInput.parse({ brief: 'Brand: Sable\nClaim: Made to be kept.\nPrice: €79', ratios: ['16:9'] });
  const storyboard = planFilm(input, NOTHING);
  const statuses = (mustSay: string[], mustNotSay: string[]) =>
    checkSaidWords({ ...storyboard, facts: { ...storyboard.facts, mustSay, mustNotSay } }).map((check) => check.status);
  expect(statuses(['made to be KEPT'], ['keep'])).toEqual(['passed', 'passed']);
  expect(statuses(['waterproof'], ['kept'])).toEqual(['failed', 'failed']);
  expect(statuses([], [])).toEqual(['skipped', 'skipped']);
});
