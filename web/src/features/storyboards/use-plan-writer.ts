import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  call,
  jobQuery,
  modelsQuery,
  newIdempotencyKey,
  type ProjectTree,
  planQuoteQuery,
  type Quote,
  treeQuery,
} from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { usePriceWords } from '../films/price-words.ts';
import { planMakers } from '../routing/model-facts.ts';
import { toChoiceValue } from './use-shot-picture.ts';

/** Who writes the film's next plan: a model a person named, which is asked and no other. The built-in planner needs no press. */
export function usePlanWriter(tree: ProjectTree) {
  const client = useQueryClient();
  const [value, setValue] = useState('');
  const [jobId, setJobId] = useState<string | null>(null);
  const { data } = useQuery(modelsQuery);
  const makers = planMakers(data?.items ?? [], Date.now(), ['text']);
  const choices = makers.flatMap(({ connection, models }) =>
    models.map((model) => ({ connection: connection.id, model })),
  );
  const chosen = choices.find((choice) => toChoiceValue(choice) === value) ?? choices[0];
  const order = { connection: chosen?.connection ?? '', model: chosen?.model.id ?? '' };
  const { id } = tree.project;
  const quote = useQuery({ ...planQuoteQuery(id, order, tree.project.revision), enabled: chosen !== undefined });
  const job = useQuery({ ...jobQuery(jobId ?? ''), enabled: jobId !== null });
  const write = useMutation({
    mutationFn: (maxCredits: number) =>
      call('writePlan', { params: { id }, idempotencyKey: newIdempotencyKey(), body: { ...order, maxCredits } }),
    onSuccess: ({ job: started }) => {
      setJobId(started.id);
      void client.invalidateQueries({ queryKey: treeQuery(id).queryKey });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  return {
    makers,
    chosen,
    choose: setValue,
    price: useWriterPrice(quote.data, chosen?.model.providerTitle),
    /** What it comes to, as a sentence. */
    why: quote.data?.lines[0]?.why,
    error: write.error ?? quote.error,
    isBusy: write.isPending || quote.data === undefined || tree.project.activeJobId !== null,
    job: job.data?.job,
    run: () => {
      if (quote.data && !write.isPending) write.mutate(quote.data.totalCredits);
    },
  };
}

/** Credits, or who bills it: never "free" for what is paid elsewhere. */
function useWriterPrice(quote: Quote | undefined, provider: string | undefined): string {
  const t = useWords();
  const credits = usePriceWords();
  if (!quote || provider === undefined) return t('shot.priceAsked');
  return quote.totalCredits > 0 ? credits(quote.totalCredits) : t('price.ownUnpriced', { provider });
}
