import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type AnswerOf, type Brand, type BrandChange, brandsQuery, call } from '../../api/index.ts';
import { toastProblem } from '../../ui/index.ts';

/** Waited after the last change before it is sent: one drag or one word is one save. */
const SAVE_AFTER_MS = 500;
/** Changes of one gesture within this time are undone together. */
const GESTURE_MS = 1200;

type Undo = { back: BrandChange; gesture: string; at: number };
export type ChangeKit = (change: BrandChange, gesture?: string) => void;
export type SaveState = 'saved' | 'saving' | 'failed';

/**
 * One brand's kit: what is changed shows at once, is saved by itself and can be undone. A save that is refused is taken
 * back and says why. `replace` takes an answer of a route that changes the kit by itself (badges, fonts).
 */
export function useKit(id: string) {
  const client = useQueryClient();
  const brands = useQuery(brandsQuery);
  const [pending, setPending] = useState<BrandChange>({});
  const [undos, setUndos] = useState<Undo[]>([]);
  const [state, setState] = useState<SaveState>('saved');
  const waiting = useRef<BrandChange>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const stored = brands.data?.items.find((brand) => brand.id === id);
  const kit = stored ? ({ ...stored, ...pending } as Brand) : undefined;
  const current = useRef(kit);
  current.current = kit;

  const replace = useCallback(
    (brand: Brand) =>
      client.setQueryData<AnswerOf<'listBrands'>>(
        brandsQuery.queryKey,
        (known) => known && { items: known.items.map((one) => (one.id === brand.id ? brand : one)) },
      ),
    [client],
  );

  const save = useCallback(async () => {
    const body = waiting.current;
    waiting.current = {};
    if (Object.keys(body).length === 0) return;
    try {
      replace(await call('updateBrand', { params: { id }, body }));
      setState('saved');
    } catch (error) {
      setState('failed');
      toastProblem(error);
    }
    // What was typed meanwhile stays; the rest is what the studio says.
    setPending({ ...waiting.current });
  }, [id, replace]);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    queue.current = queue.current.then(save);
    return queue.current;
  }, [save]);
  useEffect(() => () => void flush(), [flush]);

  const put = useCallback(
    (change: BrandChange) => {
      waiting.current = { ...waiting.current, ...change };
      setPending((before) => ({ ...before, ...change }));
      setState('saving');
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), SAVE_AFTER_MS);
    },
    [flush],
  );

  const change = useCallback<ChangeKit>(
    (next, gesture = Object.keys(next).join()) => {
      const before = current.current;
      if (!before) return;
      const back = Object.fromEntries(Object.keys(next).map((key) => [key, before[key as keyof Brand]])) as BrandChange;
      setUndos((known) => {
        const last = known.at(-1);
        const isSame = last !== undefined && last.gesture === gesture && Date.now() - last.at < GESTURE_MS;
        return isSame
          ? [...known.slice(0, -1), { ...last, at: Date.now() }]
          : [...known, { back, gesture, at: Date.now() }];
      });
      put(next);
    },
    [put],
  );

  const undo = useCallback(() => {
    const last = undos.at(-1);
    if (!last) return;
    setUndos(undos.slice(0, -1));
    put(last.back);
  }, [undos, put]);

  return { kit, stored, brands, change, replace, undo, canUndo: undos.length > 0, state, flush };
}

/** Counts up when the stored kit changes in what frames show; the watermark lies over them and is drawn here. */
export function useLookRevision(brand: Brand | undefined): number {
  const known = useRef({ look: '', revision: 0 });
  if (brand) {
    const {
      watermark: _mark,
      revision,
      files: _files,
      filmCount: _count,
      logoUrl: _url,
      logoOnDarkUrl: _dark,
      ...look
    } = brand;
    const text = JSON.stringify(look);
    if (known.current.look !== text) known.current = { look: text, revision };
  }
  return known.current.revision;
}
