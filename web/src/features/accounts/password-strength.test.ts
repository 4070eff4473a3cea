import { expect, test } from 'vitest';
import { passwordStrength } from './password-strength.ts';

test('what the studio refuses has no strength', () => {
  expect(passwordStrength('Ab1!xyz')).toBe(0);
});

test('length counts more than signs', () => {
  expect(passwordStrength('aaaaaaaaaa')).toBe(1);
  expect(passwordStrength('four calm quiet words')).toBe(3);
  expect(passwordStrength('Four calm quiet words 7')).toBe(4);
});

test('letters of any script count', () => {
  expect(passwordStrength('ארבע מילים שקטות 7!')).toBe(4);
});
