import { KinoraError } from '@kinora/contract';
import type { SegmentCachePort } from '@kinora/studios';
import type { Database } from '../../platform/database/index.ts';
import { keepContent, type Storage } from '../../platform/storage/index.ts';

export type SegmentCacheDependencies = { database: Pick<Database, 'inOrganization'>; storage: Storage };

/** Drawn pieces in the organization's storage. A row whose file has gone counts as absent: the piece is drawn again. */
export function createSegmentCache(dependencies: SegmentCacheDependencies, organizationId: string): SegmentCachePort {
  const { database, storage } = dependencies;

  async function find(contentHash: string): Promise<string | null> {
    const hash = await database.inOrganization(organizationId, async (transaction) => {
      const { rows } = await transaction.query<{ sha256: string }>(
        'update segment_cache set used_at = now() where content_hash = $1 returning sha256',
        [contentHash],
      );
      return rows[0]?.sha256;
    });
    if (!hash || !(await storage.find({ organizationId, hash }))) return null;
    return storage.localPath({ organizationId, hash });
  }

  return {
    find,
    async put(contentHash, path) {
      const stored = await storage.putFile(organizationId, path);
      await database.inOrganization(organizationId, async (transaction) => {
        await keepContent(transaction, storage, organizationId, [{ path, hash: stored.hash }]);
        await transaction.query(
          `insert into segment_cache (organization_id, content_hash, sha256, size_bytes) values ($1, $2, $3, $4)
           on conflict (organization_id, content_hash) do update set sha256 = excluded.sha256, size_bytes = excluded.size_bytes`,
          [organizationId, contentHash, stored.hash, stored.sizeBytes],
        );
      });
      const kept = await find(contentHash);
      if (kept === null)
        throw new KinoraError('storage.not_found', `segment ${contentHash} vanished while it was stored`);
      return kept;
    },
  };
}
