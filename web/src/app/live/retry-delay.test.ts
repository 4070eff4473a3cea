import { expect, test } from 'vitest';
import { retryDelayMs } from './event-stream.ts';

test('a studio that is away is tried soon at first, then calmly, and never given up', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 500].map(retryDelayMs)).toEqual([1, 2, 4, 8, 15, 30, 30, 30].map((s) => s * 1000));
});
