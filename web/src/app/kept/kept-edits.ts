import { create } from 'zustand';

const STORED = 'kinora.typed';
/** What nobody came back to in a month is nobody's any more. */
const KEPT_MS = 30 * 24 * 3600_000;

/** Bumped by every change, so that a count on screen is read anew. */
const useVersion = create<{ version: number }>()(() => ({ version: 0 }));
const bump = () => useVersion.setState(({ version }) => ({ version: version + 1 }));

/** Whose edits: a browser may be shared, and each organization has shots and products of its own. */
export type Owner = string;

/**
 * What was typed and is not sent yet, in this browser, by what it is about (`shot.<id>`): it survives a reload, a crash
 * of the tab and a studio that is away, and goes once it is sent or given up.
 */
export function keepEdit(owner: Owner, about: string, values: object): void {
  try {
    localStorage.setItem(keyOf(owner, about), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // A full or forbidden storage loses the safety net, never the edit: it is still in its field and will be sent.
  }
  bump();
}

export function dropEdit(owner: Owner, about: string): void {
  localStorage.removeItem(keyOf(owner, about));
  bump();
}

/**
 * What was sent has arrived, and is let go; what was typed over it meanwhile stays. Whoever sends says so: the screen may be
 * gone by then, and what it left here would be sent again over somebody else's newer words.
 */
export function letGo(owner: Owner, about: string, sent: object): void {
  const kept = findEdit<Record<string, unknown>>(owner, about);
  if (!kept) return;
  const gone = new Map(Object.entries(sent).map(([name, value]) => [name, JSON.stringify(value)]));
  const left = Object.entries(kept).filter(([name, value]) => gone.get(name) !== JSON.stringify(value));
  if (left.length === 0) dropEdit(owner, about);
  else keepEdit(owner, about, Object.fromEntries(left));
}

export function findEdit<Values extends object>(owner: Owner, about: string, now = Date.now()): Values | undefined {
  return readFresh(keyOf(owner, about), now) as Values | undefined;
}

/** How many edits wait in this browser. */
export function useKeptCount(owner: Owner): number {
  useVersion();
  return countEdits(owner);
}

export function countEdits(owner: Owner, now = Date.now()): number {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(keyOf(owner, '')));
  return keys.filter((key) => readFresh(key, now) !== undefined).length;
}

function readFresh(key: string, now: number): object | undefined {
  const stored = parse(localStorage.getItem(key));
  return stored && now - stored.at < KEPT_MS ? stored.values : undefined;
}

function keyOf(owner: Owner, about: string): string {
  return `${STORED}.${owner}.${about}`;
}

function parse(text: string | null): { at: number; values: object } | undefined {
  try {
    const stored = JSON.parse(text ?? 'null') as { at?: unknown; values?: unknown } | null;
    return typeof stored?.at === 'number' && typeof stored.values === 'object' && stored.values !== null
      ? { at: stored.at, values: stored.values }
      : undefined;
  } catch {
    return undefined;
  }
}
