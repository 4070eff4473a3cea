import { useQueryClient } from '@tanstack/react-query';
import { type BodyOf, call, type Job } from '../../api/index.ts';
import { sayCode, useWords } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';

type Act = BodyOf<'bulkJobs'>['action'];

/** Sends one act for many jobs and says what happened: how many, what came back, and why the rest was left alone. */
export function useQueueActs() {
  const t = useWords();
  const client = useQueryClient();
  const send = async (action: Act, jobs: readonly Pick<Job, 'id'>[]): Promise<void> => {
    if (jobs.length === 0) return;
    try {
      const done = await call('bulkJobs', { body: { action, ids: jobs.map(({ id }) => id).slice(0, 200) } });
      const count = done.doneIds.length;
      const parts = [
        ...(count > 0 ? [t(`jobs.did.${action}`, { count })] : []),
        ...(done.creditsReturned > 0 ? [t('jobs.creditsBack', { count: done.creditsReturned })] : []),
        ...(done.refused.length > 0
          ? [t('jobs.leftAlone', { count: done.refused.length, why: sayRefusal(done.refused[0]) })]
          : []),
      ];
      const deleted = action === 'delete' ? jobs.filter(({ id }) => done.doneIds.includes(id)) : [];
      showToast({
        text: parts.join(' '),
        ...(deleted.length > 0 ? { undo: () => void send('restore', deleted) } : {}),
      });
      await client.invalidateQueries({ queryKey: ['jobs'] });
    } catch (error) {
      toastProblem(error);
    }
  };
  return send;
}

function sayRefusal(refused: { code: string; sentence: string } | undefined): string {
  return refused ? sayCode(refused.code, {}, refused.sentence) : '';
}
