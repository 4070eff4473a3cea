import {
  type ImportFault,
  type ImportField,
  type ImportMapping,
  type MediaRole,
  mediaRole,
  type Price,
  type ProductAttribute,
  type ProductKind,
  type ProductStatus,
  productAttribute,
  productKind,
  productStatus,
  productTag,
  say,
} from '@kinora/contract';
import { cut, readNumber, readPrice, restoreFormula, splitPictures, splitTags } from './cells.ts';

export type TableRow = { row: number; cells: readonly string[] };

/** What one product's rows say. Fields that stand nowhere are absent: they keep what the product has. */
export type ImportEntry = {
  rows: readonly TableRow[];
  id: string | null;
  fields: {
    name?: string;
    sku?: string;
    kind?: ProductKind;
    /** As written: a name or an id. */
    brand?: { text: string; at: Cell };
    status?: ProductStatus;
    price?: Price;
    description?: string;
    tags?: string[];
    attributes: ProductAttribute[];
  };
  variants: EntryVariant[];
  pictures: EntryPicture[];
  faults: ImportFault[];
};
export type EntryVariant = {
  row: number;
  id: string | null;
  size?: string;
  colour?: string;
  year?: number;
  trim?: string;
  sku?: string;
  price?: Price;
  attributes: ProductAttribute[];
};
export type EntryPicture = {
  row: number;
  column: string;
  role: MediaRole | null;
  source: string;
  /** Which of `variants` it belongs to; null: the product's own. */
  variantIndex: number | null;
};
type Cell = { row: number; column: string };

export type Table = { columns: readonly string[]; mapping: ImportMapping };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The cell of a field in a row, restored and without what cannot be stored; empty where there is none. */
function cellOf(table: Table, row: TableRow, field: ImportField): string {
  const index = table.mapping.columns.indexOf(field);
  return index < 0 ? '' : restoreFormula(row.cells[index] ?? '');
}

/** Rows that follow each other with the same id or SKU are one product. Without either each row is its own. */
export function keyOf(table: Table, row: TableRow): string | null {
  const key = cellOf(table, row, 'id').trim() || cellOf(table, row, 'sku').trim();
  return key === '' ? null : key.toLowerCase();
}

/**
 * The first row gives the product's fields, every row with a variant's cells gives a variant. Files named in the first
 * row are the product's; those in a later row are its variant's.
 */
export function readEntry(table: Table, rows: readonly TableRow[]): ImportEntry {
  const faults: ImportFault[] = rows.flatMap((row) => findUnusableCells(table, row));
  const first = rows[0]!;
  const reader = createReader(table, first, faults);
  const id = reader.text('id', 36);
  const entry: ImportEntry = {
    rows,
    id: id !== undefined && UUID.test(id) ? id.toLowerCase() : null,
    fields: readFields(reader),
    variants: [],
    pictures: [],
    faults,
  };
  for (const row of rows) readVariantAndPictures(table, entry, row);
  return entry;
}

type Reader = ReturnType<typeof createReader>;

function createReader(table: Table, row: TableRow, faults: ImportFault[]) {
  const columnOf = (field: ImportField) => table.columns[table.mapping.columns.indexOf(field)] ?? field;
  const raw = (field: ImportField) => cellOf(table, row, field);
  const complain = (field: ImportField, sentence: string) => {
    const value = cut(raw(field), 200);
    faults.push({ row: row.row, column: columnOf(field), kind: 'row', value, sentence });
  };
  function text(field: ImportField, longest: number): string | undefined {
    const value = raw(field).trim();
    if (value === '') return undefined;
    if (/[\r\n\t]/.test(value)) complain(field, say('import_row.one_line', { column: columnOf(field) }));
    else if (value.length > longest)
      complain(field, say('import_row.too_long', { column: columnOf(field), count: longest }));
    else return value;
    return undefined;
  }
  function price(amount: ImportField, currency: ImportField): Price | undefined {
    const cell = raw(amount).trim();
    if (cell === '') return undefined;
    const code = raw(currency).trim().toUpperCase();
    if (code !== '' && !/^[A-Z]{3}$/.test(code)) {
      complain(currency, say('import_row.bad_currency', { column: columnOf(currency), value: cut(code, 20) }));
      return undefined;
    }
    const read = readPrice(cell, code || table.mapping.defaults.currency);
    if (read.kind === 'price') return read.price;
    const isUnreadable = read.kind === 'unreadable';
    complain(
      amount,
      isUnreadable
        ? say('import_row.no_price', { column: columnOf(amount), value: cut(cell, 60) })
        : say('import_row.no_currency'),
    );
    return undefined;
  }
  function choice<Value extends string>(field: ImportField, options: readonly Value[]): Value | undefined {
    const cell = raw(field).trim();
    if (cell === '') return undefined;
    const value = options.find((option) => option === cell.toLowerCase());
    if (value === undefined)
      complain(
        field,
        say('import_row.no_choice', { column: columnOf(field), value: cut(cell, 60), choices: options.join(', ') }),
      );
    return value;
  }
  function attributes(textPrefix: string, numberPrefix: string): ProductAttribute[] {
    return table.mapping.columns.flatMap((field) => {
      if (field === null) return [];
      const isText = field.startsWith(textPrefix);
      if (!isText && !field.startsWith(numberPrefix)) return [];
      return readAttribute(field, isText ? textPrefix : numberPrefix, isText) ?? [];
    });
  }
  function readAttribute(field: ImportField, prefix: string, isText: boolean): ProductAttribute | undefined {
    const cell = raw(field);
    if (cell.trim() === '') return undefined;
    const key = field.slice(prefix.length).trim();
    const value = isText ? cell : readNumber(cell);
    const parsed = productAttribute.safeParse({ key, type: isText ? 'text' : 'number', value });
    if (parsed.success) return parsed.data;
    complain(
      field,
      isText
        ? say('import_row.too_long', { column: columnOf(field), count: 500 })
        : say('import_row.no_number', { column: columnOf(field), value: cut(cell, 60) }),
    );
    return undefined;
  }
  return { row: row.row, raw, columnOf, complain, text, price, choice, attributes };
}

