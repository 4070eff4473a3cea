import { storyboard as storyboardSchema } from '@kinora/contract';
import { describe, expect, it } from 'vitest';
import { writeByTheBrief } from '../../testing/sample-writer.ts';
import { samplePicture } from '../planner/pictures.testing.ts';
import { type PlannerInput, planStoryboard } from '../planner/plan-storyboard.ts';
import { shotsOf } from '../timeline/shots.ts';
import { applyWriting } from './apply-writing.ts';
import { askForPlan, askForRepair } from './ask-for-plan.ts';
import { checkWriting } from './check-writing.ts';
import { type Draft, needsLine, takesLine } from './draft.ts';
import { findUngrounded, groundsOf } from './grounds-of-words.ts';
import { PLAN_WRITING_SCHEMA, type PlanWriting, planWriting } from './plan-writing.ts';
import { readAnswer } from './read-answer.ts';

const BRIEF =
  'Maison Halden. Autumn drop.\nThe dresses, cut in Porto. Merino, organic cotton and recycled satin. Made to be worn again. From €79. Free returns for 60 days. In stores and online from 3 October. Tone: calm.';
const HEBREW =
  'סרט על תיק העור החדש של מותג סייבל. עור איטלקי, תפירה ידנית ורוכסן פליז. נבנה להישאר. מחיר: 890 ₪. משלוח חינם. הזמינו באתר.';
const ARABIC =
  'المنتج: حقيبة الجلد\nالعلامة: سيبل\nالمميزات: جلد إيطالي، خياطة يدوية وسحاب نحاسي\nالسعر: ٣٥٠ درهم\nالشعار: صنعت لتبقى';

function draftOf(changes: Partial<PlannerInput> = {}): Draft {
  const input: PlannerInput = {
    brief: BRIEF,
    brandName: undefined,
    seconds: 15,
    language: 'en',
    voice: 'none',
    music: 'uplifting',
    fps: 30,
    quality: 'final',
    seed: undefined,
    ...changes,
  };
  const pictures = [0, 1, 2].map((index) => samplePicture(index));
  return { storyboard: planStoryboard(input, { pictures, kit: null, logo: null }), input, kit: null };
}
const ask = (draft: Draft) => askForPlan(draft, { seed: 1, mostTokens: 8000, takesTemperature: false });
const writingOf = (draft: Draft): PlanWriting => planWriting.parse(JSON.parse(writeByTheBrief(ask(draft).prompt)));
/** The writing with one shot changed; the place of the shot is its number over all scenes. */
function withShot(
  writing: PlanWriting,
  place: number,
  change: Partial<PlanWriting['scenes'][number]['shots'][number]>,
) {
  const changed = structuredClone(writing);
  const shots = changed.scenes.flatMap(({ shots }) => shots);
  Object.assign(shots.at(place)!, change);
  return changed;
}
const faultsAbout = (text: string, brief = BRIEF) => findUngrounded(text, groundsOf([brief]));

describe('a plan in other words', () => {
  it.each([
    ['English', draftOf()],
    ['Hebrew', draftOf({ brief: HEBREW, language: 'he' })],
    ['Arabic', draftOf({ brief: ARABIC, language: 'ar' })],
    ['a minute', draftOf({ seconds: 60 })],
  ])('goes through the schema of every plan, to the frame: %s', (_what, draft) => {
    const writing = writingOf(draft);
    expect(checkWriting(writing, draft)).toEqual([]);
    const made = applyWriting(writing, draft, ['By a model.']);
    expect(storyboardSchema.parse(made)).toEqual(made);
    const before = new Map(shotsOf(draft.storyboard).map((shot) => [shot.key, shot]));
    const order = shotsOf(made).map(({ key }) => key);
    expect(order).not.toEqual([...before.keys()].slice(0, order.length));
    for (const shot of shotsOf(made)) {
      const { subjects, kind, move, words } = before.get(shot.key)!.scene;
      expect(shot.scene).toMatchObject({ subjects, kind, move, words: { items: words.items } });
      expect(shot.scene.beatFrames.every((frame) => frame >= 0 && frame < shot.lengthFrames)).toBe(true);
    }
    expect(made.facts).toEqual(draft.storyboard.facts);
    expect(made.notices).toContain('By a model.');
    expect(made.scenes[0]!.shots.map(({ code }) => code).slice(0, 2)).toEqual(['1A', '1B']);
  });

  it('keeps a price and a name as the brief wrote them, wherever the shot goes', () => {
    const draft = draftOf();
    const made = applyWriting(writingOf(draft), draft, []);
    const figures = (storyboard: typeof made) => shotsOf(storyboard).flatMap(({ scene }) => scene.words.figure ?? []);
    expect(figures(made)).toEqual(figures(draft.storyboard));
  });
});

