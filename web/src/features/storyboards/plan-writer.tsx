import type { Job, ProjectTree } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { useMay } from '../../app/session.ts';
import { useSaid, useWords } from '../../app/words/index.ts';
import { ButtonLink, QuoteButton, StatusMark, sentenceOf } from '../../ui/index.ts';
import { toJobView } from '../jobs/index.ts';
import { WriterSelect } from '../routing/writer-select.tsx';
import { usePlanWriter } from './use-plan-writer.ts';

/** "Write the plan with …": a language model puts order, lengths and words anew; what was made before stays as takes. */
export function PlanWriter({ tree }: { tree: ProjectTree }) {
  const t = useWords();
  const canMake = useMay('jobs.create');
  const canConnect = useMay('connections.manage');
  const said = useSaid();
  const writer = usePlanWriter(tree);
  if (!canMake) return null;
  return (
    <section className="column">
      <h2 className="section-title">{t('brief.writer.title')}</h2>
      <p className="small text-2">{t('brief.writer.lead')}</p>
      {writer.writers.chosen ? (
        <div className="plan-writer">
          <WriterSelect
            writers={writer.writers}
            isHeld={writer.isBusy}
            error={writer.error ? sentenceOf(writer.error, t) : undefined}
          />
          <QuoteButton price={writer.price} disabled={writer.isBusy} onClick={writer.run}>
            {t('brief.writer.do')}
          </QuoteButton>
        </div>
      ) : (
        <p className="small">
          {t('brief.writer.none')}{' '}
          {canConnect ? (
            <ButtonLink look="plain" href="/settings/providers">
              {t('brief.writer.connect')}
            </ButtonLink>
          ) : null}
        </p>
      )}
      {writer.writers.chosen && writer.why ? <p className="small text-2">{said(writer.why)}</p> : null}
      <WriterProgress job={writer.job} />
    </section>
  );
}

/** How far the writing is, and how it ended. */
export function WriterProgress({ job }: { job: Job | undefined }) {
  const t = useWords();
  const live = useLiveJob(job?.id);
  if (!job) return null;
  const view = toJobView(job, live, t);
  return (
    <p role="status">
      <StatusMark mark={view.mark} progress={view.progress}>
        {view.detail || view.word}
      </StatusMark>
    </p>
  );
}
