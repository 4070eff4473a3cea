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
    return overNewest(now, async (product, refusal) => {
      if (!refusal) return update(product, fields);
      const left = leftToWrite(fields, { seen: now, newest: product });
      if (!left) throw refusal;
      return Object.keys(left).length === 0 ? product : update(product, left);
    });
  };
  return { apply: (now) => send(now, body), undo: (now) => send(now, back) };
}

const update = (now: Product, body: ProductChange) =>
  call('updateProduct', { params: { id: now.id }, ifMatch: now.revision, body });

/**
 * What of the fields is still to be written on a newer product; null where one of them holds something else than the person
 * saw. One that holds what is wanted was written before: by the same words, sent as their page went away.
 */
export function leftToWrite(
  fields: ProductChange,
  { seen, newest }: { seen: Product; newest: Product },
): ProductChange | null {
  const isSame = (key: string, one: object, other: object) =>
    JSON.stringify(one[key as keyof object]) === JSON.stringify(other[key as keyof object]);
  const left = Object.entries(fields).filter(([key]) => !isSame(key, fields, newest));
  return left.every(([key]) => isSame(key, seen, newest)) ? (Object.fromEntries(left) as ProductChange) : null;
}
