import { z } from 'zod';
import { messages, say } from '../messages.ts';
import { isoTime, userId } from '../primitives.ts';
import { productFilter, productKind, productStatus } from './catalogue.ts';
import { cursorQuery, page } from './common.ts';
import { mediaRole } from './media-role.ts';
import { defineRoutes } from './route.ts';

export const tableEncoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1255', 'windows-1256']);
export const tableDelimiter = z.enum(['comma', 'semicolon', 'tab', 'pipe']);
export type TableDelimiterName = z.infer<typeof tableDelimiter>;

/** What a row of a table says of a product, in the order an export writes it. */
export const PRODUCT_FIELDS = [
  'id',
  'sku',
  'name',
  'kind',
  'brand',
  'status',
  'price',
  'currency',
  'description',
  'tags',
] as const;
/** The same for a variant. */
export const VARIANT_FIELDS = [
  'variant_id',
  'variant_size',
  'variant_colour',
  'variant_year',
  'variant_trim',
  'variant_sku',
  'variant_price',
  'variant_currency',
] as const;

const plainField = z.enum([
  ...PRODUCT_FIELDS,
  ...VARIANT_FIELDS,
  /** Files without a role of their own: the next views the product does not have. */
  'pictures',
  ...mediaRole.options,
]);
const FREE_FIELD = /^(attribute|number|variant_attribute|variant_number):[^\r\n\t]{1,60}$/;
const toFieldFault = ({ input }: { input?: unknown }) =>
  say('field.import_field', { given: String(input), fields: plainField.options.join(', ') });
/** What a column holds: a field, or a free attribute as `attribute:Material` (text) or `number:Weight`. */
export const importField = z.union([plainField, z.string().regex(FREE_FIELD, { error: toFieldFault })], {
  error: toFieldFault,
});
export type ImportField = z.infer<typeof importField>;

export const importMapping = z.object({
  /** One for each column of the file, in its order; null: left out. */
  columns: z.array(importField.nullable()).max(500),
  /** What rows without a word on it get; of products that are there already nothing changes. */
  defaults: z
    .object({
      kind: productKind.default('object'),
      status: productStatus.default('draft'),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, say('field.currency'))
        .nullable()
        .default(null),
    })
    .prefault({}),
});
export type ImportMapping = z.output<typeof importMapping>;

/** One cell put right by hand before the import. `row` as a spreadsheet counts, the header being 1; `column` from 0. */
export const importCorrection = z.object({
  row: z.int().min(2),
  column: z.int().min(0).max(499),
  value: z.string().max(20_000),
});
export type ImportCorrection = z.infer<typeof importCorrection>;

/**
 * draft: read, nothing written. running: writes chunk after chunk; a crash goes on where it stopped. completed, cancelled
 * (what is written stays), failed. undoing, undone: products it made are in the trash, those it changed are as before.
 */
export const importState = z.enum(['draft', 'running', 'completed', 'failed', 'cancelled', 'undoing', 'undone']);
export type ImportState = z.infer<typeof importState>;

export const productImport = z
  .object({
    id: z.uuid(),
    name: z.string(),
    sizeBytes: z.int(),
    encoding: tableEncoding,
    /** False: a guess among 8-bit code pages; look at the samples and declare another. */
    isEncodingCertain: z.boolean(),
    delimiter: tableDelimiter,
    columns: z.array(z.object({ name: z.string(), proposed: importField.nullable(), samples: z.array(z.string()) })),
    mapping: importMapping.nullable(),
    archive: z.object({ name: z.string(), files: z.int() }).nullable(),
    state: importState,
    totalRows: z.int(),
    /** Last row that was dealt with, for progress. */
    doneRows: z.int(),
    created: z.int(),
    updated: z.int(),
    /** Products that were already as their rows say. */
    unchanged: z.int(),
    /** Rows with faults, which were left out. */
    skipped: z.int(),
    pictures: z.object({ total: z.int(), done: z.int(), failed: z.int() }),
    /** After an undo: products put back, and those somebody had changed since, which stayed. */
    undone: z.object({ restored: z.int(), kept: z.int() }),
    failure: z.string().nullable(),
    /** Until when it can be undone; null when it cannot. */
    undoUntil: isoTime.nullable(),
    createdBy: userId.nullable(),
    createdAt: isoTime,
    startedAt: isoTime.nullable(),
    finishedAt: isoTime.nullable(),
  })
  .meta({ id: 'ProductImport' });
export type ProductImport = z.infer<typeof productImport>;

/** What is wrong with one cell. `row`: the product's rows are left out. `picture`: only this file is missing. */
export const importFault = z
  .object({
    row: z.int(),
    column: z.string().nullable(),
    kind: z.enum(['row', 'picture']),
    value: z.string(),
    sentence: z.string(),
    messages: messages.optional(),
  })
  .meta({ id: 'ImportFault' });
export type ImportFault = z.infer<typeof importFault>;

