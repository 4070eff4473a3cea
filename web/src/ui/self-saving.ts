import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/index.ts';
import { findUnsent, letGo, useFlushOnLeave, useKeepWaiting, useOwner } from '../app/kept/index.ts';
import { sentenceOf } from './problem.tsx';
import { showToast } from './toast-store.ts';

/** Waited after the last change before it is sent: one drag or one word is one save. */
const SAVE_AFTER_MS = 500;
/** A studio that is away is asked again after this. */
const TRY_AGAIN_MS = 3000;
/** Changes of one gesture within this time are undone together. */
const GESTURE_MS = 1200;

export type SaveState = 'saved' | 'saving' | 'failed';
type Undo<Change> = { back: Change; gesture: string; at: number };

type Sending<Change> = {
  /** Sends the change and puts the answer where the stored thing is read. Throws what is shown as the problem. */
  write: (change: Change) => Promise<void>;
  /** What the change is of (`brand.<id>`): under this name what is not saved yet is kept in this browser. */
  about: string;
};
type SelfSaving<Change> = Sending<Change> & {
  /** What the fields of a change hold now, to go back to; undefined while the thing is not there yet. */
  backOf: (change: Change) => Change | undefined;
  /** What the fields hold in the studio; undefined while that is not known, or where they may not be written. */
  stored: Readonly<Record<string, unknown>> | undefined;
};

/**
 * Changes of one thing that show at once, are saved by themselves, one save after the other, and can be undone. `pending`
 * is what is not saved yet, to be laid over the stored thing. What did not arrive before the screen went (a reload, a crash
 * of the tab, a studio that was away) stands there again when the thing is next opened in this browser, and is sent.
 */
export function useSelfSaving<Change extends object>({ write, about, backOf, stored }: SelfSaving<Change>) {
  const { put, ...sending } = useSending<Change>({ write, about });
  const [undos, setUndos] = useState<Undo<Change>[]>([]);
  const latestBack = useRef(backOf);
  latestBack.current = backOf;

  const change = useCallback(
    (next: Change, gesture = Object.keys(next).join()) => {
      const back = latestBack.current(next);
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

  const owner = useOwner();
  const hasLooked = useRef(false);
  useEffect(() => {
    if (!stored || hasLooked.current) return;
    hasLooked.current = true;
    const unsent = findUnsent<Change>(owner, about, stored);
    if (unsent) change(unsent);
  }, [stored, owner, about, change]);

  return { ...sending, change, undo, canUndo: undos.length > 0 };
}

/**
 * What is put is kept in this browser at once and sent a moment later. A save that is refused is taken back, says why and
 * offers it again; without a connection it stays where it was typed and is sent when the studio answers. What is still
 * waiting when the screen goes is sent then.
 */
function useSending<Change extends object>({ write, about }: Sending<Change>) {
  const owner = useOwner();
  const [pending, setPending] = useState<Partial<Change>>({});
  const [state, setState] = useState<SaveState>('saved');
  const waiting = useRef<Partial<Change>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const isOpen = useRef(true);
  const latest = useRef({ write, owner, about });
  latest.current = { write, owner, about };
  useKeepWaiting(about, Object.keys(pending).length > 0 ? pending : undefined);

  const save = useRef(async () => {
    const body = waiting.current as Change;
    waiting.current = {};
    if (Object.keys(body).length === 0) return;
    try {
      await latest.current.write(body);
      letGo(latest.current.owner, latest.current.about, body);
      setState(Object.keys(waiting.current).length > 0 ? 'saving' : 'saved');
    } catch (error) {
      if (error instanceof ApiError && error.code === 'offline') {
        waiting.current = { ...body, ...waiting.current };
        if (isOpen.current) sendIn.current(TRY_AGAIN_MS);
        return;
      }
      setState('failed');
      showToast({ text: sentenceOf(error), tone: 'bad', again: () => put.current(body) });
    }
    // What was changed meanwhile stays; the rest is what the studio says.
    setPending({ ...waiting.current });
  });
  const flush = useRef(() => {
    clearTimeout(timer.current);
    queue.current = queue.current.then(save.current);
    return queue.current;
  });
  const sendIn = useRef((delayMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void flush.current(), delayMs);
  });
  const put = useRef((change: Change) => {
    waiting.current = { ...waiting.current, ...change };
    setPending((before) => ({ ...before, ...change }));
    setState('saving');
    sendIn.current(SAVE_AFTER_MS);
  });
  useFlushOnLeave(() => void flush.current());
  useEffect(() => {
    isOpen.current = true;
    const send = flush.current;
    return () => {
      isOpen.current = false;
      void send();
    };
  }, []);
  return { pending, state, put: put.current, flush: flush.current };
}

function withUndo<Change>(known: readonly Undo<Change>[], next: Undo<Change>): Undo<Change>[] {
  const last = known.at(-1);
  const isSame = last !== undefined && last.gesture === next.gesture && next.at - last.at < GESTURE_MS;
  return isSame ? [...known.slice(0, -1), { ...last, at: next.at }] : [...known, next];
}
