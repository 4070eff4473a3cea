import { type BriefFacts, characters, joinPost, readMessage } from '@kinora/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { saysWord } from '../planner/kit-words.ts';
import { type PostMaterial, type PostRoom, planPostText, toHashtag } from './plan-post-text.ts';

const fact = (text: string) => ({ text, quote: text });
const facts: BriefFacts = {
  brandName: fact('Sable'),
  productName: fact('Linen shirt'),
  claim: fact('Made for wind.'),
  facts: [fact('European flax'), fact('Cheap buttons of shell'), fact('Washed twice')],
  price: fact('€79'),
  callToAction: fact('Order on sable.com'),
  mustSay: [],
  mustNotSay: [],
  tone: 'calm',
};
const material: PostMaterial = {
  language: 'en',
  facts,
  filmName: 'Linen',
  kit: {
    name: 'Sable',
    wordsToUse: ['slow fashion'],
    wordsToAvoid: ['cheap'],
    callToAction: 'Visit us',
    legalLine: 'T&Cs apply.',
  },
};
const room: PostRoom = { network: 'instagram', title: null, text: 2200, hashtags: 30 };

test('is made of the brief’s facts and the kit’s lines, the brief first', () => {
  expect(planPostText(material, room)).toEqual({
    title: '',
    text: 'Sable · Linen shirt\nMade for wind.\n\n• European flax\n• Washed twice\n\n€79\n\nOrder on sable.com\nT&Cs apply.',
    hashtags: ['Sable', 'LinenShirt', 'SlowFashion'],
    notices: ['A line was left out, because the brand avoids “cheap”.'],
  });
});

test('what has no room goes from the end, and how much is told', () => {
  const planned = planPostText(material, { ...room, network: 'x', text: 90 });
  expect(planned.text).toBe('Sable · Linen shirt\nMade for wind.\n\nOrder on sable.com\nT&Cs apply.');
  expect(planned.hashtags).toEqual(['Sable', 'LinenShirt']);
  expect(planned.notices).toContain('Left out for want of room: 3 lines.');
});

test('a brief that tells nothing makes no words up', () => {
  const nothing = { ...material, facts: { facts: [], mustSay: [], mustNotSay: [], tone: 'calm' as const }, kit: null };
  expect(planPostText(nothing, { ...room, title: 100 })).toEqual({
    title: 'Linen',
    text: '',
    hashtags: [],
    notices: ['The brief names nothing that could be told here.'],
  });
});

test('hashtags are one word in each script', () => {
  expect(toHashtag('Linen shirt, 2nd')).toBe('LinenShirt2nd');
  expect(toHashtag('תיק העור')).toBe('תיק_העור');
  expect(toHashtag('حقيبة الجلد')).toBe('حقيبة_الجلد');
  expect(toHashtag('2026')).toBe('');
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.constantFrom('Linen', 'תיק', 'رخيص', 'cheap'),
);
const someFact = text.map(fact);
const anyMaterial: fc.Arbitrary<PostMaterial> = fc.record({
  language: fc.constantFrom('en', 'he', 'ar'),
  filmName: text,
  facts: fc.record(
    {
      brandName: someFact,
      productName: someFact,
      claim: someFact,
      price: someFact,
      callToAction: someFact,
      facts: fc.array(someFact, { maxLength: 12 }),
      mustSay: fc.constant([]),
      mustNotSay: fc.constant([]),
      tone: fc.constant('calm' as const),
    },
    { requiredKeys: ['facts', 'mustSay', 'mustNotSay', 'tone'] },
  ) as fc.Arbitrary<BriefFacts>,
  kit: fc.option(
    fc.record({
      name: text,
      wordsToUse: fc.array(text, { maxLength: 4 }),
      wordsToAvoid: fc.array(fc.constantFrom('cheap', 'linen', 'רחיץ', 'رخيص'), { maxLength: 3 }),
      callToAction: fc.option(text),
      legalLine: fc.option(text),
    }),
  ),
});

test('keeps every network’s room, obeys the words to avoid, and says all it left out in known words', () => {
  const rooms = fc.record({
    network: fc.constantFrom('x', 'instagram', 'youtube', 'shopify'),
    title: fc.option(fc.integer({ min: 1, max: 120 })),
    text: fc.option(fc.integer({ min: 1, max: 400 })),
    hashtags: fc.option(fc.integer({ min: 0, max: 6 })),
  }) as fc.Arbitrary<PostRoom>;
  fc.assert(
    fc.property(anyMaterial, rooms, (about, given) => {
      const post = planPostText(about, given);
      if (post.text !== '') expect(characters(joinPost(post))).toBeLessThanOrEqual(given.text ?? 0);
      expect(characters(post.title)).toBeLessThanOrEqual(given.title ?? 0);
      expect(post.hashtags.length).toBeLessThanOrEqual(given.hashtags ?? 5);
      for (const tag of post.hashtags) expect(tag).toMatch(/^[\p{L}\p{M}\p{N}_]+$/u);
      for (const line of [post.title, ...post.text.split('\n')])
        for (const word of about.kit?.wordsToAvoid ?? []) expect(saysWord(line, word), line).toBe(false);
      for (const notice of post.notices) expect(readMessage(notice), notice).toBeDefined();
    }),
  );
});
