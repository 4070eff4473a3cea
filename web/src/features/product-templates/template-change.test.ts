import { productTemplate, templateShot } from '@kinora/contract';
import { expect, it } from 'vitest';
import type { SavedTemplate, TemplateShot } from '../../api/index.ts';
import {
  addShot,
  applyChange,
  listPatterns,
  moveShot,
  removeShot,
  SHOT_SECONDS,
  SHOTS,
  totalSeconds,
} from './template-change.ts';

const shot = (kind: TemplateShot['kind'], beat: TemplateShot['beat'] = 'story'): TemplateShot => ({
  kind,
  beat,
  move: 'push_in',
  framing: 'wide',
  says: 'nothing',
  seconds: 2,
});
const shots = [shot('catwalk', 'hook'), shot('detail'), shot('end_card', 'call_to_action')];
const saved = {
  name: 'Walk',
  brandId: null,
  template: {
    version: 1,
    kind: 'runway',
    parameters: { pace: 1, strength: 0.7, ground: 'stage', music: 'epic' },
    timing: { 5: shots, 10: shots, 15: shots, 30: shots },
  },
} as unknown as SavedTemplate;

it('allows what the contract allows, and no more', () => {
  const withSeconds = (seconds: number) => templateShot.safeParse({ ...shots[0], seconds }).success;
  const { least, most, step } = SHOT_SECONDS;
  expect([least - step, least, most, most + step].map(withSeconds)).toEqual([false, true, true, false]);
  const withShots = (count: number) =>
    productTemplate.safeParse({
      ...saved.template,
      timing: { ...saved.template.timing, 5: Array.from({ length: count }, () => shots[0]) },
    }).success;
  expect([SHOTS.least - 1, SHOTS.least, SHOTS.most, SHOTS.most + 1].map(withShots)).toEqual([false, true, true, false]);
});

it('keeps the first shot the hook wherever shots go', () => {
  const moved = moveShot(shots, 1, 0);
  expect(moved.map(({ kind, beat }) => [kind, beat])).toEqual([
    ['detail', 'hook'],
    ['catwalk', 'story'],
    ['end_card', 'call_to_action'],
  ]);
  expect(removeShot(shots, 0)[0]).toMatchObject({ kind: 'detail', beat: 'hook' });
});

it('puts a new shot before the last card', () => {
  expect(addShot(shots, shot('beam')).map(({ kind }) => kind)).toEqual(['catwalk', 'detail', 'beam', 'end_card']);
  expect(addShot(shots.slice(0, 2), shot('beam')).at(-1)?.kind).toBe('beam');
});

it('offers each set of the design once, and says how long its shots are', () => {
  expect(listPatterns(saved.template).map(({ kind }) => kind)).toEqual(['catwalk', 'detail', 'end_card']);
  expect(totalSeconds(shots)).toBe(6);
});

it('shows a change at once and leaves the rest', () => {
  const changed = applyChange(saved, { parameters: { ...saved.template.parameters, pace: 0.6 } });
  expect(changed.template.parameters).toMatchObject({ pace: 0.6, ground: 'stage' });
  expect(changed.template.timing).toBe(saved.template.timing);
  expect(applyChange(saved, { name: 'Slow' }).name).toBe('Slow');
});
