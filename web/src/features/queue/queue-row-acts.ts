import { ChevronDown, ChevronUp, CornerDownLeft, Film, RotateCcw, Trash2, X } from 'lucide-react';
import { useLocation } from 'wouter';
import type { Job } from '../../api/index.ts';
import { type RowAct, useRowActs } from '../../app/palette/row-acts.ts';
import { useMay } from '../../app/session.ts';
import { said, useWords } from '../../app/words/index.ts';
import { isActive } from '../jobs/index.ts';
import { useQueueActs } from './use-queue-acts.ts';

/** What the palette does with jobs; the row under the pointer counts as the one in focus, as it does for keys. */
export function useQueueRowActs(items: readonly Job[], chosen: readonly Job[], focusedId: string | undefined): void {
  const t = useWords();
  const [, navigate] = useLocation();
  const act = useQueueActs();
  const canControl = useMay('jobs.control');
  const focused = items.filter(({ id }) => id === focusedId);
  const openActs = (job: Job): RowAct[] => [
    {
      id: 'open',
      label: t('palette.open', { name: said(job.title) }),
      icon: CornerDownLeft,
      run: () => navigate(`/jobs/${job.id}`),
    },
    ...(job.projectId
      ? [{ id: 'film', label: t('jobs.film'), icon: Film, run: () => navigate(`/film/${job.projectId}/storyboard`) }]
      : []),
  ];
  const controlActs = (jobs: readonly Job[]): RowAct[] => {
    const active = jobs.filter(isActive);
    const stopped = jobs.filter(({ status }) => status === 'failed' || status === 'cancelled');
    const ended = jobs.filter((job) => !isActive(job));
    return [
      ...(active.length > 0
        ? [
            { id: 'raise', label: t('jobs.key.raise'), icon: ChevronUp, run: () => void act('raise', active) },
            { id: 'lower', label: t('jobs.key.lower'), icon: ChevronDown, run: () => void act('lower', active) },
            { id: 'cancel', label: t('jobs.key.cancel'), icon: X, run: () => void act('cancel', active) },
          ]
        : []),
      ...(stopped.length > 0
        ? [{ id: 'retry', label: t('jobs.key.retry'), icon: RotateCcw, run: () => void act('retry', stopped) }]
        : []),
      ...(ended.length > 0
        ? [{ id: 'delete', label: t('jobs.key.delete'), icon: Trash2, run: () => void act('delete', ended) }]
        : []),
    ];
  };
  useRowActs({ items, chosen: chosen.length > 0 ? chosen : focused }, (jobs) => ({
    heading: jobs[0] && jobs.length === 1 ? said(jobs[0].title) : t('jobs.chosen', { count: jobs.length }),
    acts: [...(jobs[0] && jobs.length === 1 ? openActs(jobs[0]) : []), ...(canControl ? controlActs(jobs) : [])],
  }));
}
