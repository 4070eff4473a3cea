import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { type Job, type JobGroup, jobsQueryOf, type QueueStatus, queueStatusQueryOf } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Check, EmptyState, Mono, Problem, StatusMark } from '../../ui/index.ts';
import { useSelection } from '../catalogue/use-selection.ts';
import { isActive } from '../jobs/index.ts';
import { ScopeFilter, useScope } from '../projects/index.ts';
import { UnknownOutcome } from '../routing/unknown-outcome.tsx';
import './queue.css';
import { QueueControl } from './queue-control.tsx';
import { QueueFigures } from './queue-figures.tsx';
import { QueueList } from './queue-list.tsx';
import { useQueueRowActs } from './queue-row-acts.ts';
import { QueueSelection } from './queue-selection.tsx';
import { toLines } from './row-plan.ts';
import { useHeldOrder } from './use-held-order.ts';
import { useQueueActs } from './use-queue-acts.ts';

const GROUPS: readonly JobGroup[] = ['running', 'waiting', 'needs_you', 'failed', 'done', 'cancelled'];

/** S29: what runs, why something waits, and acting on many. */
export function QueueScreen() {
  const t = useWords();
  const said = useSaid();
  const [scope, setScope] = useScope();
  const { group, isByProject, change } = useQueueView();
  const jobs = useInfiniteQuery(jobsQueryOf({ scope, ...(group ? { group } : {}) }));
  const { data: status } = useQuery(queueStatusQueryOf(scope));
  const all = useMemo(() => jobs.data?.pages.flatMap((page) => page.items) ?? [], [jobs.data]);
  const held = useHeldOrder(all);
  const lines = useMemo(() => toLines(held.jobs, isByProject), [held.jobs, isByProject]);
  const selection = useSelection(held.jobs);
  // What is chosen is known as it was when it was chosen; what it is now is in the list.
  const chosen = held.jobs.filter(({ id }) => selection.has(id));
  const focused = useQueueKeys(held.jobs, chosen, selection.toggle);
  useQueueRowActs(held.jobs, chosen, focused.id);
  const questions = held.jobs.filter((job) => job.waitingReason === 'unknown_outcome');
  return (
    <Screen
      title={t('nav.queue')}
      actions={status ? <QueueControl status={status} /> : undefined}
      banner={<QueueBanner status={status} say={said} />}
      footer={chosen.length > 0 ? <QueueSelection chosen={chosen} onClear={selection.clear} /> : undefined}
    >
      {jobs.error && !jobs.data ? <Problem error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
      {status ? <QueueFigures status={status} /> : null}
      <div className="queue-filter">
        <GroupTabs group={group} status={status} onGroup={(next) => change({ group: next })} />
        <Check
          label={t('jobs.byProject')}
          checked={isByProject}
          onChange={(event) => change({ by: event.target.checked ? 'project' : undefined })}
        />
        <ScopeFilter scope={scope} onChange={setScope} />
      </div>
      {questions.map((job) => (
        <section key={job.id} className="queue-unknown" aria-label={said(job.title)}>
          <span className="strong">{said(job.title)}</span>
          <UnknownOutcome job={job} />
        </section>
      ))}
      {jobs.data && all.length === 0 ? <EmptyState sentence={t(emptyWords(group, scope))} /> : null}
      {held.fresh > 0 ? (
        <button type="button" className="chip queue-fresh" onClick={held.release}>
          {t('jobs.fresh', { count: held.fresh })}
        </button>
      ) : null}
      <QueueList
        lines={lines}
        selection={selection}
        focusedId={focused.id}
        onFocus={focused.set}
        onHold={held.hold}
        onRelease={held.release}
        fetchMore={() => {
          if (jobs.hasNextPage && !jobs.isFetchingNextPage) void jobs.fetchNextPage();
        }}
      />
    </Screen>
  );
}

function emptyWords(group: JobGroup | undefined, scope: string) {
  if (group) return 'jobs.emptyGroup';
  return scope === 'mine' ? 'queue.emptyMine' : 'queue.empty';
}

/** Tab and grouping stand in the address. */
function useQueueView() {
  const [search, setSearch] = useSearchParams();
  const change = (changes: Record<string, string | undefined>) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes))
          if (value === undefined) after.delete(name);
          else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  const group = GROUPS.find((one) => one === search.get('group'));
  return { group, isByProject: search.get('by') === 'project', change };
}

/** Keys act on what is chosen, and with nothing chosen on the row that has the focus. */
function useQueueKeys(jobs: readonly Job[], chosen: readonly Job[], toggle: (job: Job) => void) {
  const t = useWords();
  const [id, set] = useState<string>();
  const [, navigate] = useLocation();
  const act = useQueueActs();
  const canControl = useMay('jobs.control');
  const focused = jobs.find((job) => job.id === id);
  const targets = chosen.length > 0 ? chosen : focused ? [focused] : [];
  const key = (keys: string, label: string, run: () => void) => ({ keys, label, run, scope: 'screen' as const });
  useHotkeys([
    key('l', t('jobs.key.log'), () => focused && navigate(`/jobs/${focused.id}#log`)),
    ...(canControl
      ? [
          key('x', t('jobs.key.select'), () => focused && toggle(focused)),
          key('backspace', t('jobs.key.cancel'), () => void act('cancel', targets.filter(isActive))),
          key(
            'r',
            t('jobs.key.retry'),
            () =>
              void act(
                'retry',
                targets.filter((job) => !isActive(job)),
              ),
          ),
          key('+', t('jobs.key.raise'), () => void act('raise', targets.filter(isActive))),
          key('-', t('jobs.key.lower'), () => void act('lower', targets.filter(isActive))),
        ]
      : []),
  ]);
  return { id, set };
}

function GroupTabs({
  group,
  status,
  onGroup,
}: {
  group: JobGroup | undefined;
  status: QueueStatus | undefined;
  onGroup: (group: JobGroup | undefined) => void;
}) {
  const t = useWords();
  const format = useFormat();
  return (
    <nav className="queue-groups" aria-label={t('jobs.groups')}>
      <button type="button" className="chip" aria-pressed={!group} onClick={() => onGroup(undefined)}>
        {t('jobs.group.all')}
      </button>
      {GROUPS.map((one) => (
        <button key={one} type="button" className="chip" aria-pressed={group === one} onClick={() => onGroup(one)}>
          {t(`jobs.group.${one}`)} {status ? <Mono>{format.number(status.groups[one])}</Mono> : null}
        </button>
      ))}
    </nav>
  );
}

/** Why less is started than could be: a full disk, or the operator's hand. */
function QueueBanner({ status, say }: { status: QueueStatus | undefined; say: (sentence: string) => string }) {
  const t = useWords();
  if (!status) return null;
  const sentences = [
    ...(status.mode === 'open' ? [] : [t(`jobs.mode.${status.mode}`)]),
    ...(status.isPaused ? [t('jobs.mode.held')] : []),
    ...(status.notice ? [say(status.notice)] : []),
  ];
  return sentences.map((sentence) => (
    <div key={sentence} className="banner" role="status">
      <StatusMark mark="stale" />
      <p className="grow" dir="auto">
        {sentence}
      </p>
    </div>
  ));
}