function readFields(reader: Reader): ImportEntry['fields'] {
  const fields: ImportEntry['fields'] = { attributes: reader.attributes('attribute:', 'number:') };
  const name = reader.text('name', 160);
  const sku = reader.text('sku', 80);
  const brand = reader.text('brand', 60);
  const kind = reader.choice('kind', productKind.options);
  const status = reader.choice('status', productStatus.options);
  const price = reader.price('price', 'currency');
  const description = readDescription(reader);
  const tags = readTags(reader);
  if (name !== undefined) fields.name = name;
  if (sku !== undefined) fields.sku = sku;
  if (brand !== undefined) fields.brand = { text: brand, at: { row: reader.row, column: reader.columnOf('brand') } };
  if (kind !== undefined) fields.kind = kind;
  if (status !== undefined) fields.status = status;
  if (price !== undefined) fields.price = price;
  if (description !== undefined) fields.description = description;
  if (tags !== undefined) fields.tags = tags;
  return fields;
}

function readDescription(reader: Reader): string | undefined {
  const cell = reader.raw('description');
  if (cell.trim() === '') return undefined;
  if (cell.length <= 20_000) return cell;
  reader.complain('description', say('import_row.too_long', { column: reader.columnOf('description'), count: 20_000 }));
  return undefined;
}

function readTags(reader: Reader): string[] | undefined {
  const tags = [...new Set(splitTags(reader.raw('tags')))];
  if (tags.length === 0) return undefined;
  const tooLong = tags.find((tag) => !productTag.safeParse(tag).success);
  if (tooLong) reader.complain('tags', say('import_row.long_tag', { tag: cut(tooLong, 60) }));
  else if (tags.length > 50) reader.complain('tags', say('import_row.too_many_tags'));
  else return tags;
  return undefined;
}

const VARIANT_TEXTS = [
  ['size', 'variant_size'],
  ['colour', 'variant_colour'],
  ['trim', 'variant_trim'],
  ['sku', 'variant_sku'],
] as const;

/** Files are added in this order: whoever names no hero gets the first of the pictures. */
const PICTURE_FIELDS = [...new Set(['hero', 'pictures', ...mediaRole.options] as const)];

function readVariantAndPictures(table: Table, entry: ImportEntry, row: TableRow): void {
  const reader = createReader(table, row, entry.faults);
  const variant = readVariant(reader);
  if (variant) entry.variants.push(variant);
  const variantIndex = variant && row !== entry.rows[0] ? entry.variants.length - 1 : null;
  for (const field of PICTURE_FIELDS) {
    const role = field === 'pictures' ? null : field;
    for (const source of splitPictures(reader.raw(field)))
      entry.pictures.push({
        row: row.row,
        column: reader.columnOf(field),
        role,
        source: cut(source, 2000),
        variantIndex,
      });
  }
}

function readVariant(reader: Reader): EntryVariant | null {
  const id = reader.text('variant_id', 36);
  const variant: EntryVariant = {
    row: reader.row,
    id: id !== undefined && UUID.test(id) ? id.toLowerCase() : null,
    attributes: reader.attributes('variant_attribute:', 'variant_number:'),
  };
  for (const [key, field] of VARIANT_TEXTS) {
    const value = reader.text(field, 80);
    if (value !== undefined) variant[key] = value;
  }
  const year = reader.raw('variant_year').trim();
  if (/^\d{4}$/.test(year) && Number(year) >= 1800 && Number(year) <= 2200) variant.year = Number(year);
  else if (year !== '')
    reader.complain(
      'variant_year',
      say('import_row.no_year', { column: reader.columnOf('variant_year'), value: cut(year, 60) }),
    );
  const price = reader.price('variant_price', 'variant_currency');
  if (price) variant.price = price;
  const isEmpty = id === undefined && variant.attributes.length === 0 && Object.keys(variant).length === 3;
  return isEmpty ? null : variant;
}

/** More cells than the header names, and characters the database cannot hold. */
function findUnusableCells(table: Table, row: TableRow): ImportFault[] {
  const faults: ImportFault[] = [];
  const extra = row.cells.slice(table.columns.length).find((cell) => cell.trim() !== '');
  if (extra !== undefined) {
    const sentence = say('import_row.more_cells', { cells: row.cells.length, columns: table.columns.length });
    faults.push({ row: row.row, column: null, kind: 'row', value: cut(extra, 200), sentence });
  }
  for (const [index, cell] of row.cells.entries())
    if (table.mapping.columns[index] && cell.includes('\u0000'))
      faults.push({
        row: row.row,
        column: table.columns[index] ?? null,
        kind: 'row',
        value: '',
        sentence: say('import_row.bad_character'),
      });
  return faults;
}
