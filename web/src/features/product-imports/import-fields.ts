import type { ImportField } from '../../api/index.ts';
import { ROLES } from '../catalogue/roles.ts';

/** What a column of a table may hold, in the order the menu shows it. `import-fields.test.ts` compares with the contract. */
export const PRODUCT_FIELDS = [
  'name',
  'sku',
  'kind',
  'brand',
  'status',
  'price',
  'currency',
  'description',
  'tags',
  'id',
] as const;
export const VARIANT_FIELDS = [
  'variant_size',
  'variant_colour',
  'variant_year',
  'variant_trim',
  'variant_sku',
  'variant_price',
  'variant_currency',
  'variant_id',
] as const;
export const PICTURE_FIELDS = ['pictures', ...ROLES] as const;

export type PlainField =
  | (typeof PRODUCT_FIELDS)[number]
  | (typeof VARIANT_FIELDS)[number]
  | (typeof PICTURE_FIELDS)[number];
const PREFIXES = ['attribute', 'number', 'variant_attribute', 'variant_number'] as const;
export type FreePrefix = (typeof PREFIXES)[number];

/** A free fact under the column's own name; a column without a fit name has none. */
export function freeFields(column: string): { prefix: FreePrefix; field: ImportField }[] {
  const name = column
    .replace(/[\r\n\t]/g, ' ')
    .trim()
    .slice(0, 60);
  return name === '' ? [] : PREFIXES.map((prefix) => ({ prefix, field: `${prefix}:${name}` }));
}

/** Fields two columns hold: the studio takes one column a field, pictures aside. */
export function twiceUsed(columns: readonly (ImportField | null)[]): ReadonlySet<ImportField> {
  const seen = new Set<ImportField>();
  const twice = new Set<ImportField>();
  for (const field of columns) {
    if (field === null || PICTURE_FIELDS.some((picture) => picture === field)) continue;
    if (seen.has(field)) twice.add(field);
    seen.add(field);
  }
  return twice;
}
