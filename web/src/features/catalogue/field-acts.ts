import { call, type Product } from '../../api/index.ts';
import type { BodyOf } from '../../api/types.ts';
import { overNewest } from './over-newest.ts';
import type { ProductAct } from './use-product-acts.ts';

export type ProductChange = BodyOf<'updateProduct'>;

/**
 * Changes fields of a product; taken back, they are as they were before. A name that is empty is not sent. Where the
 * product was changed meanwhile in other fields, this change is put on top of the newer one; in the same fields, the
 * refusal stands and the person decides.
 */
export function changeFields(before: Product, changes: ProductChange): ProductAct {
  const { name, ...rest } = changes;
  const body = name === undefined || name.trim() === '' ? rest : { ...rest, name };
  const back = Object.fromEntries(Object.keys(body).map((key) => [key, before[key as keyof Product]])) as ProductChange;
  const send = async (now: Product, fields: ProductChange) => {
    if (Object.keys(fields).length === 0) return now;
    return overNewest(now, (product, refusal) => {
      if (refusal && touches(fields, now, product)) throw refusal;
      return update(product, fields);
    });
  };
  return { apply: (now) => send(now, body), undo: (now) => send(now, back) };
}

const update = (now: Product, body: ProductChange) =>
  call('updateProduct', { params: { id: now.id }, ifMatch: now.revision, body });

/** Whether one of the fields to be written is no longer as the person saw it. */
function touches(fields: ProductChange, seen: Product, newest: Product): boolean {
  const keys = Object.keys(fields) as (keyof ProductChange & keyof Product)[];
  return keys.some((key) => JSON.stringify(seen[key]) !== JSON.stringify(newest[key]));
}
