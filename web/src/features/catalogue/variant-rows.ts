import type { Product, ProductVariant } from '../../api/index.ts';
import type { BodyOf } from '../../api/types.ts';

export type VariantBody = BodyOf<'setProductVariants'>['variants'][number];

/** The columns people fill, by what the product is; attributes come after them. */
export type OptionColumn = 'size' | 'colour' | 'year' | 'trim' | 'sku';
export function optionColumns(kind: Product['kind']): OptionColumn[] {
  return kind === 'vehicle' ? ['year', 'trim', 'colour', 'sku'] : ['size', 'colour', 'sku'];
}

/** What a variant is called: what it differs in, joined. */
export function variantName({
  size,
  colour,
  year,
  trim,
}: Pick<ProductVariant, 'size' | 'colour' | 'year' | 'trim'>): string {
  return [year === null ? '' : String(year), trim, size, colour].filter((part) => part !== '').join(' · ');
}

/** A variant as it is sent back. */
export function toBody({ id, size, colour, year, trim, sku, price, attributes }: ProductVariant): VariantBody {
  return { id, size, colour, year, trim, sku, price, attributes };
}

/** Every attribute any variant has, in the order they first come. */
export function attributeKeys(rows: readonly VariantBody[]): string[] {
  return [...new Set(rows.flatMap(({ attributes = [] }) => attributes.map(({ key }) => key)))];
}

export function attributeOf(row: VariantBody, key: string): string {
  return String(row.attributes?.find((one) => one.key === key)?.value ?? '');
}

/** A row with this attribute set; emptied, it goes. */
export function withAttribute(row: VariantBody, key: string, text: string): VariantBody {
  const attributes = row.attributes ?? [];
  const rest = attributes.filter((one) => one.key !== key);
  if (text === '') return { ...row, attributes: rest };
  const value = { key, type: 'text' as const, value: text };
  const isThere = attributes.length > rest.length;
  return { ...row, attributes: isThere ? attributes.map((one) => (one.key === key ? value : one)) : [...rest, value] };
}

/** A row with this option set; a year is four digits or nothing. */
export function withOption(row: VariantBody, column: OptionColumn, text: string): VariantBody {
  if (column === 'year') return { ...row, year: /^\d{4}$/.test(text.trim()) ? Number(text) : null };
  if (column === 'sku') return { ...row, sku: text.trim() === '' ? null : text };
  return { ...row, [column]: text };
}

/** Rows that may be put back: a variant that is gone comes back as a new one. */
export function asKnown(rows: readonly VariantBody[], product: Product): VariantBody[] {
  const known = new Set(product.variants.map(({ id }) => id));
  return rows.map(({ id, ...row }) => (id !== undefined && known.has(id) ? { id, ...row } : row));
}

type Attributes = NonNullable<VariantBody['attributes']>;
const isEqual = (left: unknown, right: unknown) => JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

/** Attributes as one changed them, laid over what they are now: another's new or changed ones stay. */
function mergeAttributes(base: Attributes, mine: Attributes, now: Attributes): Attributes {
  const find = (list: Attributes, key: string) => list.find((one) => one.key === key);
  const kept = now.flatMap((theirs) => {
    const [before, own] = [find(base, theirs.key), find(mine, theirs.key)];
    if (!before) return own ? [own] : [theirs];
    return own ? [isEqual(own, before) ? theirs : own] : [];
  });
  const added = mine.filter((own) => !find(now, own.key) && !isEqual(own, find(base, own.key)));
  return [...kept, ...added];
}

/** One row: what one changed in it is laid over what it is now. */
function mergeRow(base: VariantBody, mine: VariantBody, now: VariantBody): VariantBody {
  const changed = Object.entries(mine).filter(
    ([field, value]) => field !== 'attributes' && !isEqual(value, base[field as keyof VariantBody]),
  );
  const attributes = mergeAttributes(base.attributes ?? [], mine.attributes ?? [], now.attributes ?? []);
  return { ...now, ...Object.fromEntries(changed), attributes };
}

/**
 * The list is written whole, and two people may be at it: only what one changed since `base` is laid over the list as it is
 * now. Another's new rows stay, rows that either took away are gone, and a row one changed while another took it away comes
 * back as a new one.
 */
export function mergeVariants(
  base: readonly VariantBody[],
  mine: readonly VariantBody[],
  now: readonly VariantBody[],
): VariantBody[] {
  const byId = (rows: readonly VariantBody[], id: string | undefined) =>
    id === undefined ? undefined : rows.find((row) => row.id === id);
  const own = mine.flatMap((row) => {
    const [before, theirs] = [byId(base, row.id), byId(now, row.id)];
    if (!before) return [row];
    if (theirs) return [mergeRow(before, row, theirs)];
    return isEqual(row, before) ? [] : [{ ...row, id: undefined }];
  });
  const merged = [...own];
  now.forEach((row, place) => {
    if (byId(base, row.id) || byId(own, row.id)) return;
    const previous = now.slice(0, place).findLast(({ id }) => byId(merged, id));
    merged.splice(previous ? merged.findIndex(({ id }) => id === previous.id) + 1 : 0, 0, row);
  });
  return merged;
}
