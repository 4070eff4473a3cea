import { useState } from 'react';
import type { ImportCorrection } from '../../api/index.ts';

const keyOf = (importId: string) => `kinora.import.${importId}`;

/** Cells put right by hand, kept in the browser so that a reload does not lose them. The newest of a cell holds. */
export function useCorrections(importId: string) {
  const [list, setList] = useState<ImportCorrection[]>(
    () => JSON.parse(sessionStorage.getItem(keyOf(importId)) ?? '[]') as ImportCorrection[],
  );
  const correct = (next: ImportCorrection) =>
    setList((before) => {
      const after = withCorrection(before, next);
      sessionStorage.setItem(keyOf(importId), JSON.stringify(after));
      return after;
    });
  return { list, correct };
}

export function withCorrection(list: readonly ImportCorrection[], next: ImportCorrection): ImportCorrection[] {
  return [...list.filter(({ row, column }) => row !== next.row || column !== next.column), next];
}
