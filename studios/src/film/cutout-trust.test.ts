import { filmInput, type Storyboard } from '@kinora/contract';
import { expect, it } from 'vitest';
import { checkCutoutTrust } from './cutout-trust.ts';
import { samplePicture } from './planner/pictures.testing.ts';
import { planFilm } from './run/plan-film.ts';
import { shotsOf } from './timeline/shots.ts';

const SIDE = { use: 'cutout', hash: 'a'.repeat(64), width: 500, height: 800, stands: true };

it('lets one of many sides of a turn be a little ragged', () => {
  const subjects = Array.from({ length: 4 }, (_, index) => ({ ...SIDE, pictureKey: `side-${index}` }));
  const shot = (kind: 'turntable' | 'line_up') => ({ scenes: [{ shots: [{ key: 's1', scene: { kind, subjects } }] }] });
  const trusts = subjects.map(({ pictureKey }, index) => ({ pictureKey, name: 'a', trust: index === 2 ? 0.5 : 0.9 }));
  const check = (kind: 'turntable' | 'line_up') => checkCutoutTrust(shot(kind) as unknown as Storyboard, trusts).status;
  expect([check('turntable'), check('line_up')]).toEqual(['passed', 'failed']);
});

it('names the shots whose cut-out cannot be trusted', () => {
  const input = filmInput.parse({ brief: 'Brand: Sable\nClaim: Made to be kept.\nPrice: €79', ratios: ['16:9'] });
  const material = {
    pictures: [samplePicture(0)],
    kit: null,
    logo: null,
    kitRevision: null,
    notAnalysed: [],
    withSound: [],
  };
  const storyboard = planFilm(input, material);
  const cut = shotsOf(storyboard).filter((shot) => shot.scene.subjects.some((subject) => subject.use === 'cutout'));
  const trustOf = (trust: number) => [{ pictureKey: cut[0]!.scene.subjects[0]!.pictureKey, name: 'scarf.jpg', trust }];
  expect(checkCutoutTrust(storyboard, trustOf(0.9))).toMatchObject({ status: 'passed', measured: 'least trust 0.90' });
  expect(checkCutoutTrust(storyboard, trustOf(0.2))).toMatchObject({
    status: 'failed',
    where: cut.map((shot) => shot.key),
  });
  expect(checkCutoutTrust(storyboard, [])).toMatchObject({ status: 'skipped' });
});
