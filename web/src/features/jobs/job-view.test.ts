import { expect, test } from 'vitest';
import type { Job } from '../../api/index.ts';
import type { Words } from '../../app/words/index.ts';
import { asksPerson, toJobView, trayOrder } from './job-view.ts';

const echo: Words = (key) => key;
const job = (changes: object) => ({ id: 'a', status: 'processing', progress: 0, position: null, ...changes }) as Job;

test('the nearest to done stands first, finished work stays ten minutes', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const order = trayOrder(
    [
      job({ id: 'queued', status: 'pending' }),
      job({ id: 'old', status: 'completed', finishedAt: '2026-11-21T11:40:00Z' }),
      job({ id: 'half', progress: 0.5 }),
      job({ id: 'fresh', status: 'completed', finishedAt: '2026-11-21T11:55:00Z' }),
      job({ id: 'almost', progress: 0.9 }),
    ],
    now,
  );
  expect(order.map(({ id }) => id)).toEqual(['almost', 'half', 'queued', 'fresh']);
});

test('what an event said is newer than what the list said', () => {
  const view = toJobView(
    job({ progress: 0.2, progressText: 'frame 9 of 72' }),
    { progress: 0.6, progressText: 'frame 45 of 72' },
    echo,
  );
  expect(view).toMatchObject({ mark: 'running', progress: 0.6, detail: 'frame 45 of 72' });
});

test('a job that waits says why', () => {
  expect(toJobView(job({ status: 'waiting', waitingReason: 'budget' }), undefined, echo).detail).toBe(
    'job.waits.budget',
  );
});

test('what waits for a person is told from what waits for a place', () => {
  const asks = (waitingReason: string) => asksPerson(job({ status: 'waiting', waitingReason }));
  expect(['person', 'unknown_outcome', 'budget', 'connection_off'].map(asks)).toEqual([true, true, true, true]);
  expect(['capacity', 'scheduled', 'paused'].map(asks)).toEqual([false, false, false]);
  expect(asksPerson(job({ status: 'processing', waitingReason: 'person' }))).toBe(false);
});
