import { Readable } from 'node:stream';
import { auditRoutes } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import { bindRoutes, decodeCursor, type RegisteredRoute, toPage } from '../../platform/http/index.ts';
import { toContentDisposition } from '../../platform/storage/index.ts';
import { exportAudit } from './export-audit.ts';
import { toAuditEntry } from './present.ts';
import { listAuditRows } from './store.ts';

export function createAuditRoutes({ database }: { database: Database }): RegisteredRoute[] {
  return bindRoutes<typeof auditRoutes>(auditRoutes, {
    listAudit: async ({ actor, query: { cursor, limit, ...filter } }) => {
      const beforeId = decodeCursor(cursor, ['id'])?.[0] as string | undefined;
      const rows = await database.inOrganization(actor.organizationId, (transaction) =>
        listAuditRows(transaction, { ...filter, beforeId, limit: limit + 1 }),
      );
      const { items, nextCursor } = toPage(rows, limit, (row) => [row.id]);
      return { status: 200, body: { items: items.map(toAuditEntry), nextCursor } };
    },
    exportAudit: async ({ actor, query, reply }) => {
      const content = Readable.from(exportAudit(database, actor.organizationId, query), { objectMode: false });
      const day = new Date().toISOString().slice(0, 10);
      await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', toContentDisposition('attachment', `activity-${day}.csv`))
        .send(content);
      return 'sent';
    },
  });
}
