import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, newIdempotencyKey, type ProjectTree, treeQuery } from '../../api/index.ts';
import { useConnection } from '../../app/live/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { toastProblem } from '../../ui/index.ts';
import { usePriceWords } from '../films/price-words.ts';

/**
 * Redoes shots for at most the price the button shows. Without ids: every shot that is out of date or missing. The
 * price of one shot is the price of a line's unit; the studio refuses when it would be more.
 */
export function useRefresh(tree: ProjectTree) {
  const t = useWords();
  const format = useFormat();
  const price = usePriceWords();
  const client = useQueryClient();
  const isOnline = useConnection((state) => state.isOnline);
  const canMake = useMay('jobs.create');
  const quote = tree.refreshQuote;
  const oneShotCredits = quote?.lines.reduce((sum, line) => sum + line.unitCredits, 0) ?? 0;
  const mutation = useMutation({
    mutationFn: (shotIds?: string[]) =>
      call('refreshFilm', {
        params: { id: tree.project.id },
        idempotencyKey: newIdempotencyKey(),
        body: {
          ...(shotIds ? { shotIds } : {}),
          maxCredits: shotIds ? oneShotCredits * shotIds.length : (quote?.totalCredits ?? 0),
        },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: treeQuery(tree.project.id).queryKey });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
    onError: toastProblem,
  });
  const about = quote && quote.expectedSeconds > 0 ? `, ${format.about(quote.expectedSeconds)}` : '';
  return {
    run: (shotIds?: string[]) => mutation.mutate(shotIds),
    isBusy: mutation.isPending,
    canMake,
    allPrice: `${price(quote?.totalCredits ?? 0)}${about}`,
    onePrice: price(oneShotCredits),
    reasons: isOnline ? [] : [t('film.hindrance.offline')],
  };
}
export type Refresh = ReturnType<typeof useRefresh>;
