import { expect, it } from 'vitest';
import { readBrief } from './read-brief.ts';

const factsOf = (brief: string, names: readonly string[] = []) => {
  const { facts, headlines } = readBrief(brief, { names });
  return {
    claim: facts.claim?.text,
    price: facts.price?.text,
    said: [...facts.facts, ...headlines].map((one) => one.text),
  };
};

it('takes the name that the form gives for no fact, in whatever list the brief has it', () => {
  const brief = 'נורדיקה, אופני טיול, 27 הילוכים, מסגרת פלדה. קלים וחזקים לכל דרך.';
  expect(factsOf(brief).said).toContain('נורדיקה');
  expect(factsOf(brief, ['נורדיקה']).said).toEqual(['אופני טיול', '27 הילוכים', 'מסגרת פלדה']);
});

it('reads a typed quotation mark inside an abbreviation as gershayim and no quotation', () => {
  const { claim, price, said } = factsOf('טווח 480 ק"מ, 27 הילוכים, 11 ק"ג. נבנו ביד לכל החיים. מחיר 4,900 ש"ח.');
  expect(claim).toBe('נבנו ביד לכל החיים');
  expect(price).toBe('4,900 ש"ח');
  expect(said).toEqual(['טווח 480 ק"מ', '27 הילוכים', '11 ק"ג']);
  // A slogan in quotation marks is one still, also behind a letter that leads in.
  expect(factsOf('אומרים ל"כל יום דרך חדשה" תודה. 12 ק"ג.').claim).toBe('כל יום דרך חדשה');
});

it('parts no number at its comma', () => {
  expect(factsOf('Frame of steel, 1,968 built by hand, 27 gears. Made for long days.').said).toEqual([
    'Frame of steel',
    '1,968 built by hand',
    '27 gears',
  ]);
});
