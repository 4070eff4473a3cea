import { isDeepStrictEqual } from 'node:util';
import { type ImportFault, type ImportMapping, type ProductAttribute, say } from '@kinora/contract';
import { newId } from '../../../platform/ids.ts';
import type { ProductFields, VariantFields } from '../product-store.ts';
import type { EntryPicture, EntryVariant, ImportEntry } from './read-entry.ts';

/** A product as it is before its rows are applied. */
export type KnownProduct = {
  id: string;
  revision: number;
  fields: ProductFields;
  variants: VariantFields[];
  /** `variant id or nothing` and asset id of each file it has. */
  files: ReadonlySet<string>;
};
export type Known = {
  byId: Map<string, KnownProduct>;
  /** By the folded form of the SKU. */
  bySku: Map<string, KnownProduct>;
  /** How the database folds each SKU met here: its unique index and JavaScript part over letters such as İ and final Σ. */
  foldedSkus: Map<string, string>;
};
export type Brands = ReadonlyMap<string, string | 'several'>;

export type EntryPlan =
  | { action: 'skip'; entry: ImportEntry; faults: ImportFault[] }
  | { action: 'unchanged'; entry: ImportEntry; product: KnownProduct }
  | {
      action: 'create' | 'update';
      entry: ImportEntry;
      /** As it will be; its id is new when it is created. */
      product: KnownProduct;
      before: KnownProduct | null;
      hasNewVariants: boolean;
      pictures: PlannedPicture[];
    };
export type PlannedPicture = Omit<EntryPicture, 'variantIndex'> & { variantId: string | null };

/** What an entry does to the products that are known. Nothing is written; the same plan serves preview and run. */
export function planEntry(
  entry: ImportEntry,
  known: Known,
  context: { brands: Brands; defaults: ImportMapping['defaults'] },
): EntryPlan {
  const { sku } = entry.fields;
  const owner = sku === undefined ? undefined : known.bySku.get(foldSku(known, sku));
  const target = (entry.id === null ? undefined : known.byId.get(entry.id)) ?? owner;
  const faults = [...entry.faults];
  const at = (column: ImportFault['column'], value: string, sentence: string): ImportFault => ({
    row: entry.rows[0]!.row,
    column,
    kind: 'row',
    value,
    sentence,
  });
  if (!target && entry.fields.name === undefined && faults.every(({ column }) => column !== 'name'))
    faults.push(at('name', '', say('import_row.needs_name')));
  if (owner && target && owner.id !== target.id)
    faults.push(at('sku', entry.fields.sku ?? '', say('import_row.sku_taken', { sku: entry.fields.sku ?? '' })));
  const brandId = findBrand(entry, context.brands, faults);
  if (faults.length > 0) return { action: 'skip', entry, faults };
  const fields = mergeFields(target?.fields ?? toNewFields(entry, context.defaults), entry, brandId);
  const { variants, ids, fault } = mergeVariants(target?.variants ?? [], entry.variants);
  if (fault) return { action: 'skip', entry, faults: [at('variant_sku', '', fault)] };
  if (fields.attributes.length > 100)
    return { action: 'skip', entry, faults: [at(null, '', say('import_row.too_many_attributes'))] };
  const pictures = planPictures(entry, ids, target);
  const hasNewVariants = !isDeepStrictEqual(variants, target?.variants ?? []);
  if (target && !hasNewVariants && pictures.length === 0 && isDeepStrictEqual(fields, target.fields))
    return { action: 'unchanged', entry, product: target };
  const product = {
    id: target?.id ?? newId(),
    revision: target?.revision ?? 0,
    fields,
    variants,
    files: target?.files ?? new Set<string>(),
  };
  return { action: target ? 'update' : 'create', entry, product, before: target ?? null, hasNewVariants, pictures };
}

/** After a product was planned, later rows of the same table meet it as it will be. */
export function remember(known: Known, product: KnownProduct): void {
  known.byId.set(product.id, product);
  if (product.fields.sku !== null) known.bySku.set(foldSku(known, product.fields.sku), product);
}

export function foldSku({ foldedSkus }: Pick<Known, 'foldedSkus'>, sku: string): string {
  return foldedSkus.get(sku) ?? sku;
}

function findBrand(entry: ImportEntry, brands: Brands, faults: ImportFault[]): string | undefined {
  const { brand } = entry.fields;
  if (!brand) return undefined;
  const found = brands.get(brand.text.toLowerCase());
  if (found !== undefined && found !== 'several') return found;
  const sentence = found
    ? say('import_row.several_brands', { brand: brand.text })
    : say('import_row.unknown_brand', { brand: brand.text });
  faults.push({ ...brand.at, kind: 'row', value: brand.text, sentence });
  return undefined;
}

