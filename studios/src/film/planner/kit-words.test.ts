import { expect, test } from 'vitest';
import type { PlannerKit } from './kit.ts';
import { noticeKitWords, planKitWords, saysWord } from './kit-words.ts';
import { samplePicture } from './pictures.testing.ts';
import { planStoryboard } from './plan-storyboard.ts';

const noFamilies = { latin: null, hebrew: null, arabic: null };
function kitOf(changes: Partial<PlannerKit>): PlannerKit {
  return {
    name: 'Nera',
    colours: [],
    fonts: { display: noFamilies, text: noFamilies },
    faces: [],
    tone: null,
    wordsToUse: [],
    wordsToAvoid: [],
    prompt: '',
    negativePrompt: '',
    callToAction: null,
    legalLine: null,
    ...changes,
  };
}
function planWith(brief: string, changes: Partial<PlannerKit>) {
  const input = {
    brief,
    brandName: undefined,
    seconds: 15 as const,
    language: 'en' as const,
    voice: 'none' as const,
    music: 'uplifting' as const,
    fps: 30 as const,
    quality: 'final' as const,
    seed: undefined,
  };
  return planStoryboard(input, {
    pictures: [0, 1].map((index) => samplePicture(index)),
    kit: kitOf(changes),
    logo: null,
  });
}
const shotsOf = (value: ReturnType<typeof planWith>) => value.scenes.flatMap((scene) => scene.shots);
const screenOf = (value: ReturnType<typeof planWith>) => JSON.stringify(shotsOf(value).map(({ scene }) => scene.words));

test('a word is found in any case, and with what its script writes onto it', () => {
  for (const [text, word] of [
    ['Cheaper than ever', 'cheap'],
    ['The BEST value', 'best value'],
    ['במחיר הזול ביותר', 'זול'],
    ['العرض الرخيص', 'رخيص'],
  ] as const)
    expect(saysWord(text, word), `${word} in ${text}`).toBe(true);
  for (const [text, word] of [
    ['A chip of wood', 'cheap'],
    ['The value is best', 'best value'],
    ['Everyone', 'one'],
    ['', 'cheap'],
  ] as const)
    expect(saysWord(text, word), `${word} in ${text}`).toBe(false);
});

test('a line of the kit with a word the brand avoids is left out, and the film says why', () => {
  const brief = 'A wool coat, cut in Porto. Lined with silk. Made to last.';
  const plain = planWith(brief, { callToAction: 'Cheap at nera.com' });
  expect(screenOf(plain)).toContain('Cheap at nera.com');
  const held = planWith(brief, { callToAction: 'Cheap at nera.com', wordsToAvoid: ['cheap'] });
  expect(screenOf(held).toLowerCase()).not.toContain('cheap');
  expect(held.notices.join()).toContain('“cheap”');
});

test('a word the brief says itself is said, with a notice, and other texts come first', () => {
  const brief = 'A wool coat for cheap days. Lined with silk from Como. Cut by hand in Porto. Made to last.';
  const film = planWith(brief, { wordsToAvoid: ['cheap'] });
  const isSaid = screenOf(film).toLowerCase().includes('cheap');
  expect(film.notices.some((notice) => notice.includes('brief says it'))).toBe(isSaid);
  const kit = planKitWords(kitOf({ wordsToAvoid: ['last'] }), brief);
  expect(noticeKitWords(kit, shotsOf(planWith('Made to last.', {}))).join()).toContain('“last”');
});

test('the kit’s prompts stand in every shot, and its tone counts where the brief gives none', () => {
  const film = planWith('A wool coat, cut in Porto.', {
    prompt: 'soft north light',
    negativePrompt: 'neon',
    tone: 'calm',
  });
  for (const { picturePrompt, negativePrompt } of shotsOf(film)) {
    expect(picturePrompt).toMatch(/soft north light$/);
    expect(negativePrompt).toMatch(/neon$/);
  }
  expect(film.facts.tone).toBe('calm');
  expect(planWith('A wool coat. Tone: energetic.', { tone: 'calm' }).facts.tone).toBe('energetic');
});

test('the kit’s fonts are set in the film’s script, with the files they need', () => {
  const face = {
    family: 'kit-abc',
    hash: 'a'.repeat(64),
    scripts: ['latin' as const],
    xHeight: 0.5,
    coverage: '20.2n',
  };
  const display = { latin: 'kit-abc', hebrew: 'Heebo Medium', arabic: null };
  const { look } = planWith('A wool coat, cut in Porto.', { fonts: { display, text: noFamilies }, faces: [face] });
  expect(look.fonts).toMatchObject({ display: 'kit-abc', displayItalic: 'kit-abc', wordmark: 'kit-abc' });
  expect(look.faces).toEqual([face]);
  const hebrew = planWith('מעיל צמר, נגזר בפורטו. מבטנה ממשי.', {
    fonts: { display, text: noFamilies },
    faces: [face],
  });
  expect(hebrew.look.fonts.display).toBe('Heebo Medium');
  const gone = planWith('A wool coat.', { fonts: { display, text: noFamilies }, faces: [] });
  expect(gone.look.fonts.display).not.toBe('kit-abc');
});
