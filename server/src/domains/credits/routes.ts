import { Readable } from 'node:stream';
import { creditRoutes, messagesOf, type Preset, type transaction } from '@kinora/contract';
import type { z } from 'zod';
import type { Database } from '../../platform/database/index.ts';
import { bindRoutes, decodeCursor, type RegisteredRoute, toPage } from '../../platform/http/index.ts';
import { toContentDisposition } from '../../platform/storage/index.ts';
import { type CostRow, listCosts } from './costs.ts';
import { exportTransactions } from './export-transactions.ts';
import { listTransactions, type TransactionRow } from './transactions.ts';
import { getWallet } from './wallet.ts';

export function createCreditRoutes(options: { database: Database; preset: Preset }): RegisteredRoute[] {
  const { database, preset } = options;
  return bindRoutes<typeof creditRoutes>(creditRoutes, {
    getCredits: async ({ actor }) => ({
      status: 200,
      body: await database.inOrganization(actor.organizationId, (tx) => getWallet(tx, preset)),
    }),
    listTransactions: async ({ actor, query }) => {
      const { cursor, limit, ...filter } = query;
      const beforeEntryId = decodeCursor(cursor, ['number'])?.[0] as number | undefined;
      const rows = await database.inOrganization(actor.organizationId, (tx) =>
        listTransactions(tx, {
          ...filter,
          limit: limit + 1,
          ...(beforeEntryId === undefined ? {} : { beforeEntryId }),
        }),
      );
      const { items, nextCursor } = toPage(rows, limit, (row) => [row.entryId]);
      const messages = messagesOf(
        items.map(({ note }) => note),
        items.flatMap(({ jobId, note }) => (jobId && note ? [note] : [])),
      );
      return { status: 200, body: { items: items.map(toTransaction), nextCursor, messages } };
    },
    exportTransactions: async ({ actor, query, reply }) => {
      const content = Readable.from(exportTransactions(options, actor.organizationId, query), { objectMode: false });
      const day = new Date().toISOString().slice(0, 10);
      await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', toContentDisposition('attachment', `credits-${day}.csv`))
        .send(content);
      return 'sent';
    },
    listCosts: async ({ actor, query }) => {
      const beforeId = decodeCursor(query.cursor, ['id'])?.[0] as string | undefined;
      const rows = await database.inOrganization(actor.organizationId, (tx) =>
        listCosts(tx, {
          limit: query.limit + 1,
          ...(beforeId === undefined ? {} : { beforeId }),
          ...(query.projectId === undefined ? {} : { projectId: query.projectId }),
        }),
      );
      const { items, nextCursor } = toPage(rows, query.limit, (row) => [row.id]);
      return { status: 200, body: { items: items.map(toCost), nextCursor } };
    },
  });
}

/** The contract's ids are branded; a row's are as the database gives them. */
type Sent<Schema extends z.ZodType> = z.input<Schema>;

function toTransaction({ entryId: _entryId, at, ...row }: TransactionRow): Sent<typeof transaction> {
  return { ...row, at: at.toISOString() } as Sent<typeof transaction>;
}

type SentCost = Sent<(typeof creditRoutes)['listCosts']['responses'][200]>['items'][number];

function toCost({ currency, micros, at, ...row }: CostRow): SentCost {
  return { ...row, cost: { currency, micros }, at: at.toISOString() } as SentCost;
}
