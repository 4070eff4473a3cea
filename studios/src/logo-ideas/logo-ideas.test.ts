import { type Language, logoIdea } from '@kinora/contract';
import { describe, expect, it } from 'vitest';
import { writeLogosByTheBrief } from '../testing/sample-writer.ts';
import { type LogoGrounds, thinkOfLogos } from './built-in.ts';
import { WRITE_LOGO_PROMPTS_V1 } from './write-logo-prompts.v1.ts';
import { askForLogos, checkLogos, type LogoWriting, logoWriting } from './writing.ts';

const GROUNDS: LogoGrounds = {
  name: 'Sable',
  about: 'Leather bags, stitched by hand in Porto.',
  language: 'en',
  count: 6,
  colours: ['#2b5590', '#9a5a2e', '#c08a2d'],
  wordsToAvoid: [],
};
const CASES: readonly Partial<LogoGrounds>[] = [
  {},
  { count: 8 },
  { count: 3, colours: [] },
  { language: 'he', name: 'סייבל', about: 'תיקי עור בתפירה ידנית' },
  { language: 'ar', name: 'سيبل', about: 'حقائب جلدية مخيطة يدوياً', count: 8 },
];
const faultsOf = (writing: LogoWriting, change: Partial<LogoGrounds> = {}) =>
  checkLogos(writing, { ...GROUNDS, ...change }).join('\n');

describe('the built-in writer of logos', () => {
  it.each(CASES)('thinks of as many as are wanted, each another: %o', (change) => {
    const grounds = { ...GROUNDS, ...change };
    const ideas = thinkOfLogos(grounds);
    for (const idea of ideas) expect(logoIdea.parse(idea)).toEqual(idea);
    // What stands in the prompt of a brand that is not written in Latin letters is the brand's own word.
    expect(
      faultsOf({ ideas }, change)
        .replaceAll(/^.*the prompt must be in English$/gm, '')
        .trim(),
    ).toBe('');
    expect(thinkOfLogos(grounds)).toEqual(ideas);
  });
  it('puts the name and what the brand does into the prompts, and the brand’s own colours', () => {
    const [first] = thinkOfLogos(GROUNDS);
    expect(first).toMatchObject({ kind: 'wordmark', colours: ['#2b5590', '#9a5a2e'] });
    expect(first!.prompt).toContain('“Sable”');
    expect(first!.prompt).toContain('stands for leather bags, stitched by hand in Porto,');
    const long = thinkOfLogos({ ...GROUNDS, about: 'very '.repeat(110) });
    for (const { prompt } of long) expect(prompt.length).toBeLessThan(800);
  });
});

describe('what a model wrote', () => {
  const write = (change: Partial<LogoGrounds> = {}) => {
    const request = askForLogos({ ...GROUNDS, ...change }, { seed: 1, mostTokens: 9000, takesTemperature: false });
    return logoWriting.parse(JSON.parse(writeLogosByTheBrief(request.prompt)));
  };
  it('is taken where it keeps to what was asked', () => expect(faultsOf(write())).toBe(''));

  const change = (one: Partial<LogoWriting['ideas'][number]>, place = 0): LogoWriting => ({
    ideas: write().ideas.map((idea, index) => (index === place ? { ...idea, ...one } : idea)),
  });
  it.each([
    ['too few', { ideas: write().ideas.slice(1) }, '5 ideas; 6 are wanted'],
    ['of one kind', { ideas: write().ideas.map((idea) => ({ ...idea, kind: 'symbol' as const })) }, 'only 1 kinds'],
    [
      'without the name',
      change({ prompt: 'A word in plain capitals on a plain ground' }),
      'must hold the name “Sable”',
    ],
    ['in another colour', change({ colours: ['#00ff00'] }), "#00ff00 is none of the brand's colours"],
    ['twice', change({ prompt: write().ideas[3]!.prompt, kind: 'combination' }), 'ideas 1 and 4 are nearly the same'],
    ['under one title', change({ title: write().ideas[1]!.title }), 'ideas 1 and 2 have one title'],
    ['with a prompt in Hebrew', change({ prompt: 'Sable תיק עור' }), 'the prompt must be in English'],
  ])('is told what is wrong with it: %s', (_what, writing, fault) => {
    expect(faultsOf(writing)).toContain(fault);
  });
  it('says nothing that the brand avoids, and speaks the reader’s language', () => {
    expect(faultsOf(write(), { wordsToAvoid: ['leather'] })).toContain('“leather” must not be said');
    for (const language of ['he', 'ar'] as Language[])
      expect(faultsOf(write(), { language })).toContain(`title and idea must be in “${language}”`);
  });
});

it('shows examples that are answers of the form they are asked in', () => {
  for (const { asked, answered } of WRITE_LOGO_PROMPTS_V1.examples) {
    const { avoid, ...grounds } = JSON.parse(asked) as Omit<LogoGrounds, 'wordsToAvoid'> & { avoid: string[] };
    expect(faultsOf(logoWriting.parse(JSON.parse(answered)), { ...grounds, wordsToAvoid: avoid })).toBe('');
  }
});
