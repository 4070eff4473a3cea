import { type Asset, type HeldItem, type HeldLook, KinoraError } from '@kinora/contract';
import type { Output, PollOutcome, Provider } from '@kinora/providers';
import type { Database, Transaction } from '../../../platform/database/index.ts';
import type { Member } from '../../../platform/http/index.ts';
import type { SignedLinks } from '../../../platform/storage/index.ts';
import { noteAct } from '../../accounts/index.ts';
import { type AssetRecord, type AssetService, findAssets, toAsset, toMaker } from '../../assets/index.ts';
import { type ConnectionParts, getProvider, type OpenConnection, openConnection } from '../connections.ts';
import { routingError } from '../errors.ts';
import { findHeldRow, type HeldRow, type Holding, listHeldRows, markDeletedThere } from './store.ts';

export type HeldParts = ConnectionParts & {
  database: Pick<Database, 'inOrganization'>;
  links: SignedLinks;
  assets: Pick<AssetService, 'takeContent'>;
};
export type HeldService = ReturnType<typeof createHeldService>;

const MOST_BYTES = 300_000_000;
const FETCH_MS = 120_000;

/**
 * What vendors made for this organization and may still have (spec C10): what Kinora stored as remote, never a vendor's own
 * list, in which an operator's account would show the work of other organizations.
 */
export function createHeldService(parts: HeldParts) {
  const { database, links } = parts;
  const holding: Holding = new Map(
    [...parts.providers.values()].flatMap(({ id, holds }) => (holds ? [[id, holds.seconds] as const] : [])),
  );

  async function open(
    actor: Member,
    id: string,
  ): Promise<{ item: HeldItem; row: HeldRow; connection: OpenConnection }> {
    return database.inOrganization(actor.organizationId, async (transaction) => {
      const row = await findHeldRow(transaction, holding, id);
      if (!row) throw new KinoraError('held.not_found', `nothing held as ${id}`);
      const ref = row.is_operators ? `operator:${row.provider}` : row.connection_id;
      if (ref === null) throw routingError('connection.not_found', `the connection of ${id} was removed`);
      const connection = await openConnection(transaction, ref, parts);
      const [item] = await present(transaction, [row]);
      return { item: item!, row, connection };
    });
  }

  async function present(transaction: Transaction, rows: readonly HeldRow[]): Promise<HeldItem[]> {
    const assets = await findAssets(
      transaction,
      rows.flatMap((row) => row.asset_ids),
    );
    return rows.map((row) => toItem(row, getProvider(parts, row.provider), { assets, links, holding }));
  }

  return {
    list: (actor: Member, page: { beforeId: string | undefined; limit: number }): Promise<HeldItem[]> =>
      database.inOrganization(actor.organizationId, async (transaction) =>
        present(transaction, await listHeldRows(transaction, holding, page)),
      ),

    async look(actor: Member, id: string): Promise<HeldLook> {
      const { item, row, connection } = await open(actor, id);
      const seen = await pollHeld(connection, row);
      const state = seen.kind === 'finished' ? 'there' : seen.kind === 'unreachable' ? 'unreachable' : 'gone';
      return { state, files: seen.kind === 'finished' ? seen.made.outputs.length : 0, item };
    },

    /** Fetched and looked at like any file from outside. */
    async copy(actor: Member, id: string): Promise<Asset[]> {
      const { row, connection, item } = await open(actor, id);
      const seen = await pollHeld(connection, row);
      if (seen.kind === 'unreachable')
        throw routingError('generation.provider_down', seen.fault.message, { isRetryable: true });
      if (seen.kind !== 'finished') throw new KinoraError('held.gone', `${row.provider} has no ${row.remote_id}`);
      const copied: Asset[] = [];
      for (const [index, output] of seen.made.outputs.entries()) {
        const bytes = await readOutput(parts, output);
        const details = {
          name: `${row.capability}-${row.remote_id.slice(0, 12)}-${index + 1}`,
          origin: 'import' as const,
          madeBy: `${item.providerTitle} · ${item.model}`,
          projectId: null,
        };
        copied.push(await parts.assets.takeContent(toMaker(actor), toContent(bytes), details));
      }
      return copied;
    },

    async delete(actor: Member, id: string): Promise<void> {
      const { row, connection, item } = await open(actor, id);
      const { provider, call } = connection;
      if (!provider.deleteRemote) throw new KinoraError('held.kept', `${provider.id} deletes nothing when asked`);
      const outcome = await provider.deleteRemote(call, { id: row.remote_id, urls: row.remote_urls ?? {} });
      if (outcome.kind === 'unreachable')
        throw routingError('generation.provider_down', outcome.fault.message, { isRetryable: true });
      await database.inOrganization(actor.organizationId, async (transaction) => {
        await markDeletedThere(transaction, id);
        await noteAct(transaction, actor, {
          action: 'held.deleted',
          subject: item.remoteId,
          provider: item.providerTitle,
        });
      });
    },
  };
}

function pollHeld({ provider, call }: OpenConnection, row: HeldRow): Promise<PollOutcome> {
  return provider.poll(call, { id: row.remote_id, urls: row.remote_urls ?? {} });
}

async function readOutput({ http }: Pick<ConnectionParts, 'http'>, output: Output): Promise<Uint8Array> {
  if (output.kind === 'bytes') return output.bytes;
  const answer = await http({
    method: 'GET',
    url: output.url,
    maximumBytes: MOST_BYTES,
    timeoutMs: FETCH_MS,
    maximumRedirects: 5,
  });
  if (answer.kind === 'answered' && answer.status === 200) return answer.bytes;
  if (answer.kind === 'answered' && [403, 404, 410].includes(answer.status))
    throw new KinoraError('held.gone', `HTTP ${answer.status}`);
  const reason = answer.kind === 'answered' ? `HTTP ${answer.status}` : answer.reason;
  throw routingError('generation.provider_down', reason, { isRetryable: true });
}

async function* toContent(bytes: Uint8Array) {
  yield bytes;
}

function toItem(
  row: HeldRow,
  provider: Provider,
  { assets, links, holding }: { assets: ReadonlyMap<string, AssetRecord>; links: SignedLinks; holding: Holding },
): HeldItem {
  const seconds = holding.get(row.provider) ?? null;
  const copies = row.asset_ids.flatMap((id) => {
    const record = assets.get(id);
    return record && !record.deleted_at ? [toAsset(record, links)] : [];
  });
  return {
    id: row.id,
    provider: row.provider,
    providerTitle: provider.title,
    model: row.model,
    capability: row.capability,
    remoteId: row.remote_id,
    jobId: row.job_id,
    madeAt: row.finished_at.toISOString(),
    expiresAt: seconds === null ? null : new Date(row.finished_at.getTime() + seconds * 1000).toISOString(),
    canDelete: provider.deleteRemote !== undefined,
    copies,
    sizeBytes: row.size_bytes,
  };
}
