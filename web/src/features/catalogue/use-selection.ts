import { useState } from 'react';

/**
 * Which rows of a list are chosen. A range runs from the row chosen last. Rows stay chosen while the list is filtered
 * anew, so the names are kept with the ids.
 */
export function useSelection<Item extends { id: string }>(items: readonly Item[]) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Item>>(new Map());
  const [anchor, setAnchor] = useState<string>();
  const toggle = (item: Item) => {
    setAnchor(item.id);
    setChosen((before) => {
      const next = new Map(before);
      if (!next.delete(item.id)) next.set(item.id, item);
      return next;
    });
  };
  const extendTo = (item: Item) => {
    const [from, to] = [items.findIndex(({ id }) => id === anchor), items.findIndex(({ id }) => id === item.id)];
    if (from < 0) return toggle(item);
    const range = items.slice(Math.min(from, to), Math.max(from, to) + 1);
    setChosen((before) => new Map([...before, ...range.map((one) => [one.id, one] as const)]));
  };
  return {
    chosen: [...chosen.values()],
    has: (id: string) => chosen.has(id),
    toggle,
    extendTo,
    chooseAll: () => setChosen(new Map(items.map((item) => [item.id, item]))),
    clear: () => setChosen(new Map()),
  };
}
export type Selection<Item extends { id: string }> = ReturnType<typeof useSelection<Item>>;
