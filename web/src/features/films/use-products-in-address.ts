import { useEffect, useRef } from 'react';
import { useSearchParams } from 'wouter';
import { call } from '../../api/index.ts';
import { toastProblem } from '../../ui/index.ts';
import type { FilmDraft } from './draft.ts';
import { withProducts } from './products-in-draft.ts';
import type { ChangeDraft } from './use-draft.ts';

/**
 * `?products=id,id`: a film of these products. Their pictures and films join the draft, heroes first; their brand and, in an
 * empty brief, their own words as well. The address is then plain again, so that a reload does not add them twice.
 */
export function useProductsInAddress(change: ChangeDraft<FilmDraft>): void {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('products');
  const latest = useRef({ change, setSearch });
  latest.current = { change, setSearch };
  useEffect(() => {
    if (!wanted) return;
    latest.current.setSearch({}, { replace: true });
    const ids = wanted.split(',');
    Promise.all(ids.map((id) => call('getProduct', { params: { id } }))).then(
      (products) => latest.current.change((before) => withProducts(before, products)),
      toastProblem,
    );
  }, [wanted]);
}