export const importPreview = z
  .object({
    creates: z.int(),
    updates: z.int(),
    unchanged: z.int(),
    skippedRows: z.int(),
    pictures: z.int(),
    faultCount: z.int(),
    /** The first 200; the rest by listProductImportFaults. */
    faults: z.array(importFault),
    /** The first 20 products as they would be. */
    samples: z.array(
      z.object({
        row: z.int(),
        action: z.enum(['create', 'update', 'unchanged', 'skip']),
        name: z.string(),
        sku: z.string().nullable(),
        price: z.string().nullable(),
        variants: z.int(),
        pictures: z.int(),
      }),
    ),
  })
  .meta({ id: 'ImportPreview' });
export type ImportPreview = z.infer<typeof importPreview>;

/** Most corrections one import carries. */
const CORRECTIONS = 2000;
/** Larger files come as uploads. */
const FORM_BYTES = 10 * 1024 * 1024;
const id = z.object({ id: z.uuid() });
const reading = z.object({ encoding: tableEncoding.optional(), delimiter: tableDelimiter.optional() });

export const productImportRoutes = defineRoutes({
  createProductImport: {
    method: 'POST',
    path: '/product-imports',
    operationId: 'createProductImport',
    tag: 'product imports',
    summary: 'Read a table of products: as form or data URI up to 10 MB, or an upload; nothing is written yet',
    access: 'products.write',
    form: { maxBytes: FORM_BYTES },
    body: reading.extend({
      name: z.string().min(1).max(255),
      dataUri: z.string().startsWith('data:').optional(),
      uploadId: z.uuid().optional(),
    }),
    responses: { 201: productImport },
  },
  listProductImports: {
    method: 'GET',
    path: '/product-imports',
    operationId: 'listProductImports',
    tag: 'product imports',
    summary: 'Imports, newest first',
    access: 'products.read',
    query: cursorQuery,
    responses: { 200: page(productImport) },
  },
  getProductImport: {
    method: 'GET',
    path: '/product-imports/:id',
    operationId: 'getProductImport',
    tag: 'product imports',
    summary: 'One import with its columns and progress',
    access: 'products.read',
    params: id,
    responses: { 200: productImport },
  },
  rereadProductImport: {
    method: 'PATCH',
    path: '/product-imports/:id',
    operationId: 'rereadProductImport',
    tag: 'product imports',
    summary: 'Read the same file again with another encoding or delimiter',
    access: 'products.write',
    params: id,
    body: reading,
    responses: { 200: productImport },
  },
  setProductImportArchive: {
    method: 'PUT',
    path: '/product-imports/:id/archive',
    operationId: 'setProductImportArchive',
    tag: 'product imports',
    summary: 'A ZIP of pictures that the table names, sent as an upload',
    access: 'products.write',
    params: id,
    body: z.object({ uploadId: z.uuid() }),
    responses: { 200: productImport },
  },
  previewProductImport: {
    method: 'POST',
    path: '/product-imports/:id/preview',
    operationId: 'previewProductImport',
    tag: 'product imports',
    summary: 'Check every row with this mapping and keep it for the run; no product is written',
    access: 'products.write',
    params: id,
    body: z.object({
      mapping: importMapping,
      corrections: z.array(importCorrection).max(CORRECTIONS).default([]),
    }),
    responses: { 200: importPreview },
  },
  listProductImportFaults: {
    method: 'GET',
    path: '/product-imports/:id/faults',
    operationId: 'listProductImportFaults',
    tag: 'product imports',
    summary: 'What is wrong, by row',
    access: 'products.read',
    params: id,
    query: cursorQuery,
    responses: { 200: page(importFault) },
  },
  runProductImport: {
    method: 'POST',
    path: '/product-imports/:id/run',
    operationId: 'runProductImport',
    tag: 'product imports',
    summary: 'Write the checked rows; goes on where it was cancelled or stopped',
    access: 'products.write',
    params: id,
    responses: { 202: productImport },
  },
  cancelProductImport: {
    method: 'POST',
    path: '/product-imports/:id/cancel',
    operationId: 'cancelProductImport',
    tag: 'product imports',
    summary: 'Stop after the chunk that is being written; what is written stays until undone',
    access: 'products.write',
    params: id,
    responses: { 200: productImport },
  },
  undoProductImport: {
    method: 'POST',
    path: '/product-imports/:id/undo',
    operationId: 'undoProductImport',
    tag: 'product imports',
    summary: 'Take back a whole import, for 24 hours; products changed since stay as they are',
    access: 'products.write',
    params: id,
    responses: { 202: productImport },
  },
  exportProducts: {
    method: 'GET',
    path: '/product-export',
    operationId: 'exportProducts',
    tag: 'product imports',
    summary: 'The products as CSV; imported again it changes nothing',
    access: 'products.read',
    query: productFilter.omit({ q: true, deleted: true }).extend({
      delimiter: tableDelimiter.default('comma'),
      encoding: z.enum(['utf-8', 'utf-16le']).default('utf-8'),
    }),
    responses: { 200: null },
    binary: { mediaType: 'text/csv', description: 'One row a product, and one for each of its variants' },
  },
});
