import { useCallback, useEffect, useRef, useState } from 'react';
import { toastProblem } from './problem.tsx';

/** Waited after the last change before it is sent: one drag or one word is one save. */
const SAVE_AFTER_MS = 500;
/** Changes of one gesture within this time are undone together. */
const GESTURE_MS = 1200;

export type SaveState = 'saved' | 'saving' | 'failed';
type Undo<Change> = { back: Change; gesture: string; at: number };

type SelfSaving<Change> = {
  /** Sends the change and puts the answer where the stored thing is read. Throws what is shown as the problem. */
  write: (change: Change) => Promise<void>;
  /** What the fields of a change hold now, to go back to; undefined while the thing is not there yet. */
  backOf: (change: Change) => Change | undefined;
};

/**
 * Changes of one thing that show at once, are saved by themselves, one save after the other, and can be undone. `pending`
 * is what is not saved yet, to be laid over the stored thing. A save that is refused is taken back and says why; what is
 * still waiting when the screen goes is sent.
 */
export function useSelfSaving<Change extends object>({ write, backOf }: SelfSaving<Change>) {
  const [pending, setPending] = useState<Partial<Change>>({});
  const [undos, setUndos] = useState<Undo<Change>[]>([]);
  const [state, setState] = useState<SaveState>('saved');
  const waiting = useRef<Partial<Change>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const latest = useRef({ write, backOf });
  latest.current = { write, backOf };

  const save = useCallback(async () => {
    const body = waiting.current;
    waiting.current = {};
    if (Object.keys(body).length === 0) return;
    try {
      await latest.current.write(body as Change);
      setState(Object.keys(waiting.current).length > 0 ? 'saving' : 'saved');
    } catch (error) {
      setState('failed');
      toastProblem(error);
    }
    // What was changed meanwhile stays; the rest is what the studio says.
    setPending({ ...waiting.current });
  }, []);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    queue.current = queue.current.then(save);
    return queue.current;
  }, [save]);
  useEffect(() => () => void flush(), [flush]);

  const put = useCallback(
    (change: Change) => {
      waiting.current = { ...waiting.current, ...change };
      setPending((before) => ({ ...before, ...change }));
      setState('saving');
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), SAVE_AFTER_MS);
    },
    [flush],
  );

  const change = useCallback(
    (next: Change, gesture = Object.keys(next).join()) => {
      const back = latest.current.backOf(next);
      if (!back) return;
      setUndos((known) => withUndo(known, { back, gesture, at: Date.now() }));
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

  return { pending, change, undo, canUndo: undos.length > 0, state, flush };
}

function withUndo<Change>(known: readonly Undo<Change>[], next: Undo<Change>): Undo<Change>[] {
  const last = known.at(-1);
  const isSame = last !== undefined && last.gesture === next.gesture && next.at - last.at < GESTURE_MS;
  return isSame ? [...known.slice(0, -1), { ...last, at: next.at }] : [...known, next];
}
