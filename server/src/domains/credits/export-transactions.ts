import type { Database } from '../../platform/database/index.ts';
import { byteOrderMark, toCsvRow } from '../catalogue/index.ts';
import { listTransactions, type TransactionFilter, type TransactionRow } from './transactions.ts';

const PAGE = 500;
const FORMAT = { delimiter: ',', encoding: 'utf-8' } as const;
const COLUMNS = ['at', 'kind', 'credits_in', 'credits_out', 'balance', 'note', 'project', 'person', 'job', 'id'];

/** The wallet's movements as a table, newest first. Page by page, so that a slow reader holds no transaction open. */
export async function* exportTransactions(
  { database }: { database: Pick<Database, 'inOrganization'> },
  organizationId: string,
  filter: TransactionFilter,
): AsyncGenerator<Buffer> {
  yield Buffer.concat([byteOrderMark(FORMAT), toCsvRow(COLUMNS, FORMAT)]);
  let beforeEntryId: number | undefined;
  for (;;) {
    const rows = await database.inOrganization(organizationId, (transaction) =>
      listTransactions(transaction, {
        ...filter,
        limit: PAGE,
        ...(beforeEntryId === undefined ? {} : { beforeEntryId }),
      }),
    );
    if (rows.length > 0) yield Buffer.concat(rows.map((row) => toCsvRow(toCells(row), FORMAT)));
    if (rows.length < PAGE) return;
    beforeEntryId = rows.at(-1)!.entryId;
  }
}

/** In and out in columns of their own: a minus in front would make a formula of a number. */
function toCells(row: TransactionRow): string[] {
  return [
    row.at.toISOString(),
    row.kind,
    row.amount > 0 ? String(row.amount) : '',
    row.amount < 0 ? String(-row.amount) : '',
    String(row.balanceAfter),
    row.note,
    row.projectName ?? '',
    row.personName ?? '',
    row.jobId ?? '',
    row.id,
  ];
}
