import { creditRoutes, type Preset, type transaction } from '@kinora/contract';
import type { z } from 'zod';
import type { Database } from '../../platform/database/index.ts';
import { bindRoutes, decodeCursor, type RegisteredRoute, toPage } from '../../platform/http/index.ts';
import { getWallet, listTransactions, type TransactionRow } from './wallet.ts';

export function createCreditRoutes(options: { database: Database; preset: Preset }): RegisteredRoute[] {
  const { database, preset } = options;
  return bindRoutes(creditRoutes, {
    getCredits: async ({ actor }) => ({
      status: 200,
      body: await database.inOrganization(actor.organizationId, (tx) => getWallet(tx, preset)),
    }),
    listTransactions: async ({ actor, query }) => {
      const beforeEntryId = decodeCursor(query.cursor, ['number'])?.[0] as number | undefined;
      const rows = await database.inOrganization(actor.organizationId, (tx) =>
        listTransactions(tx, {
          limit: query.limit + 1,
          ...(beforeEntryId === undefined ? {} : { beforeEntryId }),
        }),
      );
      const { items, nextCursor } = toPage(rows, query.limit, (row) => [row.entryId]);
      return { status: 200, body: { items: items.map(toTransaction), nextCursor } };
    },
  });
}

function toTransaction({ entryId: _entryId, at, ...row }: TransactionRow): z.input<typeof transaction> {
  return { ...row, jobId: row.jobId as z.input<typeof transaction>['jobId'], at: at.toISOString() };
}
