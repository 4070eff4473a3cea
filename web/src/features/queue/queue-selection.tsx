import { ChevronDown, ChevronUp, RotateCcw, Trash2, X } from 'lucide-react';
import type { Job } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, IconButton } from '../../ui/index.ts';
import { isActive } from '../jobs/index.ts';
import { useQueueActs } from './use-queue-acts.ts';

/** What can be done with all that is chosen: each act counts the jobs it is for. */
export function QueueSelection({ chosen, onClear }: { chosen: readonly Job[]; onClear: () => void }) {
  const t = useWords();
  const act = useQueueActs();
  const canControl = useMay('jobs.control');
  const active = chosen.filter(isActive);
  const stopped = chosen.filter((job) => ['failed', 'cancelled'].includes(job.status));
  const ended = chosen.filter((job) => !isActive(job));
  return (
    <section className="selection" aria-label={t('jobs.selection')}>
      <b className="strong">{t('jobs.chosen', { count: chosen.length })}</b>
      <span className="grow" />
      {canControl && active.length > 0 ? (
        <>
          <Button icon={X} onClick={() => void act('cancel', active)}>
            {t('jobs.cancel', { count: active.length })}
          </Button>
          <Button icon={ChevronUp} onClick={() => void act('raise', active)}>
            {t('jobs.raise')}
          </Button>
          <Button icon={ChevronDown} onClick={() => void act('lower', active)}>
            {t('jobs.lower')}
          </Button>
        </>
      ) : null}
      {canControl && stopped.length > 0 ? (
        <Button icon={RotateCcw} onClick={() => void act('retry', stopped)}>
          {t('jobs.retry', { count: stopped.length })}
        </Button>
      ) : null}
      {canControl && ended.length > 0 ? (
        <Button icon={Trash2} onClick={() => void act('delete', ended)}>
          {t('jobs.delete', { count: ended.length })}
        </Button>
      ) : null}
      <IconButton icon={X} label={t('jobs.clearChoice')} onClick={onClear} />
    </section>
  );
}
