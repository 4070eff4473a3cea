import type { PictureCheck } from '@kinora/contract';
import type { Transaction } from '../../../platform/database/index.ts';
import { type PolicyRow, readPolicy } from '../store.ts';
import { isRefusedAt } from './judge.ts';
import { type CheckRow, readChecks } from './store.ts';

/** What is known of one content; null where it is none that is looked at. */
export type ReadPictureCheck = (transaction: Transaction, hash: string) => Promise<PictureCheck | null>;

export function createReadPictureCheck({ isRequired }: { isRequired: boolean }): ReadPictureCheck {
  return async (transaction, hash) => {
    const row = (await readChecks(transaction, [hash])).find((one) => one.hash === hash);
    if (!row) return null;
    const policy = await readPolicy(transaction);
    const { scores, model, checked_at: checkedAt, decision_id: decisionId } = row;
    return {
      state: policy.checks_pictures || isRequired ? toState(row, policy) : 'off',
      sexual: scores ? scores.porn + scores.hentai : null,
      suggestive: scores?.sexy ?? null,
      model,
      checkedAt: checkedAt?.toISOString() ?? null,
      decisionId,
    };
  };
}

function toState(row: CheckRow, { level }: PolicyRow): PictureCheck['state'] {
  if (!row.is_checked) return 'unchecked';
  if (!isRefusedAt(row.refused_from, level)) return 'passed';
  return row.is_opened ? 'opened' : 'refused';
}
