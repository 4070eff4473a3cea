import type { JobLogLine, JobStep } from '@kinora/contract';

/** A line of the log that is about a step. */
export type StepLine = {
  code: Extract<JobLogLine['code'], `step_${string}`>;
  name: string;
  at: string;
  seconds: number | null;
};

/**
 * What one try worked at, in the order it began. Pure. A step begun and not ended belongs to a try that runs, or to one that
 * was interrupted in the midst of it: that is said as failed, without a time, as nobody saw its end.
 */
export function toAttemptSteps(lines: readonly StepLine[], { isRunning }: { isRunning: boolean }): JobStep[] {
  const steps = new Map<string, JobStep>();
  for (const { code, name, at, seconds } of lines) {
    const atTime = new Date(at).toISOString();
    const begun = steps.get(name);
    if (code === 'step_started') {
      steps.set(
        name,
        toStep(name, { status: isRunning ? 'running' : 'failed', startedAt: begun?.startedAt ?? atTime }),
      );
      continue;
    }
    const startedAt = begun?.startedAt ?? new Date(Date.parse(at) - (seconds ?? 0) * 1000).toISOString();
    const status = code === 'step_completed' ? 'completed' : 'failed';
    steps.set(name, { ...toStep(name, { status, startedAt }), finishedAt: atTime, seconds });
  }
  return [...steps.values()];
}

function toStep(name: string, of: Pick<JobStep, 'status' | 'startedAt'>): JobStep {
  return { name, ...of, finishedAt: null, seconds: null, note: null };
}
