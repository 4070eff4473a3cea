import { expect, test } from 'vitest';
import { hostOf, planLeaving, toWorkLimit } from './leaving.ts';

test('pictures leave where a model works on pictures, words alone elsewhere, and lines where it only speaks', () => {
  expect(planLeaving(['image', 'image-edit'])).toBe('pictures');
  expect(planLeaving(['image'])).toBe('words');
  expect(planLeaving(['speech'])).toBe('speech');
  expect(planLeaving(['speech', 'video'])).toBe('pictures');
  expect(planLeaving([])).toBe('words');
  expect(planLeaving(['image', 'moderation'])).toBe('checked');
});

test('a connection with an address of its own sends there', () => {
  const vendor = { baseUrl: 'https://api.replicate.com/v1' };
  expect(hostOf(vendor)).toBe('api.replicate.com');
  expect(hostOf(vendor, { baseUrl: null })).toBe('api.replicate.com');
  expect(hostOf(vendor, { baseUrl: 'http://127.0.0.1:4000/v1' })).toBe('127.0.0.1:4000');
});

test('a limit is a whole number in its range; an empty field leaves it to the vendor', () => {
  expect(toWorkLimit(' ', 100)).toBeNull();
  expect(toWorkLimit('4', 100)).toBe(4);
  for (const wrong of ['0', '101', '2.5', 'four']) expect(toWorkLimit(wrong, 100)).toBeUndefined();
});
