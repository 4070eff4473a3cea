import { type FilmTemplate, filmInput, type TemplateKind } from '@kinora/contract';
import { printsShown } from '@kinora/media-core';
import { describe, expect, it } from 'vitest';
import { samplePicture } from '../film/planner/pictures.testing.ts';
import { shotsOf } from '../film/timeline/shots.ts';
import { planProductFilm } from './plan-product-film.ts';
import { BUILT_IN_TEMPLATES } from './templates.ts';

const KINDS = Object.keys(BUILT_IN_TEMPLATES) as TemplateKind[];
const LENGTHS = [5, 10, 15, 30] as const;
const pictures = [0, 1, 2].map((index) => samplePicture(index));

function plan(kind: TemplateKind, seconds: 5 | 10 | 15 | 30, words: Partial<FilmTemplate> = {}) {
  const film = { template: BUILT_IN_TEMPLATES[kind], title: '', price: '', prompt: '', ...words };
  const input = filmInput.parse({ brief: kind, seconds, music: film.template.parameters.music, product: film });
  return planProductFilm(input, film, { pictures, kit: null, logo: null });
}
const wordsOf = (storyboard: ReturnType<typeof plan>) => shotsOf(storyboard).map(({ scene }) => scene.words);

describe.each(KINDS)('%s', (kind) => {
  it.each(LENGTHS)('in %i s sums to its length, cuts on beats, and says title, price and name', (seconds) => {
    const storyboard = plan(kind, seconds, { title: 'The Tote', price: '€79', prompt: 'Sable. Made to be kept.' });
    const shots = shotsOf(storyboard);
    expect(shots.reduce((sum, shot) => sum + shot.lengthFrames, 0)).toBe(seconds * 30);
    expect(shots.at(-1)!.lengthFrames).toBeGreaterThanOrEqual(66);
    const said = JSON.stringify(wordsOf(storyboard));
    expect(said).toContain('€79');
    expect(wordsOf(storyboard).some(({ lines }) => lines.join(' ') === 'The Tote')).toBe(true);
    expect(shots.at(-1)!.scene.kind).toBe('end_card');
    expect(plan(kind, seconds, { title: 'The Tote', price: '€79', prompt: 'Sable. Made to be kept.' })).toEqual(
      storyboard,
    );
  });

  it('says a single line about the thing', () => {
    const words = (prompt: string) => JSON.stringify(wordsOf(plan(kind, 30, { title: 'The Tote', prompt })));
    expect(words('Made to be kept.')).toContain('Made to');
    expect(words('The Tote').match(/The Tote/g)).toHaveLength(words('').match(/The Tote/g)!.length);
  });

  it('says nothing that nobody wrote', () => {
    for (const words of wordsOf(plan(kind, 15))) expect(words).toEqual({ lines: [], items: [] });
  });
});

it('moves at the pace of its template, on its ground', () => {
  const template = structuredClone(BUILT_IN_TEMPLATES.runway);
  template.parameters = { ...template.parameters, pace: 0.6, ground: 'deep' };
  const first = shotsOf(plan('runway', 10, { template }))[0]!.scene;
  expect(first.staging).toMatchObject({ pace: 0.6 });
  expect(first.ground.tone).toBe('deep');
});

it('turns only what looks like one thing, and says what a full turn would need', () => {
  const storyboard = plan('spin', 5, { title: 'The Tote' });
  const [turn] = shotsOf(storyboard);
  expect(turn!.scene.kind).toBe('turntable');
  expect(storyboard.notices.join(' ')).toMatch(/fewer than four photographs/);
});

describe('the sides of a turn', () => {
  const side = (index: number, changes: Parameters<typeof samplePicture>[1] = {}) =>
    samplePicture(index, { palette: [{ colour: { l: 45, c: 30, h: 40 }, share: 1 }], stands: true, ...changes });
  const turnOf = (sides: ReturnType<typeof samplePicture>[]) => {
    const film = { template: BUILT_IN_TEMPLATES.spin, title: '', price: '', prompt: '' };
    const input = filmInput.parse({ brief: 'spin', seconds: 5, product: film });
    const storyboard = planProductFilm(input, film, { pictures: sides, kit: null, logo: null });
    return { subjects: shotsOf(storyboard)[0]!.scene.subjects, notices: storyboard.notices };
  };

  it('stand although some of them hide their wheels behind each other, and tell where they lay', () => {
    const { subjects } = turnOf([0, 1, 2, 3, 4].map((index) => side(index, { stands: index < 2 })));
    expect(subjects.map(({ stands }) => stands)).toEqual([true, true, true, true, true]);
    expect(subjects[0]!.box).toEqual({ x: 0.2, y: 0.1, width: 0.57, height: 0.78 });
  });

  it('have no gap where one was cut out a little raggedly, and say nothing of it', () => {
    const { subjects, notices } = turnOf(
      [0, 1, 2, 3, 4, 5].map((index) => side(index, index === 3 ? { trust: 0.5 } : {})),
    );
    expect(subjects).toHaveLength(6);
    expect(notices).toEqual([]);
    expect(
      turnOf([0, 1, 2, 3, 4].map((index) => side(index, { trust: index === 3 ? 0.2 : 0.9 }))).subjects,
    ).toHaveLength(4);
  });

  it('are taken from all round where there are more than are needed', () => {
    const { subjects } = turnOf(Array.from({ length: 36 }, (_, index) => side(index)));
    expect(subjects).toHaveLength(24);
    expect(subjects.at(-1)!.pictureKey).toBe('picture-34');
  });
});

