import type { Transaction } from '../../platform/database/index.ts';

/** Whose projects these were leaves; those in the trash go along, for they may be restored. */
export async function handOverProjects(
  transaction: Transaction,
  fromUserId: string,
  toUserId: string | null,
): Promise<void> {
  await transaction.query('update projects set owner_user_id = $2 where owner_user_id = $1', [fromUserId, toUserId]);
}
