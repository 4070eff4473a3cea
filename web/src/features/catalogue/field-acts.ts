import { call, type Product } from '../../api/index.ts';
import type { BodyOf } from '../../api/types.ts';
import type { ProductAct } from './use-product-acts.ts';

export type ProductChange = BodyOf<'updateProduct'>;

/** Changes fields of a product; taken back, they are as they were before. A name that is empty is not sent. */
export function changeFields(before: Product, changes: ProductChange): ProductAct {
  const { name, ...rest } = changes;
  const body = name === undefined || name.trim() === '' ? rest : { ...rest, name };
  const back = Object.fromEntries(Object.keys(body).map((key) => [key, before[key as keyof Product]])) as ProductChange;
  const send = (now: Product, fields: ProductChange) =>
    Object.keys(fields).length === 0
      ? Promise.resolve(now)
      : call('updateProduct', { params: { id: now.id }, ifMatch: now.revision, body: fields });
  return { apply: (now) => send(now, body), undo: (now) => send(now, back) };
}
