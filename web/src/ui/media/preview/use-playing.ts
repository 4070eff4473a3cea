import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { choosePlaying } from './choose-playing.ts';

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

export function usePrefersStill(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      stillness.addEventListener('change', onChange);
      return () => stillness.removeEventListener('change', onChange);
    },
    () => stillness.matches,
  );
}

/** Seen by at least this share of itself, a preview may play. */
const SEEN_SHARE = 0.5;

/** Which previews of a screen play now, and what their elements must be told for that. */
export function usePlaying(chosen: string | undefined, isPaused: boolean) {
  const prefersStill = usePrefersStill();
  const [visible, setVisible] = useState<string[]>([]);
  const [pointed, setPointed] = useState<string>();
  const [turn, setTurn] = useState(0);
  const elements = useRef(new Map<string, Element>());
  const observer = useRef<IntersectionObserver>(undefined);
  useEffect(() => {
    const seen = new IntersectionObserver((entries) => setVisible((before) => withSeen(before, entries)), {
      threshold: SEEN_SHARE,
    });
    observer.current = seen;
    for (const element of elements.current.values()) seen.observe(element);
    return () => seen.disconnect();
  }, []);
  // One function for each preview: React calls a new one at every render, and that would watch anew for ever.
  const watchers = useRef(new Map<string, (element: HTMLElement | null) => void>());
  const watch = useCallback((id: string) => {
    const known = watchers.current.get(id);
    if (known) return known;
    const made = (element: HTMLElement | null) => {
      const before = elements.current.get(id);
      if (before) observer.current?.unobserve(before);
      if (!element) {
        elements.current.delete(id);
        setVisible((seen) => seen.filter((one) => one !== id));
        return;
      }
      element.dataset['preview'] = id;
      elements.current.set(id, element);
      observer.current?.observe(element);
    };
    watchers.current.set(id, made);
    return made;
  }, []);
  const playing = prefersStill || isPaused ? [] : choosePlaying(visible, { pointed, chosen, turn });
  return {
    prefersStill,
    playing,
    visible,
    watch,
    point: setPointed,
    /** A film has run through: the next one that nobody pointed at has its turn. */
    passOn: useCallback(() => setTurn((before) => before + 1), []),
  };
}

function withSeen(before: readonly string[], entries: readonly IntersectionObserverEntry[]): string[] {
  const seen = new Set(before);
  for (const { target, isIntersecting } of entries) {
    const id = (target as HTMLElement).dataset['preview'] ?? '';
    if (isIntersecting) seen.add(id);
    else seen.delete(id);
  }
  return [...seen];
}
