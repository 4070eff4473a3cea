import type { StreamEvent } from '../../api/index.ts';

export type Place = { kind: 'film' | 'product' | 'brand' | 'template' | 'file'; id: string };
type Seen = { userId: string; place: string; at: number };
/** Open tabs of everybody, by their own ids. */
export type SeenTabs = Readonly<Record<string, Seen>>;

/** A tab tells where it is this often, and is taken for closed when it has missed two. */
export const TELL_EVERY_MS = 20_000;
const SILENT_MS = 45_000;

const PLACES: readonly [Place['kind'], RegExp][] = [
  ['film', /^\/film\/([^/]+)/],
  ['product', /^\/products\/([^/]+)$/],
  ['brand', /^\/brands\/([^/]+)\/kit/],
  ['template', /^\/studios\/product-film\/templates\/([^/]+)/],
  ['file', /^\/library\/assets\/([^/]+)/],
];
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The one thing that an address below the organization's shows; lists show none. */
export function placeOf(path: string): Place | null {
  for (const [kind, pattern] of PLACES) {
    const id = pattern.exec(path)?.[1];
    if (id && ID.test(id)) return { kind, id };
  }
  return null;
}

export const keyOf = ({ kind, id }: Place): string => `${kind} ${id}`;

/** What is known after an event; tabs that went silent are forgotten on the way. */
export function withEvent(tabs: SeenTabs, { data }: Pick<StreamEvent, 'data'>, now: number): SeenTabs {
  const { tab, userId, place } = data as { tab?: unknown; userId?: unknown; place?: Place | null };
  if (typeof tab !== 'string' || typeof userId !== 'string') return tabs;
  const { [tab]: _before, ...others } = withoutSilent(tabs, now);
  return place ? { ...others, [tab]: { userId, place: keyOf(place), at: now } } : others;
}

export function withoutSilent(tabs: SeenTabs, now: number): SeenTabs {
  return Object.fromEntries(Object.entries(tabs).filter(([, { at }]) => now - at < SILENT_MS));
}

/** Other people at the place, each once. */
export function othersAt(tabs: SeenTabs, place: string, ownUserId: string | undefined): string[] {
  const here = Object.values(tabs).filter((seen) => seen.place === place && seen.userId !== ownUserId);
  return [...new Set(here.map(({ userId }) => userId))];
}
