import { useState } from 'react';
import { useOwner } from './use-kept-edit.ts';

const STORED = 'kinora.kept';
/** As long as an edit that was not sent. */
const KEPT_MS = 30 * 24 * 3600_000;

/**
 * State that outlives a reload, a crash of the tab and a screen that is laid out anew, in this browser, by what it is about.
 * It waits for nothing, so it counts among no edits; `null` lets it go.
 */
export function useKeptState<Value extends object>(
  about: string,
  parse: (stored: unknown) => Value | null,
): [Value | null, (value: Value | null) => void] {
  const key = `${STORED}.${useOwner()}.${about}`;
  const [value, setValue] = useState(() => parse(readFresh(localStorage.getItem(key), Date.now())));
  const set = (next: Value | null) => {
    setValue(next);
    try {
      if (next === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ at: Date.now(), value: next }));
    } catch {
      // A full or forbidden storage: it lives as long as the page.
    }
  };
  return [value, set];
}

export function readFresh(text: string | null, now: number): unknown {
  try {
    const stored = JSON.parse(text ?? 'null') as { at?: unknown; value?: unknown } | null;
    return typeof stored?.at === 'number' && now - stored.at < KEPT_MS ? stored.value : undefined;
  } catch {
    return undefined;
  }
}
