import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError, type Asset, brandsQuery, call } from '../../api/index.ts';
import { useOwner } from '../../app/kept/index.ts';
import type { DraftPicture } from './draft.ts';
import type { DraftShelf } from './kept-draft.ts';

/** What the drafts of all films have, and what may have gone since one was kept. */
type AnyDraft = { pictures: DraftPicture[]; logo: DraftPicture | null; brandId: string };
export type ChangeDraft<Draft> = (next: (before: Draft) => Draft) => void;

/**
 * The form of a new film, kept in this browser until the film is made: by person and organization, as a browser may be
 * shared, and pictures belong to one organization.
 */
export function useDraft<Draft extends AnyDraft>(
  shelf: DraftShelf,
  empty: () => Draft,
): [Draft, ChangeDraft<Draft>, number | undefined] {
  const owner = useOwner();
  const [draft, setDraft] = useState(() => shelf.read(owner, empty()));
  const [savedAt, setSavedAt] = useState<number>();
  const change = useRef<ChangeDraft<Draft>>((next) => {
    setDraft((before) => {
      const after = next(before);
      shelf.keep(owner, after);
      return after;
    });
  }).current;
  useFreshPictures(draft, change);
  useFreshBrand(draft, change);
  const changeByHand: ChangeDraft<Draft> = (next) => {
    change(next);
    setSavedAt(Date.now());
  };
  return [draft, changeByHand, savedAt];
}

/** A brand that was hidden since can be named in no film: the draft is then of none. */
function useFreshBrand<Draft extends AnyDraft>({ brandId }: Draft, change: ChangeDraft<Draft>): void {
  const { data: brands } = useQuery(brandsQuery);
  const kept = useRef(brandId).current;
  useEffect(() => {
    if (kept === '' || !brands || brands.items.some(({ id }) => id === kept)) return;
    change((before) => (before.brandId === kept ? { ...before, brandId: '' } : before));
  }, [kept, brands, change]);
}

/** A kept draft has links that have ended since, and may name pictures that were deleted: both are looked up again. */
function useFreshPictures<Draft extends AnyDraft>(draft: Draft, change: ChangeDraft<Draft>): void {
  const kept = useRef([...draft.pictures, ...(draft.logo ? [draft.logo] : [])]);
  useEffect(() => {
    let isHere = true;
    const refresh = async () => {
      const found = new Map(await Promise.all(kept.current.map(async ({ id }) => [id, await findAsset(id)] as const)));
      const renew = (picture: DraftPicture) => {
        const now = found.get(picture.id);
        return now === 'gone' ? [] : [now ?? picture];
      };
      if (!isHere) return;
      change((before) => ({
        ...before,
        pictures: before.pictures.flatMap(renew),
        logo: before.logo ? (renew(before.logo)[0] ?? null) : null,
      }));
    };
    if (kept.current.length > 0) void refresh();
    return () => {
      isHere = false;
    };
  }, [change]);
}

/** Nothing where the studio could not be asked: the picture then stays as it was kept. */
async function findAsset(id: string): Promise<Asset | 'gone' | undefined> {
  try {
    return await call('getAsset', { params: { id } });
  } catch (error) {
    return error instanceof ApiError && error.status === 404 ? 'gone' : undefined;
  }
}
