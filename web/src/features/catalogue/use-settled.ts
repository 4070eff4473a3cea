import { useEffect, useRef, useState } from 'react';
import { useFlushOnLeave } from '../../app/kept/index.ts';

const PAUSE_MS = 800;

/**
 * Something typed that is sent when the person pauses or leaves. Until then the typed value is shown; after it, what the
 * studio has. `undefined` means that nothing is waiting.
 * @param unsent typed before the page was opened anew, and sent now
 */
export function useSettled<Value>(send: (value: Value) => void, unsent?: Value) {
  const [waiting, setWaiting] = useState<Value | undefined>(unsent);
  const latest = useRef({ waiting, send });
  latest.current = { waiting, send };
  const flush = useRef(() => {
    const { waiting: value, send: deliver } = latest.current;
    if (value === undefined) return;
    setWaiting(undefined);
    deliver(value);
  }).current;
  useEffect(() => {
    if (waiting === undefined) return;
    const timer = setTimeout(flush, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [waiting, flush]);
  useFlushOnLeave(flush);
  useEffect(() => () => flush(), [flush]);
  return { waiting, change: setWaiting, flush };
}
