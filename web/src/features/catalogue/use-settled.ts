import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 800;

/**
 * Something typed that is sent when the person pauses or leaves. Until then the typed value is shown; after it, what the
 * studio has. `undefined` means that nothing is waiting.
 */
export function useSettled<Value>(send: (value: Value) => void) {
  const [waiting, setWaiting] = useState<Value>();
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
  useEffect(() => () => flush(), [flush]);
  return { waiting, change: setWaiting, flush };
}
