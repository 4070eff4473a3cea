import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { meQuery } from '../../api/index.ts';
import { dropEdit, findEdit, keepEdit, type Owner } from './kept-edits.ts';

export function useOwner(): Owner {
  const { data: me } = useQuery(meQuery);
  return `${me?.organization?.id}.${me?.user?.id}`;
}

/** Keeps what waits to be sent, and lets go of it when nothing waits any more. */
export function useKeepWaiting(about: string, waiting: object | undefined): void {
  const owner = useOwner();
  const isWaiting = useRef(false);
  useEffect(() => {
    if (waiting !== undefined) keepEdit(owner, about, waiting);
    else if (isWaiting.current) dropEdit(owner, about);
    isWaiting.current = waiting !== undefined;
  }, [owner, about, waiting]);
}

/**
 * What was typed about this the last time and never sent. What has become so meanwhile (sent as the page went away, or
 * by somebody else) is left out; when nothing is left, it is forgotten.
 */
export function findUnsent<Values extends object>(
  owner: Owner,
  about: string,
  current: Readonly<Record<string, unknown>>,
): Values | undefined {
  const kept = findEdit<Values>(owner, about);
  if (!kept) return undefined;
  const unsent = Object.entries(kept).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(current[name]),
  );
  if (unsent.length > 0) return Object.fromEntries(unsent) as Values;
  dropEdit(owner, about);
  return undefined;
}

/** Calls `flush` when the page goes away or out of sight, where a phone may end it without another word. */
export function useFlushOnLeave(flush: () => void): void {
  const latest = useRef(flush);
  latest.current = flush;
  useEffect(() => {
    const stop = new AbortController();
    const leave = () => latest.current();
    addEventListener('pagehide', leave, { signal: stop.signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave(), {
      signal: stop.signal,
    });
    return () => stop.abort();
  }, []);
}
