import { call } from '../../api/index.ts';
import type { BodyOf } from '../../api/types.ts';

export type BulkChange = BodyOf<'bulkEditProducts'>['change'];

/** Most products of one call; more are sent one call after the other. */
const PER_CALL = 500;

/** Changes many products; the answer undoes all of it. */
export async function editMany(
  ids: readonly string[],
  change: BulkChange,
): Promise<{ changed: number; undo: () => Promise<void> }> {
  const edits: string[] = [];
  let changed = 0;
  for (let start = 0; start < ids.length; start += PER_CALL) {
    const edit = await call('bulkEditProducts', { body: { ids: ids.slice(start, start + PER_CALL), change } });
    edits.push(edit.editId);
    changed += edit.changed;
  }
  const undo = async () => {
    for (const id of edits.reverse()) await call('undoBulkEdit', { params: { id } });
  };
  return { changed, undo };
}

/** Out of the trash, one after the other; undone by putting them back. */
export async function restoreMany(ids: readonly string[]): Promise<{ changed: number; undo: () => Promise<void> }> {
  for (const id of ids) await call('restoreProduct', { params: { id } });
  const undo = async () => {
    await editMany(ids, { action: 'delete' });
  };
  return { changed: ids.length, undo };
}
