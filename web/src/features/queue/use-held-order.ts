import { useMemo, useState } from 'react';
import type { Job } from '../../api/index.ts';
import { holdOrder } from './row-plan.ts';

/** The list as it is shown: in the queue's order, or as it stood when the pointer came to it. */
export function useHeldOrder(all: readonly Job[]) {
  const [held, setHeld] = useState<string[] | null>(null);
  const shown = useMemo(() => holdOrder(all, held), [all, held]);
  return {
    ...shown,
    hold: () => setHeld((before) => before ?? all.map(({ id }) => id)),
    release: () => setHeld(null),
  };
}