describe('faults of a writing', () => {
  const draft = draftOf();
  const good = writingOf(draft);
  const places = good.scenes.flatMap(({ shots }) => shots);
  const shotOf = (key: string) => shotsOf(draft.storyboard).find((shot) => shot.key === key)!;
  const free = places.findIndex(({ shot }) => takesLine(shotOf(shot)));
  const fixed = places.findIndex(({ shot }) => !takesLine(shotOf(shot)));
  const check = (writing: PlanWriting) => checkWriting(writing, draft).join('\n');

  it('are shots that do not exist, stand twice, or end on another card', () => {
    expect(check(withShot(good, 0, { shot: 's99' }))).toContain('no shot “s99”');
    expect(check(withShot(good, 0, { shot: places[1]!.shot }))).toContain('more than once');
    const turned = structuredClone(good);
    turned.scenes.reverse();
    expect(check(turned)).toContain('the last shot must be');
    expect(check({ ...good, scenes: good.scenes.slice(1) })).toContain('use at least');
  });

  it('are lines that do not fit, stand in a fixed place, or repeat', () => {
    expect(check(withShot(good, free, { line: 'Merino and organic cotton and recycled satin dresses' }))).toContain(
      'at most 7 words',
    );
    expect(check(withShot(good, fixed, { line: 'Made to be worn again' }))).toContain('must be empty');
    const other = places.findIndex(({ shot, line }, index) => index !== free && line !== '' && takesLine(shotOf(shot)));
    expect(check(withShot(good, other, { line: places[free]!.line.toUpperCase() }))).toContain('said more than once');
  });

  it('are empty shots of words, and a voice where there is none', () => {
    const word = places.findIndex(({ shot }) => needsLine(shotOf(shot)));
    if (word >= 0) expect(check(withShot(good, word, { line: '' }))).toContain('must not be empty');
    expect(check(withShot(good, free, { narration: 'The dresses, cut in Porto.' }))).toContain('the film has no voice');
  });

  it('are more spoken words than the film has time for', () => {
    const spoken = draftOf({ voice: 'female-soft' });
    const writing = writingOf(spoken);
    for (const shot of writing.scenes.flatMap(({ shots }) => shots))
      shot.narration =
        'The dresses, cut in Porto, merino and organic cotton and recycled satin, made to be worn again.';
    expect(checkWriting(writing, spoken).join('\n')).toMatch(/takes \d+% of the film/);
  });

  it('are words the brand avoids', () => {
    const kit = { wordsToAvoid: ['satin'], wordsToUse: [], name: 'Halden' } as unknown as NonNullable<Draft['kit']>;
    expect(checkWriting(withShot(good, free, { line: 'Recycled satin' }), { ...draft, kit }).join('\n')).toContain(
      'must not be said',
    );
  });
});

describe('what the brief does not say', () => {
  it.each([
    ['Merino from €89', 'price'],
    ['Free returns for 90 days', 'number 90'],
    ['The best merino dresses', '“best” is a claim'],
    ['Waterproof satin dresses', '“Waterproof” is a claim'],
    ['Dresses cut in Porto by Celine', 'name “Celine”'],
    ['Whisper softly among mountains', 'most of its words'],
  ])('is a fault: %s', (text, fault) => {
    expect(faultsAbout(text).join('\n')).toContain(fault);
  });
  it.each([
    'Made to be worn again',
    'From €79',
    'Free returns for 60 days',
    'Organic cotton, cut in Porto',
    'Worn again and again',
    '',
  ])('is not: %s', (text) => {
    expect(faultsAbout(text)).toEqual([]);
  });
  it('counts in Hebrew and Arabic too, in their own digits', () => {
    expect(faultsAbout('התיק הכי טוב', HEBREW).join()).toContain('claim');
    expect(faultsAbout('תיק העור של סייבל', HEBREW)).toEqual([]);
    expect(faultsAbout('עור איטלקי ב-990 ₪', HEBREW).join()).toContain('990');
    expect(faultsAbout('حقيبة الجلد بسعر 350 درهم', ARABIC)).toEqual([]);
    expect(faultsAbout('حقيبة الجلد بسعر ٤٥٠ درهم', ARABIC).join()).toContain('450');
    expect(faultsAbout('أفضل حقيبة جلد', ARABIC).join()).toContain('claim');
  });
});

describe('an answer', () => {
  it('is read from plain and fenced JSON, and told what is wrong with anything else', () => {
    const text = JSON.stringify(writingOf(draftOf()));
    expect(readAnswer(planWriting, { text, isCut: false }).kind).toBe('read');
    expect(readAnswer(planWriting, { text: `\`\`\`json\n${text}\n\`\`\``, isCut: false }).kind).toBe('read');
    expect(readAnswer(planWriting, { text, isCut: true })).toMatchObject({
      faults: [expect.stringContaining('cut off')],
    });
    expect(readAnswer(planWriting, { text: 'Sure!', isCut: false })).toMatchObject({
      faults: [expect.stringContaining('not JSON')],
    });
    expect(readAnswer(planWriting, { text: '{"title":"x"}', isCut: false })).toMatchObject({
      faults: [expect.stringContaining('scenes')],
    });
  });

  it('is asked for in a form that every vendor takes: nothing optional, nothing besides, no sizes', () => {
    const told = JSON.stringify(PLAN_WRITING_SCHEMA);
    expect(told).not.toMatch(/maxLength|minItems|maximum|\$schema/);
    const properties = Object.keys((PLAN_WRITING_SCHEMA as { properties: object }).properties);
    expect(PLAN_WRITING_SCHEMA).toMatchObject({ required: properties, additionalProperties: false });
  });

  it('that was faulty is asked for again with itself and its faults', () => {
    const first = ask(draftOf());
    const again = askForRepair(first, '{"title":1}', ['title: must be text']);
    expect(again.turns).toEqual([
      { role: 'user', text: first.prompt },
      { role: 'assistant', text: '{"title":1}' },
    ]);
    expect(again.prompt).toContain('title: must be text');
    expect(again.system).toBe(first.system);
  });
});
