import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError, type Asset, call, meQuery } from '../../api/index.ts';
import { useLanguage } from '../../app/words/index.ts';
import { type DraftPicture, type FilmDraft, keepDraft, readDraft } from './draft.ts';

export type ChangeDraft = (next: (before: FilmDraft) => FilmDraft) => void;

/** Drafts are kept apart by person and organization: a browser may be shared, and pictures belong to one organization. */
export function useDraftOwner(): string {
  const { data: me } = useQuery(meQuery);
  return `${me?.organization?.id}.${me?.user?.id}`;
}

export function useDraft(): [FilmDraft, ChangeDraft, number | undefined] {
  const language = useLanguage();
  const owner = useDraftOwner();
  const [draft, setDraft] = useState(() => readDraft(language, owner));
  const [savedAt, setSavedAt] = useState<number>();
  const change = useRef<ChangeDraft>((next) => {
    setDraft((before) => {
      const after = next(before);
      keepDraft(after, owner);
      return after;
    });
  }).current;
  useFreshPictures(draft, change);
  const changeByHand: ChangeDraft = (next) => {
    change(next);
    setSavedAt(Date.now());
  };
  return [draft, changeByHand, savedAt];
}

/** A kept draft has links that have ended since, and may name pictures that were deleted: both are looked up again. */
function useFreshPictures(draft: FilmDraft, change: ChangeDraft): void {
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
