import type { TransactionKind } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type TransactionRow = {
  id: string;
  entryId: number;
  kind: TransactionKind;
  amount: number;
  balanceAfter: number;
  jobId: string | null;
  projectId: string | null;
  projectName: string | null;
  userId: string | null;
  personName: string | null;
  note: string;
  at: Date;
};

/** Days are the organization's own: `from` begins with its midnight, `to` is the last day shown. */
export type TransactionFilter = {
  kind?: TransactionKind | undefined;
  projectId?: string | undefined;
  userId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/**
 * Every movement of the wallet, newest first, with the balance it left. The cursor is the entry's number: entries are never
 * changed. Project and person are those of the job, so a film's lines follow it into its project.
 */
export async function listTransactions(
  transaction: Transaction,
  query: TransactionFilter & { beforeEntryId?: number; limit: number },
): Promise<TransactionRow[]> {
  const { rows } = await transaction.query<TransactionRow>(
    `select t.id, e.id as "entryId", t.kind, e.amount, e.balance_after as "balanceAfter", j.id as "jobId",
       j.project_id as "projectId", p.name as "projectName", j.actor_user_id as "userId",
       app.member_name(j.actor_user_id) as "personName", t.note, t.created_at as at
     from ledger_entries e
     join ledger_accounts a on a.id = e.account_id and a.kind = 'wallet'
     join ledger_transfers t on t.id = e.transfer_id
     join organizations o on o.id = t.organization_id
     left join jobs j on j.id = t.job_id
     left join projects p on p.id = j.project_id
     where ($1::bigint is null or e.id < $1) and ($2::text is null or t.kind = $2)
       and ($3::uuid is null or j.project_id = $3) and ($4::uuid is null or j.actor_user_id = $4)
       and ($5::date is null or t.created_at >= $5::date::timestamp at time zone o.time_zone)
       and ($6::date is null or t.created_at < ($6::date + 1)::timestamp at time zone o.time_zone)
     order by e.id desc limit $7`,
    [
      query.beforeEntryId ?? null,
      query.kind ?? null,
      query.projectId ?? null,
      query.userId ?? null,
      query.from ?? null,
      query.to ?? null,
      query.limit,
    ],
  );
  return rows;
}
