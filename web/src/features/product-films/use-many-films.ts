import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { call, newIdempotencyKey } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast } from '../../ui/index.ts';
import { useSettled } from '../films/index.ts';
import { beginAll, type Fault, type FilmOf } from './many-films.ts';
import { type Start, startProductFilm } from './use-make-product-film.ts';

/** What each film costs, by its product, and all of them; asked again when the choices have rested. */
export function useManyQuotes(films: readonly FilmOf[]) {
  const settled = useSettled(JSON.stringify(films.map(({ product, form }) => [product.id, form])));
  return useQuery({
    queryKey: ['product-film-quote', 'many', settled],
    queryFn: async ({ signal }) => {
      const credits = new Map<string, number>();
      for (const [id, body] of JSON.parse(settled) as [string, FilmOf['form']][])
        credits.set(id, (await call('quoteProductFilm', { body, signal })).totalCredits);
      return { credits, totalCredits: [...credits.values()].reduce((sum, one) => sum + one, 0) };
    },
    enabled: films.length > 0 && films.every(({ form }) => form.ratios?.length !== 0),
    gcTime: 60_000,
  });
}

/** One press for all: each for at most its own price. Those that are begun are left out of the next press. */
export function useBeginMany() {
  const t = useWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const starts = useRef(new Map<string, Start>());
  const [begun, setBegun] = useState<ReadonlySet<string>>(new Set());
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const startOf = (id: string) => {
    const start = starts.current.get(id) ?? { idempotencyKey: newIdempotencyKey() };
    starts.current.set(id, start);
    return start;
  };
  const making = useMutation({
    mutationFn: ({ films, credits }: { films: readonly FilmOf[]; credits: ReadonlyMap<string, number> }) =>
      beginAll(films, {
        begin: ({ product, form }) => startProductFilm(form, credits.get(product.id) ?? 0, startOf(product.id)),
        onBegun: (id) => setBegun((before) => new Set([...before, id])),
      }),
    onSuccess: (found, { films }) => {
      setFaults(found);
      for (const name of ['projects', 'jobs', 'product-film-quote'])
        void client.invalidateQueries({ queryKey: [name] });
      if (found.length > 0) return;
      showToast({ text: t('productFilm.manyBegun', { count: films.length }) });
      navigate('/queue');
    },
  });
  return { begun, faults, isBusy: making.isPending, make: making.mutate };
}
