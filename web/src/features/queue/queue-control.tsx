import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type AnswerOf, call, type QueueStatus } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Modal, showToast, toastProblem } from '../../ui/index.ts';

/** Holding new work back, and clearing it away: for those who keep the organization. */
export function QueueControl({ status }: { status: QueueStatus }) {
  const t = useWords();
  const client = useQueryClient();
  const canControl = useMay('queue.control');
  const [asked, setAsked] = useState<AnswerOf<'clearQueue'>>();
  const refresh = () => client.invalidateQueries({ queryKey: ['jobs'] });
  const pause = useMutation({
    mutationFn: (isPaused: boolean) => call('setQueuePaused', { body: { isPaused } }),
    onSuccess: refresh,
    onError: toastProblem,
  });
  const clear = useMutation({
    mutationFn: (dryRun: boolean) => call('clearQueue', { body: { dryRun } }),
    onError: toastProblem,
    onSuccess: (answer) => {
      setAsked(answer.isDone ? undefined : answer);
      if (!answer.isDone) return;
      showToast({ text: t('jobs.cleared', { count: answer.count, credits: answer.creditsReturned }) });
      void refresh();
    },
  });
  if (!canControl) return null;
  return (
    <>
      {status.groups.waiting > 0 ? (
        <Button icon={Trash2} disabled={clear.isPending} onClick={() => clear.mutate(true)}>
          {t('jobs.clear')}
        </Button>
      ) : null}
      <Button
        icon={status.isPaused ? Play : Pause}
        disabled={pause.isPending}
        onClick={() => pause.mutate(!status.isPaused)}
      >
        {t(status.isPaused ? 'queue.resume' : 'queue.pause')}
      </Button>
      {asked ? (
        <Modal label={t('jobs.clear')} onClose={() => setAsked(undefined)}>
          <h2 className="h2">{t('jobs.clear')}</h2>
          <p>{t('jobs.clearAsk', { count: asked.count, credits: asked.creditsReturned })}</p>
          <p className="row">
            <Button data-autofocus onClick={() => setAsked(undefined)}>
              {t('do.close')}
            </Button>
            <Button look="main" disabled={clear.isPending || asked.count === 0} onClick={() => clear.mutate(false)}>
              {t('jobs.clearDo', { count: asked.count })}
            </Button>
          </p>
        </Modal>
      ) : null}
    </>
  );
}
