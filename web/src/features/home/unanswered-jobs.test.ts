import { expect, test } from 'vitest';
import type { Job } from '../../api/index.ts';
import { unansweredJobs } from './unanswered-jobs.ts';

const job = (changes: object) => ({ projectId: 'p', status: 'completed', waitingReason: null, ...changes }) as Job;

test('a later try that worked answers an earlier failure', () => {
  expect(unansweredJobs([job({ status: 'completed' }), job({ status: 'failed' })])).toEqual([]);
});

test('a failure, or a question only a person can answer, needs one', () => {
  const failed = job({ status: 'failed' });
  const asks = job({ projectId: 'q', status: 'waiting', waitingReason: 'person' });
  const queued = job({ projectId: 'r', status: 'waiting', waitingReason: 'capacity' });
  expect(unansweredJobs([failed, asks, queued])).toEqual([failed, asks]);
});
