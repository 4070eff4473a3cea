import type { Transaction } from '../../platform/database/index.ts';
import { purgeImports } from './imports/import-store.ts';

/**
 * Products that lay in the trash for long enough, with their variants and the places of their files. The files themselves
 * belong to the library and stay; undo notes older than a day go as well, and so do tables that were brought long ago: their contents are answered.
 */
export async function purgeProducts(transaction: Transaction, trashDays: number): Promise<string[]> {
  await transaction.query('delete from products where deleted_at < now() - make_interval(days => $1)', [trashDays]);
  await transaction.query(`delete from product_edits where created_at < now() - interval '1 day'`);
  return purgeImports(transaction, trashDays);
}
