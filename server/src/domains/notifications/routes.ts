import { messagesOf, type Notification, notificationRoutes } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import {
  bindRoutes,
  decodeCursor,
  type Member,
  type RegisteredRoute,
  toPage,
  userIdOf,
} from '../../platform/http/index.ts';
import {
  countUnread,
  listNotificationRows,
  markRead,
  type NotificationRow,
  readSettings,
  type SettingsRow,
  writeSettings,
} from './store.ts';

const NOTHING: SettingsRow = { muted: [], digest: 'off' };

/** A key is no person: it has nothing to read and nothing to set. */
export function createNotificationRoutes({
  database,
}: {
  database: Pick<Database, 'inOrganization'>;
}): RegisteredRoute[] {
  async function asPerson<Result>(
    actor: Member,
    none: Result,
    work: (transaction: Transaction, userId: string) => Promise<Result>,
  ): Promise<Result> {
    const userId = userIdOf(actor);
    if (userId === null) return none;
    return database.inOrganization(actor.organizationId, (transaction) => work(transaction, userId));
  }

  return bindRoutes<typeof notificationRoutes>(notificationRoutes, {
    async listNotifications({ actor, query }) {
      const beforeId = decodeCursor(query.cursor, ['id'])?.[0] as string | undefined;
      const wanted = { beforeId, isUnread: query.unread ?? false, limit: query.limit + 1 };
      const found = await asPerson(actor, { rows: [], unreadCount: 0 }, async (transaction, userId) => ({
        rows: await listNotificationRows(transaction, { userId, ...wanted }),
        unreadCount: await countUnread(transaction, userId),
      }));
      const { items, nextCursor } = toPage(found.rows as NotificationRow[], query.limit, (row) => [row.id]);
      const messages = messagesOf(
        items.map(({ sentence }) => sentence),
        items.map(({ title }) => title),
      );
      return {
        status: 200,
        body: { items: items.map(toNotification), nextCursor, unreadCount: found.unreadCount, messages },
      };
    },
    async markNotificationsRead({ actor, body }) {
      const unreadCount = await asPerson(actor, 0, async (transaction, userId) => {
        await markRead(transaction, userId, body.ids);
        return countUnread(transaction, userId);
      });
      return { status: 200, body: { unreadCount } };
    },
    async getNotificationSettings({ actor }) {
      return { status: 200, body: await asPerson(actor, NOTHING, readSettings) };
    },
    async setNotificationSettings({ actor, body }) {
      const settings = await asPerson(actor, NOTHING, async (transaction, userId) => {
        await writeSettings(transaction, actor.organizationId, userId, body);
        return readSettings(transaction, userId);
      });
      return { status: 200, body: settings };
    },
  });
}

function toNotification(row: NotificationRow): Notification {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    sentence: row.sentence,
    projectId: row.project_id as Notification['projectId'],
    projectName: row.project_name,
    jobId: row.job_id as Notification['jobId'],
    webhookId: row.webhook_id,
    createdAt: row.created_at.toISOString(),
    isRead: row.read_at !== null,
  };
}