function toNewFields(entry: ImportEntry, defaults: ImportMapping['defaults']): ProductFields {
  return {
    kind: defaults.kind,
    name: entry.fields.name ?? '',
    sku: null,
    brandId: null,
    priceMinor: null,
    currency: null,
    status: defaults.status,
    description: '',
    tags: [],
    attributes: [],
  };
}

function mergeFields(
  fields: ProductFields,
  { fields: given }: ImportEntry,
  brandId: string | undefined,
): ProductFields {
  return {
    kind: given.kind ?? fields.kind,
    name: given.name ?? fields.name,
    sku: given.sku ?? fields.sku,
    brandId: brandId ?? fields.brandId,
    priceMinor: given.price?.amountMinor ?? fields.priceMinor,
    currency: given.price?.currency ?? fields.currency,
    status: given.status ?? fields.status,
    description: given.description ?? fields.description,
    tags: given.tags ?? fields.tags,
    attributes: mergeAttributes(fields.attributes, given.attributes),
  };
}

/** Those that are there keep their place; new ones follow in the table's order. */
function mergeAttributes(old: readonly ProductAttribute[], given: readonly ProductAttribute[]): ProductAttribute[] {
  const byKey = new Map(given.map((one) => [one.key, one]));
  const kept = old.map((one) => byKey.get(one.key) ?? one);
  const known = new Set(old.map(({ key }) => key));
  return [...kept, ...[...byKey.values()].filter(({ key }) => !known.has(key))];
}

/** A variant is found again by its id, its SKU, or by being the same in size, colour, year and trim. None is removed. */
function mergeVariants(
  old: readonly VariantFields[],
  given: readonly EntryVariant[],
): { variants: VariantFields[]; ids: string[]; fault: string | null } {
  const variants = [...old];
  const ids: string[] = [];
  for (const one of given) {
    const index = findVariant(variants, one);
    const base = variants[index] ?? EMPTY_VARIANT();
    const merged = applyVariant(base, one);
    if (index < 0) variants.push(merged);
    else variants[index] = merged;
    ids.push(merged.id);
  }
  const skus = variants.flatMap(({ sku }) => (sku === null ? [] : [sku.toLowerCase()]));
  if (new Set(skus).size !== skus.length) return { variants, ids, fault: say('import_row.same_variant_sku') };
  return { variants, ids, fault: variants.length > 200 ? say('import_row.too_many_variants') : null };
}

const EMPTY_VARIANT = (): VariantFields => ({
  id: newId(),
  size: '',
  colour: '',
  year: null,
  trim: '',
  sku: null,
  price_minor: null,
  currency: null,
  attributes: [],
});

function findVariant(variants: readonly VariantFields[], one: EntryVariant): number {
  if (one.id !== null) {
    const found = variants.findIndex(({ id }) => id === one.id);
    if (found >= 0) return found;
  }
  if (one.sku !== undefined) return variants.findIndex(({ sku }) => sku?.toLowerCase() === one.sku?.toLowerCase());
  return variants.findIndex(
    (each) =>
      each.size === (one.size ?? '') &&
      each.colour === (one.colour ?? '') &&
      each.year === (one.year ?? null) &&
      each.trim === (one.trim ?? ''),
  );
}

function applyVariant(variant: VariantFields, one: EntryVariant): VariantFields {
  return {
    ...variant,
    size: one.size ?? variant.size,
    colour: one.colour ?? variant.colour,
    year: one.year ?? variant.year,
    trim: one.trim ?? variant.trim,
    sku: one.sku ?? variant.sku,
    price_minor: one.price?.amountMinor ?? variant.price_minor,
    currency: one.price?.currency ?? variant.currency,
    attributes: mergeAttributes(variant.attributes, one.attributes),
  };
}

/** Files the product has already by their id are left out, so that an export imports again without a change. */
function planPictures(
  entry: ImportEntry,
  variantIds: readonly string[],
  target: KnownProduct | undefined,
): PlannedPicture[] {
  return entry.pictures.flatMap(({ variantIndex, ...picture }) => {
    const variantId = variantIndex === null ? null : (variantIds[variantIndex] ?? null);
    const isThere = target?.files.has(`${variantId ?? ''} ${picture.source.replace(/^asset:/, '')}`) ?? false;
    return isThere ? [] : [{ ...picture, variantId }];
  });
}
