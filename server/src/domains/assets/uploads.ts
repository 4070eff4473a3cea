import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Asset } from '@kinora/contract';
import { KinoraError } from '@kinora/contract';
import { newId } from '../../platform/ids.ts';
import { receive, type StoredPart } from '../../platform/storage/index.ts';
import type { AssetDependencies, Maker } from './dependencies.ts';
import { cleanFileName } from './file-name.ts';
import type { AssetService } from './service.ts';
import {
  deleteUpload,
  findUpload,
  insertUpload,
  listOpenUploads,
  setUploadAsset,
  takeExpiredUploads,
  type UploadRecord,
} from './upload-store.ts';

const partSizeBytes = 8 * 1024 * 1024;
const lifetimeMs = 24 * 3_600_000;

export type NewUpload = { name: string; sizeBytes: number; sha256?: string; projectId?: string };

export type UploadService = ReturnType<typeof createUploadService>;

/**
 * An upload is open from its creation until `complete` has stored its asset; then it only remembers that asset, so that
 * a repeated `complete` (the answer was lost on the way) gives the same one. Parts may come in any order, again, and in
 * parallel. It ends by `delete`, or a day after its creation by the sweep. A crash at any moment leaves it open with the
 * parts that had arrived whole; parts that outlive their row go with the next sweep.
 */
