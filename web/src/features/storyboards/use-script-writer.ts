import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  call,
  jobQuery,
  newIdempotencyKey,
  type ProjectTree,
  type Shot,
  scriptQuoteQuery,
  treeQuery,
} from '../../api/index.ts';
import { useKeptState } from '../../app/kept/index.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';
import { useWriterPrice, useWriters } from '../routing/use-writers.ts';
import { type Proposal, readScript } from './read-script.ts';

type Asked = { jobId: string };
const parseAsked = (kept: unknown): Asked | null =>
  typeof (kept as Asked | null)?.jobId === 'string' ? (kept as Asked) : null;

/**
 * A script proposed by a model a person named, and its taking over shot by shot. Which job proposed last is kept in this
 * browser: the proposal itself is the job's, so a reload loses none of it.
 */
export function useScriptWriter(tree: ProjectTree) {
  const t = useWords();
  const client = useQueryClient();
  const { id, revision } = tree.project;
  const [asked, setAsked] = useKeptState(`script.${id}`, parseAsked);
  const writers = useWriters();
  const { chosen, order } = writers;
  const quote = useQuery({ ...scriptQuoteQuery(id, order, revision), enabled: chosen !== undefined });
  const { data } = useQuery({ ...jobQuery(asked?.jobId ?? ''), enabled: asked !== null });
  const shots = tree.scenes.flatMap((scene) => scene.shots);
  const script = data?.job.status === 'completed' ? readScript(data.output, shots) : null;
  const renew = () => client.invalidateQueries({ queryKey: treeQuery(id).queryKey });
  const write = useMutation({
    mutationFn: (maxCredits: number) =>
      call('writeScript', { params: { id }, idempotencyKey: newIdempotencyKey(), body: { ...order, maxCredits } }),
    onSuccess: ({ job }) => {
      setAsked({ jobId: job.id });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  const put = useMutation({
    mutationFn: async (proposals: readonly Proposal[]) => {
      const changed: { before: Shot; revision: number }[] = [];
      for (const { shot, words } of proposals) {
        const answer = await call('updateShot', { params: { id: shot.id }, ifMatch: shot.revision, body: words });
        changed.push({ before: shot, revision: answer.revision });
      }
      return changed;
    },
    onSuccess: (changed) =>
      showToast({
        text: t('script.taken', { count: changed.length }),
        undo: () => void putBack(changed).then(renew).catch(toastProblem),
      }),
    onError: toastProblem,
    onSettled: renew,
  });
  return {
    writers,
    price: useWriterPrice(quote.data, chosen?.model.providerTitle),
    error: write.error ?? quote.error,
    isBusy: write.isPending || quote.data === undefined || tree.project.activeJobId !== null,
    job: data?.job,
    script,
    isTaking: put.isPending,
    take: (proposals: readonly Proposal[]) => put.mutate(proposals),
    dismiss: () => setAsked(null),
    run: () => {
      if (quote.data && !write.isPending) write.mutate(quote.data.totalCredits);
    },
  };
}
export type ScriptWriting = ReturnType<typeof useScriptWriter>;

/** The words as they stood before, over the revision that took the proposal. */
async function putBack(changed: readonly { before: Shot; revision: number }[]): Promise<void> {
  for (const { before, revision } of changed) {
    const body = { words: { lines: before.scene.words.lines }, narration: before.narration };
    await call('updateShot', { params: { id: before.id }, ifMatch: revision, body });
  }
}
