import type { Transaction } from '../../platform/database/index.ts';

/** Shared views stay for those who use them; a person's private ones end with their membership. */
export async function handOverViews(
  transaction: Transaction,
  fromUserId: string,
  toUserId: string | null,
): Promise<void> {
  await transaction.query('delete from saved_views where owner_user_id = $1 and not is_shared', [fromUserId]);
  await transaction.query('update saved_views set owner_user_id = $2 where owner_user_id = $1', [fromUserId, toUserId]);
}