export function createUploadService(
  dependencies: AssetDependencies,
  assets: Pick<AssetService, 'takeFile' | 'get' | 'assertProject'>,
) {
  const { database, storage } = dependencies;

  async function getUpload(organizationId: string, id: string): Promise<UploadRecord> {
    const upload = await database.inOrganization(organizationId, (transaction) => findUpload(transaction, id));
    if (!upload) throw new KinoraError('upload.not_found', `no upload ${id}`);
    return upload;
  }

  const partsOf = (upload: UploadRecord) => ({ organizationId: upload.organization_id, uploadId: upload.id });

  async function assemble(upload: UploadRecord, folder: string): Promise<string> {
    const parts = await storage.listParts(partsOf(upload));
    const missing = listMissing(upload, parts);
    if (missing.length > 0) {
      throw new KinoraError('upload.incomplete', `${missing.length} parts are missing`, {
        details: { missingParts: missing },
      });
    }
    async function* content() {
      for (const { part } of parts) yield* await storage.openPart({ ...partsOf(upload), part });
    }
    const expected = upload.sha256 ? { expectedHash: upload.sha256 } : {};
    return (await receive(Readable.from(content()), folder, { maxBytes: upload.size_bytes, ...expected })).path;
  }

  async function finish(maker: Maker, upload: UploadRecord): Promise<Asset> {
    const folder = await storage.makeTemporaryFolder();
    try {
      const path = await assemble(upload, folder);
      const details = { name: upload.name, origin: 'upload' as const, madeBy: 'Upload', projectId: upload.project_id };
      const { asset } = await assets.takeFile(maker, { ...details, path, folder });
      await database.inOrganization(maker.organizationId, (transaction) =>
        setUploadAsset(transaction, upload.id, asset.id),
      );
      await storage.deleteParts(partsOf(upload));
      return asset;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    async create(maker: Maker, request: NewUpload) {
      if (request.sizeBytes > dependencies.maxBytes) throw tooLarge(dependencies.maxBytes);
      await assets.assertProject(maker.organizationId, request.projectId ?? null);
      await dependencies.disk.assertRoomForUpload(request.sizeBytes);
      const upload: UploadRecord = {
        id: newId(),
        organization_id: maker.organizationId,
        project_id: request.projectId ?? null,
        name: cleanFileName(request.name),
        size_bytes: request.sizeBytes,
        part_size_bytes: partSizeBytes,
        sha256: request.sha256 ?? null,
        asset_id: null,
        created_by: maker.userId,
        expires_at: new Date(Date.now() + lifetimeMs),
      };
      await database.inOrganization(maker.organizationId, (transaction) => insertUpload(transaction, upload));
      return toUpload(upload, []);
    },

    async get(organizationId: string, id: string) {
      const upload = await getUpload(organizationId, id);
      return toUpload(upload, await storage.listParts(partsOf(upload)));
    },

    async putPart(organizationId: string, id: string, part: number, content: Readable): Promise<void> {
      const upload = await getUpload(organizationId, id);
      const expected = partLength(upload, part);
      if (expected === undefined) throw new KinoraError('upload.part_unknown', `part ${part} is beyond the file's end`);
      const stored = await storage.putPart({ ...partsOf(upload), part }, content, expected);
      // Kept, but not offered: a part of the wrong length counts as missing until it is sent again.
      if (stored.sizeBytes !== expected) {
        throw new KinoraError('upload.part_size', `part ${part}: ${stored.sizeBytes} of ${expected} bytes`);
      }
    },

    async complete(maker: Maker, id: string): Promise<Asset> {
      const upload = await getUpload(maker.organizationId, id);
      return upload.asset_id ? assets.get(maker.organizationId, upload.asset_id) : finish(maker, upload);
    },

    /**
     * The upload's content for a slice that checks it itself and keeps what it needs of it (a table, a ZIP). The file lies
     * in `folder`, which goes when the work is done; then the upload goes too. Refused content leaves it where it is.
     */
    async consume<Result>(
      organizationId: string,
      id: string,
      work: (file: { path: string; name: string; folder: string; sizeBytes: number }) => Promise<Result>,
    ): Promise<Result> {
      const upload = await getUpload(organizationId, id);
      const folder = await storage.makeTemporaryFolder();
      try {
        const path = await assemble(upload, folder);
        const result = await work({ path, name: upload.name, folder, sizeBytes: upload.size_bytes });
        await database.inOrganization(organizationId, (transaction) => deleteUpload(transaction, id));
        await storage.deleteParts(partsOf(upload));
        return result;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },

    async delete(organizationId: string, id: string): Promise<void> {
      const upload = await getUpload(organizationId, id);
      await database.inOrganization(organizationId, (transaction) => deleteUpload(transaction, id));
      await storage.deleteParts(partsOf(upload));
    },

    /** Hourly: uploads that were given up, and parts whose row went without them: a crash, or a part that came too late. */
    async sweep(): Promise<number> {
      await database.asSystem(takeExpiredUploads);
      let swept = 0;
      // Parts are listed before the rows are asked for: a row is always older than its first part.
      for (const uploads of await listByTheHundred(storage.listUploads())) {
        const open = new Set(await database.asSystem((system) => listOpenUploads(system, uploads)));
        const orphans = uploads.filter(({ uploadId }) => !open.has(uploadId));
        for (const orphan of orphans) await storage.deleteParts(orphan);
        swept += orphans.length;
      }
      return swept;
    },
  };
}

async function listByTheHundred<One>(all: AsyncIterable<One>): Promise<One[][]> {
  const groups: One[][] = [];
  for await (const one of all) {
    const last = groups.at(-1);
    if (last && last.length < 100) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Undefined beyond the last part. Every part is full but the last. */
function partLength(upload: UploadRecord, part: number): number | undefined {
  const start = (part - 1) * upload.part_size_bytes;
  return start < upload.size_bytes ? Math.min(upload.part_size_bytes, upload.size_bytes - start) : undefined;
}

function listReceived(upload: UploadRecord, parts: StoredPart[]): number[] {
  return parts.filter(({ part, sizeBytes }) => sizeBytes === partLength(upload, part)).map(({ part }) => part);
}

function listMissing(upload: UploadRecord, parts: StoredPart[]): number[] {
  const received = new Set(listReceived(upload, parts));
  const count = Math.ceil(upload.size_bytes / upload.part_size_bytes);
  return Array.from({ length: count }, (_, index) => index + 1).filter((part) => !received.has(part));
}

function toUpload(upload: UploadRecord, parts: StoredPart[]) {
  return {
    id: upload.id,
    name: upload.name,
    sizeBytes: upload.size_bytes,
    partSizeBytes: upload.part_size_bytes,
    receivedParts: listReceived(upload, parts),
    expiresAt: upload.expires_at.toISOString(),
  };
}

function tooLarge(maxBytes: number): KinoraError {
  const sentence = `Files may have up to ${Math.floor(maxBytes / 1024 ** 2)} MB.`;
  return new KinoraError('storage.too_large', 'upload announced too large', { sentence, details: { maxBytes } });
}
