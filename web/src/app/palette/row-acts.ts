import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { IconOf } from '../../ui/index.ts';

/** Something the palette can do with the rows of the list behind it. */
export type RowAct = { id: string; label: string; icon?: IconOf; run: () => void };
/** What the palette offers for rows: how it names them, and its acts. */
type RowOffer = { heading: string; acts: readonly RowAct[] };
type Read = (focusedId: string | undefined) => RowOffer | undefined;

export const useRowReader = create<{ read: Read | undefined }>()(() => ({ read: undefined }));

/** A list tells the palette what can be done with what is chosen in it or, with nothing chosen, with the row in focus. */
export function useRowActs<Item extends { id: string }>(
  list: { items: readonly Item[]; chosen: readonly Item[] },
  offer: (rows: readonly Item[]) => RowOffer,
): void {
  const latest = useRef({ list, offer });
  latest.current = { list, offer };
  useEffect(() => {
    const read: Read = (focusedId) => {
      const { items, chosen } = latest.current.list;
      const rows = chosen.length > 0 ? chosen : items.filter(({ id }) => id === focusedId);
      return rows.length > 0 ? latest.current.offer(rows) : undefined;
    };
    useRowReader.setState({ read });
    return () => useRowReader.setState((state) => (state.read === read ? { read: undefined } : state));
  }, []);
}

/** The row that holds the keyboard: lists mark theirs with `data-row`. */
export function focusedRow(): string | undefined {
  const row = document.activeElement?.closest('[data-row]');
  return row instanceof HTMLElement ? row.dataset['row'] : undefined;
}
