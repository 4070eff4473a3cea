import { useEffect, useRef } from 'react';
import { useSearchParams } from 'wouter';
import { call } from '../../api/index.ts';
import { toastProblem } from '../../ui/index.ts';
import type { FilmDraft } from './draft.ts';
import { PICTURES_MAX } from './draft.ts';
import type { ChangeDraft } from './use-draft.ts';

/**
 * `?pictures=id,id`: a film of these files of the library. They join the draft once; the address is then plain again, so
 * that a reload does not add them twice.
 */
export function usePicturesInAddress(change: ChangeDraft<FilmDraft>): void {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('pictures');
  const latest = useRef({ change, setSearch });
  latest.current = { change, setSearch };
  useEffect(() => {
    if (!wanted) return;
    latest.current.setSearch({}, { replace: true });
    const ids = wanted.split(',').slice(0, PICTURES_MAX);
    Promise.all(ids.map((id) => call('getAsset', { params: { id } }))).then((assets) => {
      latest.current.change((before) => {
        const known = new Set(before.pictures.map(({ id }) => id));
        const added = assets.filter(({ id }) => !known.has(id));
        return { ...before, pictures: [...before.pictures, ...added].slice(0, PICTURES_MAX) };
      });
    }, toastProblem);
  }, [wanted]);
}
