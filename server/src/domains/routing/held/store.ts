import type { Capability } from '@kinora/contract';
import type { Remote } from '@kinora/providers';
import type { Transaction } from '../../../platform/database/index.ts';

export type HeldRow = {
  id: string;
  job_id: string;
  connection_id: string | null;
  is_operators: boolean;
  provider: string;
  model: string;
  capability: Capability;
  remote_id: string;
  remote_urls: Remote['urls'] | null;
  finished_at: Date;
  asset_ids: string[];
  /** Of all that was copied here, those deleted since included. */
  size_bytes: number;
};

/** How long each vendor keeps what it made, in seconds; null where it does not say. */
export type Holding = ReadonlyMap<string, number | null>;

const HELD = `
  select i.id, i.job_id, i.connection_id, i.is_operators, i.provider, i.model, i.capability, i.remote_id, i.remote_urls,
      i.finished_at, coalesce(i.asset_ids, '{}') as asset_ids,
      (select coalesce(sum(a.size_bytes), 0)::float8 from assets a where a.id = any(i.asset_ids)) as size_bytes
    from intents i join unnest($1::text[], $2::float8[]) as h (provider, seconds) on h.provider = i.provider
    where i.remote_id is not null and i.state = 'finished' and i.deleted_there_at is null
      and (h.seconds is null or i.finished_at > now() - make_interval(secs => h.seconds))`;

const toValues = (holding: Holding) => [[...holding.keys()], [...holding.values()]];

/** Newest first; what its vendor has removed by now is left out. */
export async function listHeldRows(
  transaction: Transaction,
  holding: Holding,
  { beforeId, limit }: { beforeId: string | undefined; limit: number },
): Promise<HeldRow[]> {
  const { rows } = await transaction.query<HeldRow>(
    `${HELD} and ($3::uuid is null or i.id < $3) order by i.id desc limit $4`,
    [...toValues(holding), beforeId ?? null, limit],
  );
  return rows;
}

export async function findHeldRow(transaction: Transaction, holding: Holding, id: string) {
  return (await transaction.query<HeldRow>(`${HELD} and i.id = $3`, [...toValues(holding), id])).rows[0];
}

export async function markDeletedThere(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('update intents set deleted_there_at = clock_timestamp() where id = $1', [id]);
}
