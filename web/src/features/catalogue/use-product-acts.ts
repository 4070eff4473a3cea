import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError, type Product, productQuery } from '../../api/index.ts';
import { sentenceOf, showToast } from '../../ui/index.ts';

/** One change of a product and how it is taken back. Both start from the product as it then is. */
export type ProductAct = {
  apply: (now: Product) => Promise<Product>;
  undo: (now: Product) => Promise<Product>;
};

/**
 * Changes of one product, one after the other, so that each is based on the answer to the one before. What was done is
 * kept for Undo, the newest first. A refusal says why, shows the product as it is and offers the change again.
 */
export function useProductActs(id: string) {
  const client = useQueryClient();
  const { queryKey } = productQuery(id);
  const [done, setDone] = useState<ProductAct[]>([]);
  const [savedAt, setSavedAt] = useState<number>();
  const again = useRef<(act: ProductAct) => void>(() => undefined);
  const queue = useMutation({
    scope: { id: `product-${id}` },
    mutationFn: ({ act, isUndo }: { act: ProductAct; isUndo: boolean }) => {
      const now = client.getQueryData(queryKey);
      if (!now) throw new ApiError(0, { code: 'offline' });
      return isUndo ? act.undo(now) : act.apply(now);
    },
    onSuccess: (product, { act, isUndo }) => {
      client.setQueryData(queryKey, product);
      setSavedAt(Date.now());
      if (!isUndo) setDone((before) => [...before.slice(-49), act]);
      for (const name of ['products', 'product-facets']) void client.invalidateQueries({ queryKey: [name] });
    },
    onError: async (error, { act, isUndo }) => {
      await client.invalidateQueries({ queryKey });
      showToast({ text: sentenceOf(error), tone: 'bad', ...(isUndo ? {} : { again: () => again.current(act) }) });
    },
  });
  const run = (act: ProductAct) => queue.mutate({ act, isUndo: false });
  again.current = run;
  const undo = () => {
    const act = done.at(-1);
    if (!act) return;
    setDone((before) => before.slice(0, -1));
    queue.mutate({ act, isUndo: true });
  };
  return { run, undo, canUndo: done.length > 0, savedAt, isSaving: queue.isPending };
}
export type ProductActs = ReturnType<typeof useProductActs>;