it('gives each design music of its own', () => {
  const moods = KINDS.map((kind) => BUILT_IN_TEMPLATES[kind].parameters.music);
  expect(new Set(moods).size).toBe(KINDS.length);
});

it('turns a model by its own views, whatever lies beside it, and asks for no more photographs', () => {
  const [first, second] = [samplePicture(0), samplePicture(1)];
  const views = Array.from({ length: 24 }, (_, index) => ({
    hash: index.toString(16).padStart(64, 'a'),
    width: 500,
    height: 800,
  }));
  if (second.kind !== 'photo') throw new Error('a sample picture is a photograph');
  const model = { ...second, analysis: { ...second.analysis, turn: views } };
  const film = { template: BUILT_IN_TEMPLATES.spin, title: '', price: '', prompt: '' };
  const input = filmInput.parse({ brief: 'spin', seconds: 5, product: film });
  const storyboard = planProductFilm(input, film, { pictures: [first, model], kit: null, logo: null });
  const [turn] = shotsOf(storyboard);
  expect(turn!.scene.subjects.map(({ hash }) => hash)).toEqual(views.map(({ hash }) => hash));
  // Its picture does not say that it stands; a model of a thing does all the same.
  expect(second.analysis.cutout!.stands).toBe(false);
  expect(turn!.scene.subjects.every(({ stands }) => stands)).toBe(true);
  expect(storyboard.notices).toEqual([]);
  // Other designs show the picture drawn of it, as they show any other.
  expect(shotsOf(plan('runway', 5))[0]!.scene.subjects).toHaveLength(1);
});

it.each(KINDS)('%s sets a price without a title as large as a title', (kind) => {
  const words = wordsOf(plan(kind, 5, { price: '€79' }));
  expect(words[0]).toEqual({ lines: [], items: [], figure: '€79' });
  expect(wordsOf(plan(kind, 5, { price: '€79', title: 'Tote' }))[0]).toMatchObject({ lines: ['Tote'], figure: '€79' });
});

it('hangs a photograph that cannot be cut out in the set of its template, and looks at it from near', () => {
  const uncut = samplePicture(0, { trust: 0.2, stands: true });
  const kinds = (['runway', 'spin', 'macro', 'spotlight'] as const).map((kind) => {
    const film = { template: BUILT_IN_TEMPLATES[kind], title: 'Tote', price: '', prompt: '' };
    const input = filmInput.parse({ brief: kind, seconds: 10, product: film });
    const scenes = shotsOf(planProductFilm(input, film, { pictures: [uncut], kit: null, logo: null })).map(
      ({ scene }) => scene,
    );
    const staged = scenes.filter(({ subjects }) => subjects[0]?.use === 'photo' && subjects[0].stands === false);
    expect(staged.length, kind).toBeGreaterThan(0);
    return scenes[0]!.kind;
  });
  expect(kinds).toEqual(['catwalk', 'turntable', 'detail', 'beam']);
});

it('turns through all whole photographs where none can be cut out, each shot beginning behind the one before', () => {
  const uncut = [0, 1, 2, 3].map((index) => samplePicture(index, { trust: 0.2, width: 900, height: 700 }));
  const film = { template: BUILT_IN_TEMPLATES.spin, title: 'Tote', price: '', prompt: '' };
  const input = filmInput.parse({ brief: 'spin', seconds: 15, product: film });
  const turns = shotsOf(planProductFilm(input, film, { pictures: uncut, kit: null, logo: null })).filter(
    ({ scene }) => scene.kind === 'turntable',
  );
  for (const { scene } of turns) expect(new Set(scene.subjects.map(({ hash }) => hash)).size).toBe(4);
  const shown = turns.flatMap(({ scene, lengthFrames }) =>
    scene.subjects.slice(0, printsShown(lengthFrames / 30, 4)).map(({ hash }) => hash),
  );
  expect(new Set(shown.slice(0, 4)).size).toBe(4);
  expect(turns[1]!.scene.subjects[0]!.hash).not.toBe(turns[0]!.scene.subjects[0]!.hash);
  expect(turns.every(({ scene }) => scene.subjects.every(({ stands }) => !stands))).toBe(true);
});
