import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Asset, FactType, PictureAnalysis } from '@kinora/contract';
import { KinoraError } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { GuardedFetch } from '../../platform/guarded-fetch/index.ts';
import { newId } from '../../platform/ids.ts';
import { type DiskGuard, receive, type SignedLinks, type Storage } from '../../platform/storage/index.ts';
import { cleanFileName } from './file-name.ts';
import type { FileInspector, InspectedFile, NewDerivative } from './inspector.ts';
import { type AssetOrigin, type AssetRecord, toAsset } from './records.ts';
import {
  type AssetFilter,
  type Derivative,
  findAnalysis,
  findAsset,
  findSentAsset,
  hasProject,
  insertAsset,
  listAssets,
  listUses,
  saveAnalysis,
  saveDerivative,
  setDeleted,
} from './store.ts';

export type Fact = { type: FactType; projectId?: string; jobId?: string; data: Record<string, unknown> };
/** Writes a fact last in the transaction that made it true. */
export type AppendEvent = (transaction: Transaction, organizationId: string, fact: Fact) => Promise<unknown>;

export type AssetDependencies = {
  database: Pick<Database, 'inOrganization' | 'asSystem'>;
  storage: Storage;
  links: SignedLinks;
  disk: DiskGuard;
  inspector: FileInspector;
  appendEvent: AppendEvent;
  fetch: GuardedFetch;
  /** Largest file that may come in, whatever its kind; kinds have lower limits of their own. */
  maxBytes: number;
};

/** Who does it: taken from the session or key, never from the request's body. */
export type Maker = { organizationId: string; userId: string | null };

export type FileToTake = {
  path: string;
  folder: string;
  name: string;
  origin: AssetOrigin;
  madeBy: string;
  projectId: string | null;
};

export type AssetService = ReturnType<typeof createAssetService>;

