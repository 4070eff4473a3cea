import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, jobQuery, newIdempotencyKey, type ProjectTree, planQuoteQuery, treeQuery } from '../../api/index.ts';
import { useWriterPrice, useWriters } from '../routing/use-writers.ts';

/** Who writes the film's next plan: a model a person named, which is asked and no other. The built-in planner needs no press. */
export function usePlanWriter(tree: ProjectTree) {
  const client = useQueryClient();
  const [jobId, setJobId] = useState<string | null>(null);
  const writers = useWriters();
  const { chosen, order } = writers;
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
    writers,
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
