import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  archivedTemplatesQuery,
  type BodyOf,
  call,
  productTemplatesQuery,
  type SavedTemplate,
} from '../../api/index.ts';
import { toastProblem } from '../../ui/index.ts';
import { applyChange, type TemplateChange } from './template-change.ts';

/** Waited after the last change before it is sent: one drag of a slider is one save. */
const SAVE_AFTER_MS = 600;
/** Changes of one field within this time are undone together. */
const GESTURE_MS = 1200;

type Undo = { back: TemplateChange; field: string; at: number };
export type ChangeTemplate = (change: TemplateChange, field: string) => void;

/**
 * One of the organization's templates: what is changed shows at once, is saved by itself and can be undone. A save that
 * is refused is taken back and says why.
 */
export function useTemplate(id: string) {
  const client = useQueryClient();
  const active = useQuery(productTemplatesQuery);
  const archived = useQuery(archivedTemplatesQuery);
  const stored = [...(active.data?.items ?? []), ...(archived.data?.items ?? [])].find((one) => one.id === id);
  const [pending, setPending] = useState<TemplateChange>({});
  const [undos, setUndos] = useState<Undo[]>([]);
  const [state, setState] = useState<'saved' | 'saving' | 'failed'>('saved');
  const waiting = useRef<TemplateChange>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const shown = stored ? applyChange(stored, pending) : undefined;
  const current = useRef<SavedTemplate>(undefined);
  current.current = shown;

  const save = useCallback(async () => {
    const body = waiting.current;
    waiting.current = {};
    if (Object.keys(body).length === 0) return;
    try {
      const written = await call('updateProductTemplate', {
        params: { id },
        body: body as BodyOf<'updateProductTemplate'>,
      });
      for (const { queryKey } of [productTemplatesQuery, archivedTemplatesQuery])
        client.setQueryData(queryKey, (known: typeof active.data) =>
          known ? { ...known, items: known.items.map((one) => (one.id === id ? written : one)) } : known,
        );
      setState('saved');
    } catch (error) {
      setState('failed');
      toastProblem(error);
    }
    // What was changed meanwhile stays; the rest is what the studio says.
    setPending({ ...waiting.current });
  }, [client, id]);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    queue.current = queue.current.then(save);
    return queue.current;
  }, [save]);
  useEffect(() => () => void flush(), [flush]);

  const put = useCallback(
    (change: TemplateChange) => {
      waiting.current = { ...waiting.current, ...change };
      setPending((before) => ({ ...before, ...change }));
      setState('saving');
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), SAVE_AFTER_MS);
    },
    [flush],
  );

  const change = useCallback<ChangeTemplate>(
    (next, field) => {
      const before = current.current;
      if (!before) return;
      const { name, brandId, template } = before;
      const all = { name, brandId, parameters: template.parameters, timing: template.timing };
      const back = Object.fromEntries(Object.keys(next).map((key) => [key, all[key as keyof TemplateChange]]));
      setUndos((known) => withUndo(known, { back, field, at: Date.now() }));
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

  const isKnown = active.data !== undefined && (stored !== undefined || archived.data !== undefined);
  const error = active.error ?? archived.error;
  return {
    template: shown,
    builtIn: active.data?.builtIn ?? [],
    isKnown,
    error,
    change,
    undo,
    canUndo: undos.length > 0,
    state,
    flush,
  };
}

function withUndo(known: readonly Undo[], next: Undo): Undo[] {
  const last = known.at(-1);
  const isSame = last !== undefined && last.field === next.field && next.at - last.at < GESTURE_MS;
  return isSame ? [...known.slice(0, -1), { ...last, at: next.at }] : [...known, next];
}