export function createAssetService(dependencies: AssetDependencies) {
  const { database, storage, links } = dependencies;

  async function getRecord(transaction: Transaction, id: string): Promise<AssetRecord> {
    const record = await findAsset(transaction, id);
    if (!record) throw new KinoraError('asset.not_found', `no asset ${id}`);
    return record;
  }

  /** Before any byte is taken: a file for a project that is not there would be refused at the very end. */
  async function assertProject(organizationId: string, projectId: string | null): Promise<void> {
    if (projectId === null) return;
    const isThere = await database.inOrganization(organizationId, (transaction) => hasProject(transaction, projectId));
    if (!isThere) throw new KinoraError('asset.project_unknown', `no project ${projectId}`);
  }

  /** Files first, row last: a crash in between leaves bytes nobody refers to, never a row without bytes. */
  async function takeFile(maker: Maker, file: FileToTake): Promise<{ asset: Asset; isNew: boolean }> {
    const inspected = await dependencies.inspector.inspect({
      file: file.path,
      name: file.name,
      folder: join(file.folder, 'intake'),
    });
    const stored = await storage.putFile(maker.organizationId, inspected.path);
    const source = { organizationId: maker.organizationId, hash: stored.hash };
    const derivatives = await Promise.all(
      inspected.derivatives.map((one) => storeDerivative(maker.organizationId, one)),
    );
    const analysed = inspected.kind === 'image' ? await analyseOnce(source, inspected, file.folder) : undefined;
    return database.inOrganization(maker.organizationId, async (transaction) => {
      for (const derivative of derivatives) await saveDerivative(transaction, source, derivative);
      if (analysed?.cutout) await saveDerivative(transaction, source, analysed.cutout);
      if (analysed) await saveAnalysis(transaction, maker.organizationId, analysed.analysis);
      const id = newId();
      const isNew = await insertAsset(transaction, toNewAsset(id, maker, file, inspected, stored));
      const record = isNew ? await getRecord(transaction, id) : await reviveSent(transaction, stored.hash);
      if (isNew) await tellCreated(transaction, maker.organizationId, record);
      return { asset: toAsset(record, links), isNew };
    });
  }

  /** The same content again: one asset, taken out of the trash when it lies there. */
  async function reviveSent(transaction: Transaction, hash: string): Promise<AssetRecord> {
    const record = await findSentAsset(transaction, hash);
    if (!record) throw new KinoraError('asset.not_found', `content ${hash} vanished while it was sent again`);
    if (record.deleted_at) await setDeleted(transaction, record.id, false);
    return { ...record, deleted_at: null };
  }

  async function storeDerivative(organizationId: string, { path, ...rest }: NewDerivative): Promise<Derivative> {
    return { ...rest, ...(await storage.putFile(organizationId, path)) };
  }

  /** Once per content: a picture that was looked at before is not looked at again. */
  async function analyseOnce(
    source: { organizationId: string; hash: string },
    inspected: InspectedFile,
    folder: string,
  ): Promise<{ analysis: PictureAnalysis; cutout?: Derivative } | undefined> {
    const known = await database.inOrganization(source.organizationId, (transaction) =>
      findAnalysis(transaction, source.hash),
    );
    if (known) return undefined;
    const { analysis, cutoutPath } = await dependencies.inspector.analyse(inspected.path, join(folder, 'analysis'));
    if (!cutoutPath) return { analysis };
    const size = { width: analysis.cutout?.width ?? null, height: analysis.cutout?.height ?? null };
    const cutout = { kind: 'cutout' as const, path: cutoutPath, mediaType: 'image/png', ...size };
    return { analysis, cutout: await storeDerivative(source.organizationId, cutout) };
  }

  function tellCreated(transaction: Transaction, organizationId: string, record: AssetRecord) {
    const projectId = record.project_id;
    const fact = { type: 'asset.created' as const, data: { assetId: record.id } };
    return dependencies.appendEvent(transaction, organizationId, projectId ? { ...fact, projectId } : fact);
  }

  return {
    takeFile,
    assertProject,

    async list(organizationId: string, filter: AssetFilter) {
      const records = await database.inOrganization(organizationId, (transaction) =>
        listAssets(transaction, { ...filter, limit: filter.limit + 1 }),
      );
      const items = records.slice(0, filter.limit);
      const nextCursor = records.length > filter.limit ? (items.at(-1)?.id ?? null) : null;
      return { items: items.map((record) => toAsset(record, links)), nextCursor };
    },

    get(organizationId: string, id: string) {
      return database.inOrganization(organizationId, async (transaction) => {
        const record = await getRecord(transaction, id);
        return { ...toAsset(record, links), analysis: await findAnalysis(transaction, record.sha256) };
      });
    },

    delete(organizationId: string, id: string): Promise<void> {
      return database.inOrganization(organizationId, async (transaction) => {
        await getRecord(transaction, id);
        const places = await listUses(transaction, id);
        if (places.length > 0) throw inUse(places);
        await setDeleted(transaction, id, true);
      });
    },

    restore(organizationId: string, id: string): Promise<Asset> {
      return database.inOrganization(organizationId, async (transaction) => {
        await setDeleted(transaction, id, false);
        return toAsset(await getRecord(transaction, id), links);
      });
    },

    async importFrom(maker: Maker, url: string, projectId: string | null): Promise<Asset> {
      await assertProject(maker.organizationId, projectId);
      const maximumBytes = Math.min(dependencies.maxBytes, importMaximumBytes);
      await dependencies.disk.assertRoomForUpload(maximumBytes);
      const answer = await dependencies.fetch(url, { maximumBytes, timeoutMs: importTimeoutMs });
      if (answer.status !== 200) throw importRefused(answer.status);
      const { host, pathname } = new URL(answer.finalUrl);
      const details = {
        name: decodeName(pathname),
        origin: 'import' as const,
        madeBy: `Import from ${host}`,
        projectId,
      };
      return withContent(maker, toContent(answer.bytes), details);
    },

    async takeSmall(maker: Maker, bytes: Uint8Array, name: string, projectId: string | null): Promise<Asset> {
      await assertProject(maker.organizationId, projectId);
      await dependencies.disk.assertRoomForUpload(bytes.length);
      return withContent(maker, toContent(bytes), { name, projectId, origin: 'upload', madeBy: 'Upload' });
    },

    /** Takes in bytes that are at hand, such as a small form field or a generated sample. */
    takeContent: withContent,
  };

  async function withContent(
    maker: Maker,
    content: AsyncIterable<Uint8Array>,
    details: Omit<FileToTake, 'path' | 'folder'>,
  ): Promise<Asset> {
    const folder = await storage.makeTemporaryFolder();
    try {
      const path = await writeInto(folder, content, dependencies.maxBytes);
      const taken = await takeFile(maker, { ...details, name: cleanFileName(details.name), path, folder });
      return taken.asset;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function toNewAsset(
  id: string,
  maker: Maker,
  file: FileToTake,
  inspected: InspectedFile,
  stored: { hash: string; sizeBytes: number },
) {
  const { kind, mediaType, width, height, frames, durationSeconds, probe, placeholderColour, notices } = inspected;
  const facts = { kind, mediaType, width, height, frames, durationSeconds, probe, placeholderColour, notices };
  return {
    id,
    organizationId: maker.organizationId,
    projectId: file.projectId,
    jobId: null,
    parentAssetId: null,
    role: 'source' as const,
    name: file.name,
    origin: file.origin,
    madeBy: file.madeBy,
    recipe: null,
    createdBy: maker.userId,
    ...facts,
    ...stored,
  };
}

/** A fetched file is held in memory whole, so it may weigh less than an upload. */
const importMaximumBytes = 100 * 1024 ** 2;
const importTimeoutMs = 60_000;

async function* toContent(bytes: Uint8Array) {
  yield bytes;
}

function decodeName(pathname: string): string {
  const last = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    // An address may hold a lone percent sign; its name then stays as written.
    return last;
  }
}

function importRefused(status: number): KinoraError {
  const sentence = `The address answered with status ${status} instead of a file.`;
  return new KinoraError('asset.import_refused', `import answered ${status}`, { sentence, details: { status } });
}

function inUse(places: string[]): KinoraError {
  const sentence = `This file is used by ${new Intl.ListFormat('en').format(places)}. Remove it there first.`;
  return new KinoraError('asset.in_use', 'asset is referenced', { sentence, details: { places } });
}

async function writeInto(folder: string, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const { path } = await receive(Readable.from(content), folder, { maxBytes });
  return path;
}
