import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import {
  call,
  jobQuery,
  newIdempotencyKey,
  type ProjectTree,
  promptQuoteQuery,
  type Shot,
  treeQuery,
} from '../../api/index.ts';
import { useKeptState } from '../../app/kept/index.ts';
import { useWords } from '../../app/words/index.ts';
import { isActive } from '../jobs/index.ts';
import { useWriterPrice, useWriters } from '../routing/use-writers.ts';
import type { ShotEdit } from './use-shot-edit.ts';

type Subject = { tree: ProjectTree; shot: Shot; edit: ShotEdit; kind: 'picture' | 'motion' };
const PLACES = { picture: 'picturePrompt', motion: 'motionPrompt' } as const;

/** The writing that was asked for last, and the words it was asked about. */
type Asked = { jobId: string; prompt: string; isFolded: boolean };

/**
 * One prompt written anew by a model a person named. `before` is what it replaced, until that is taken back: it is kept in
 * this browser, since a reload may come while the model still writes.
 */
export function usePromptWriter({ tree, shot, edit, kind }: Subject) {
  const t = useWords();
  const client = useQueryClient();
  const [asked, setAsked] = useKeptState(`written.${shot.id}.${kind}`, parseAsked);
  const writers = useWriters();
  const { chosen, order } = writers;
  const projectId = tree.project.id;
  const prompt = shot[PLACES[kind]];
  const quote = useQuery({
    ...promptQuoteQuery(shot.id, { projectId, kind, ...order }, prompt),
    enabled: chosen !== undefined && prompt !== '',
  });
  const { data } = useQuery({ ...jobQuery(asked?.jobId ?? ''), enabled: asked !== null });
  const isRunning = data !== undefined && isActive(data.job);
  const isDone = data?.job.status === 'completed';
  useEffect(() => {
    if (isDone) void client.invalidateQueries({ queryKey: treeQuery(projectId).queryKey });
  }, [isDone, client, projectId]);
  const write = useMutation({
    mutationFn: (maxCredits: number) =>
      call('writeShotPrompt', {
        params: { id: shot.id },
        idempotencyKey: newIdempotencyKey(),
        body: { projectId, kind, ...order, maxCredits },
      }),
    onSuccess: ({ job }) => {
      setAsked({ jobId: job.id, prompt, isFolded: false });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  return {
    writers,
    price: useWriterPrice(quote.data, chosen?.model.providerTitle),
    why: quote.data?.lines[0]?.why,
    error: write.error ?? quote.error,
    isRunning,
    isBusy: write.isPending || isRunning || edit.isSaving || quote.data === undefined,
    job: data?.job,
    /** Opened by itself where something was asked for, unless it was folded since. */
    isAsked: asked !== null && !asked.isFolded,
    fold: (isFolded: boolean) => {
      if (asked) setAsked({ ...asked, isFolded });
    },
    before: asked !== null && isDone && asked.prompt !== prompt ? asked.prompt : null,
    run: () => {
      if (quote.data && !write.isPending) write.mutate(quote.data.totalCredits);
    },
    undo: () => {
      if (asked) edit.commit({ [PLACES[kind]]: asked.prompt }, t('shot.wordsChanged', { code: shot.code }));
      setAsked(null);
    },
  };
}

function parseAsked(stored: unknown): Asked | null {
  const { jobId, prompt, isFolded } = (stored ?? {}) as Partial<Record<keyof Asked, unknown>>;
  if (typeof jobId !== 'string' || typeof prompt !== 'string') return null;
  return { jobId, prompt, isFolded: isFolded === true };
}
