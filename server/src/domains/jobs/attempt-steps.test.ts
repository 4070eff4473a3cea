import { expect, it } from 'vitest';
import { type StepLine, toAttemptSteps } from './attempt-steps.ts';

const line = (code: StepLine['code'], name: string, second: number, seconds: number | null = null): StepLine => ({
  code,
  name,
  at: `2026-11-27T12:00:${String(second).padStart(2, '0')}.000Z`,
  seconds,
});
const short = (steps: ReturnType<typeof toAttemptSteps>) =>
  steps.map(({ name, status, seconds }) => [name, status, seconds]);

it('keeps steps in the order they began, with how each ended', () => {
  const lines = [
    line('step_started', 'draw', 1),
    line('step_started', 'mix', 2),
    line('step_completed', 'mix', 5, 3),
    line('step_failed', 'draw', 9, 8),
  ];
  const steps = toAttemptSteps(lines, { isRunning: false });
  expect(short(steps)).toEqual([
    ['draw', 'failed', 8],
    ['mix', 'completed', 3],
  ]);
  expect(steps[0]).toMatchObject({ startedAt: '2026-11-27T12:00:01.000Z', finishedAt: '2026-11-27T12:00:09.000Z' });
});

it('tells a step that goes on from one whose try was cut off', () => {
  const lines = [line('step_started', 'draw', 1)];
  expect(short(toAttemptSteps(lines, { isRunning: true }))).toEqual([['draw', 'running', null]]);
  expect(short(toAttemptSteps(lines, { isRunning: false }))).toEqual([['draw', 'failed', null]]);
});

it('knows a step whose beginning has left the log', () => {
  expect(toAttemptSteps([line('step_completed', 'draw', 9, 4)], { isRunning: false })).toMatchObject([
    { name: 'draw', status: 'completed', startedAt: '2026-11-27T12:00:05.000Z', seconds: 4 },
  ]);
});
