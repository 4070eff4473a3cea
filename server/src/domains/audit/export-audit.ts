import type { Database } from '../../platform/database/index.ts';
import { byteOrderMark, toCsvRow } from '../catalogue/index.ts';
import { toAuditEntry } from './present.ts';
import { type AuditFilter, type AuditRow, listAuditRows } from './store.ts';

const PAGE = 500;
const FORMAT = { delimiter: ',', encoding: 'utf-8' } as const;
const COLUMNS = ['at', 'who', 'person', 'action', 'subject', 'details', 'id'];

/** The lines as a table, newest first. Page by page, so that a slow reader holds no transaction open. */
export async function* exportAudit(
  database: Pick<Database, 'inOrganization'>,
  organizationId: string,
  filter: AuditFilter,
): AsyncGenerator<Buffer> {
  yield Buffer.concat([byteOrderMark(FORMAT), toCsvRow(COLUMNS, FORMAT)]);
  let beforeId: string | undefined;
  for (;;) {
    const rows = await database.inOrganization(organizationId, (transaction) =>
      listAuditRows(transaction, { ...filter, beforeId, limit: PAGE }),
    );
    if (rows.length > 0) yield Buffer.concat(rows.map((row) => toCsvRow(toCells(row), FORMAT)));
    if (rows.length < PAGE) return;
    beforeId = rows.at(-1)!.id;
  }
}

function toCells(row: AuditRow): string[] {
  const { at, actor, action, subject, details, id } = toAuditEntry(row);
  return [at, actor.kind, actor.name ?? '', action, subject, JSON.stringify(details), id];
}
