import { PRODUCT_FIELDS as CONTRACT_PRODUCT, VARIANT_FIELDS as CONTRACT_VARIANT, importField } from '@kinora/contract';
import { expect, test } from 'vitest';
import { freeFields, PICTURE_FIELDS, PRODUCT_FIELDS, twiceUsed, VARIANT_FIELDS } from './import-fields.ts';

test('the menu offers every field of the contract and no other', () => {
  expect([...PRODUCT_FIELDS].sort()).toEqual([...CONTRACT_PRODUCT].sort());
  expect([...VARIANT_FIELDS].sort()).toEqual([...CONTRACT_VARIANT].sort());
  for (const field of PICTURE_FIELDS) expect(importField.safeParse(field).success, field).toBe(true);
});

test('a column without a field of its own can be kept as a fact under its name', () => {
  for (const { field } of freeFields('Fabric\tweight')) expect(importField.safeParse(field).success, field).toBe(true);
  expect(freeFields('  ')).toEqual([]);
});

test('two columns for one field are said, two columns of pictures are fine', () => {
  expect([...twiceUsed(['name', 'name', null, 'pictures', 'pictures', 'sku'])]).toEqual(['name']);
});
