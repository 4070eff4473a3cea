import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call, type FilmForm, filmPlanQuoteQuery, newIdempotencyKey } from '../../api/index.ts';
import { useOwner } from '../../app/kept/index.ts';
import { useSaid, useWords } from '../../app/words/index.ts';
import { QuoteButton, sentenceOf } from '../../ui/index.ts';
import { useWriterPrice, useWriters } from '../routing/use-writers.ts';
import { WriterSelect } from '../routing/writer-select.tsx';
import { filmDrafts } from './draft.ts';
import { useSettled } from './use-plan.ts';

type Props = { form: FilmForm; name: string; isReady: boolean };

/**
 * The plan by a language model instead of the one shown: priced before the press, and the film is opened with it. Nothing is
 * drawn until somebody has looked at it. Without an account that writes nothing is shown.
 */
export function PlanByModel({ form, name, isReady }: Props) {
  const t = useWords();
  const said = useSaid();
  const writers = useWriters();
  const settled = JSON.parse(useSettled(JSON.stringify(form))) as FilmForm;
  const quote = useQuery({
    ...filmPlanQuoteQuery({ film: settled, ...writers.order }),
    enabled: writers.chosen !== undefined && settled.brief !== '',
  });
  const price = useWriterPrice(quote.data, writers.chosen?.model.providerTitle);
  const write = useWritePlan();
  if (!writers.chosen) return null;
  const error = write.error ?? quote.error;
  const why = quote.data?.lines[0]?.why;
  return (
    <section className="plan-by-model column">
      <h2 className="section-title">{t('film.planBy')}</h2>
      <p className="small text-2">{t('film.planByLead')}</p>
      <WriterSelect writers={writers} isHeld={write.isPending} error={error ? sentenceOf(error, t) : undefined} />
      <QuoteButton
        isWide
        price={price}
        disabled={!isReady || quote.data === undefined || write.isPending}
        onClick={() => {
          if (quote.data) write.mutate({ form, name, ...writers.order, maxCredits: quote.data.totalCredits });
        }}
      >
        {t('film.planByDo')}
      </QuoteButton>
      {why ? <p className="small text-2">{said(why)}</p> : null}
    </section>
  );
}

type Wanted = { form: FilmForm; name: string; connection: string; model: string; maxCredits: number };

function useWritePlan() {
  const client = useQueryClient();
  const owner = useOwner();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: async ({ form, name, connection, model, maxCredits }: Wanted) => {
      const { id: projectId } = await call('createProject', { body: { ...form, name } });
      await call('createFilmPlan', {
        idempotencyKey: newIdempotencyKey(),
        body: { input: { film: { ...form, projectId }, connection, model }, maxCredits },
      });
      return projectId;
    },
    onSuccess: (projectId) => {
      filmDrafts.forget(owner);
      void client.invalidateQueries({ queryKey: ['projects'] });
      void client.invalidateQueries({ queryKey: ['jobs'] });
      navigate(`/film/${projectId}/storyboard`);
    },
  });
}
