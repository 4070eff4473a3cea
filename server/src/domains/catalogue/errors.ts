import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const catalogueErrors = {
  'product.not_found': { status: 404, sentence: 'This product does not exist, or it belongs to another organization.' },
  'product.changed': {
    status: 412,
    sentence: 'Somebody changed this product while you were editing. Look at it again and repeat your change.',
  },
  'product.sku_taken': { status: 409, sentence: 'Another product has this SKU. A SKU belongs to one product.' },
  'product.brand_unknown': { status: 422, sentence: 'The brand of this product does not exist.' },
  'product.variant_unknown': { status: 422, sentence: 'This variant does not belong to the product.' },
  'product.variant_sku_twice': { status: 422, sentence: 'Two variants have the same SKU.' },
  'product.file_unknown': { status: 422, sentence: 'One of the files does not exist, or it lies in the trash.' },
  'product.role_unfit': { status: 422, sentence: 'This file cannot have that role.' },
  'product.media_unknown': { status: 404, sentence: 'This file does not belong to the product.' },
  'product.media_order': {
    status: 409,
    sentence: 'The order names other files than the product has. Look at it again and repeat the move.',
  },
  'product.too_many_files': { status: 422, sentence: 'A product may have up to 300 files.' },
  'product.no_cutout': {
    status: 409,
    sentence: 'This file has no cut-out: the product does not stand apart from its ground.',
  },
  'product.edit_unknown': {
    status: 404,
    sentence: 'This change does not exist, or it belongs to another organization.',
  },
  'product.edit_gone': { status: 410, sentence: 'This change can no longer be undone. Changes are kept for a day.' },
  'product_import.not_found': {
    status: 404,
    sentence: 'This import does not exist, or it belongs to another organization.',
  },
  'product_import.no_file': { status: 422, sentence: 'Send the table as a file, or name the upload that holds it.' },
  'product_import.not_checked': { status: 409, sentence: 'Match the columns and check the rows first.' },
  'product_import.wrong_state': { status: 409, sentence: 'In its present state this cannot be done with the import.' },
  'product_import.columns': { status: 422, sentence: 'The columns do not match the table’s.' },
} as const satisfies ErrorTable;
