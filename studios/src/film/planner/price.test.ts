import { expect, it } from 'vitest';
import { findPrices } from './price.ts';

it.each(['From €249', 'החל מ־249 ₪', 'החל מ-249 ₪', 'החל מ 249 ₪', 'מ־249 ₪', 'ابتداءً من 249 ريال', 'من 249 ريال'])(
  'knows that “%s” is the lowest of several prices',
  (text) => {
    expect(findPrices(text)).toMatchObject([{ isFrom: true }]);
  },
);

it.each(['פחות מ־249 ₪', 'במקום 249 ₪', 'Instead of €249'])('takes no price from “%s”', (text) => {
  expect(findPrices(text)).toEqual([]);
});
