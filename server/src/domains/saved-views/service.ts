import { KinoraError, type SavedView } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { type Member, userIdOf } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';

type SavedViewRecord = {
  id: string;
  screen: string;
  name: string;
  query: string;
  is_shared: boolean;
  owner_user_id: string | null;
  created_at: Date;
  updated_at: Date;
};
type Fields = { name: string; query: string; isShared: boolean };
type Change = { name?: string | undefined; query?: string | undefined; isShared?: boolean | undefined };

export type SavedViewService = ReturnType<typeof createSavedViewService>;

/** Lists as people left them, of any screen. A private view is its owner's alone, also before admins. */
export function createSavedViewService({ database }: { database: Pick<Database, 'inOrganization'> }) {
  const inOrganization = <Result>(actor: Member, work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(actor.organizationId, work);

  async function change(actor: Member, id: string, edit: Change): Promise<SavedView> {
    return inOrganization(actor, async (transaction) => {
      const record = await getForChange(transaction, actor, id);
      const fields = {
        name: edit.name ?? record.name,
        query: edit.query ?? record.query,
        isShared: edit.isShared ?? record.is_shared,
      };
      assertMayShare(actor, fields);
      // Answered from what was written: a view of somebody else that is no longer shared is out of the actor's sight.
      const { rows } = await transaction.query<SavedViewRecord>(
        'update saved_views set name = $2, query = $3, is_shared = $4 where id = $1 returning *',
        [id, fields.name, fields.query, fields.isShared],
      );
      if (!rows[0]) throw new KinoraError('saved_view.not_found', `view ${id} was deleted during its change`);
      return toSavedView(rows[0], actor);
    });
  }

  return {
    list: (actor: Member, screen: string): Promise<SavedView[]> =>
      inOrganization(actor, async (transaction) => {
        const { rows } = await transaction.query<SavedViewRecord>(
          `select * from saved_views where screen = $1 and (is_shared or owner_user_id is not distinct from $2)
           order by lower(name), id`,
          [screen, userIdOf(actor)],
        );
        return rows.map((row) => toSavedView(row, actor));
      }),

    create: (actor: Member, body: Fields & { screen: string }): Promise<SavedView> =>
      inOrganization(actor, async (transaction) => {
        assertMayShare(actor, body);
        const id = newId();
        await transaction.query(
          `insert into saved_views (id, organization_id, screen, name, query, is_shared, owner_user_id)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [id, actor.organizationId, body.screen, body.name, body.query, body.isShared, userIdOf(actor)],
        );
        return toSavedView(await getVisible(transaction, actor, id), actor);
      }),

    update: change,

    delete: (actor: Member, id: string): Promise<void> =>
      inOrganization(actor, async (transaction) => {
        await getForChange(transaction, actor, id);
        await transaction.query('delete from saved_views where id = $1', [id]);
      }),
  };
}

/** What an API key keeps has no owner: it is seen by those it is shared with, and by keys. */
async function getVisible(transaction: Transaction, actor: Member, id: string): Promise<SavedViewRecord> {
  const { rows } = await transaction.query<SavedViewRecord>(
    'select * from saved_views where id = $1 and (is_shared or owner_user_id is not distinct from $2)',
    [id, userIdOf(actor)],
  );
  if (!rows[0]) throw new KinoraError('saved_view.not_found', `no view ${id}`);
  return rows[0];
}

async function getForChange(transaction: Transaction, actor: Member, id: string): Promise<SavedViewRecord> {
  const record = await getVisible(transaction, actor, id);
  const isOwn = record.owner_user_id === userIdOf(actor);
  if (isOwn || actor.role === 'owner' || actor.role === 'admin') return record;
  throw new KinoraError('saved_view.not_own', `view ${id} is shared by somebody else`);
}

function assertMayShare(actor: Member, fields: Pick<Fields, 'isShared'>): void {
  if (fields.isShared && actor.role === 'viewer')
    throw new KinoraError('saved_view.share_forbidden', 'a viewer would share a view');
}

function toSavedView(record: SavedViewRecord, actor: Member): SavedView {
  return {
    id: record.id,
    screen: record.screen,
    name: record.name,
    query: record.query,
    isShared: record.is_shared,
    ownerUserId: record.owner_user_id as SavedView['ownerUserId'],
    isMine: record.owner_user_id === userIdOf(actor),
    createdAt: record.created_at.toISOString(),
    updatedAt: record.updated_at.toISOString(),
  };
}
