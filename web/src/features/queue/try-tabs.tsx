import { useId, useRef, useState } from 'react';
import { useWords } from '../../app/words/index.ts';
import { type Mark, StatusMark } from '../../ui/index.ts';
import type { Try } from './tries.ts';

export const TRY_MARKS = {
  running: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'stale',
} as const satisfies Record<Try['attempt']['state'], Mark>;

/** The tries of a job as tabs, the newest open until another is chosen; one alone needs no tab. */
export function TryTabs({ tries, children }: { tries: readonly Try[]; children: (one: Try) => React.ReactNode }) {
  const t = useWords();
  const id = useId();
  const [chosen, setChosen] = useState<number>();
  const list = useRef<HTMLDivElement>(null);
  const place = Math.min(chosen ?? tries.length - 1, tries.length - 1);
  const shown = tries[place];
  if (!shown) return null;
  if (tries.length === 1) return children(shown);
  const move = (next: number) => {
    setChosen(next);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <>
      <div ref={list} className="try-tabs" role="tablist" aria-label={t('jobs.attempts')}>
        {tries.map(({ attempt }, index) => (
          <button
            key={attempt.startedAt}
            type="button"
            role="tab"
            id={`${id}-${index}`}
            className="chip"
            aria-selected={index === place}
            aria-controls={`${id}-panel`}
            tabIndex={index === place ? 0 : -1}
            onClick={() => setChosen(index)}
            onKeyDown={(event) => {
              const next = stepOf(event, { place: index, count: tries.length });
              if (next === undefined) return;
              event.preventDefault();
              move(next);
            }}
          >
            <StatusMark mark={TRY_MARKS[attempt.state]}>
              {t('jobs.try', { number: index + 1 })} · {t(`jobs.attempt.${attempt.state}`)}
            </StatusMark>
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${place}`} className="try-panel">
        {children(shown)}
      </div>
    </>
  );
}

/** Where an arrow leads, in the direction of reading; undefined for other keys. */
function stepOf(
  { key, currentTarget }: React.KeyboardEvent<HTMLElement>,
  { place, count }: { place: number; count: number },
): number | undefined {
  const forward = getComputedStyle(currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (key === forward) return (place + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowRight') return (place + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
