import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Asset } from '@kinora/contract';
import { KinoraError } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { receive } from '../../platform/storage/index.ts';
import type { AssetDependencies, FileToTake, Maker } from './dependencies.ts';
import { cleanFileName } from './file-name.ts';
import { notFound } from './library.ts';
import { type AssetRecord, toAsset } from './records.ts';
import { findAsset, hasProject } from './store.ts';
import { createTakeFile } from './take-file.ts';

export type AssetService = ReturnType<typeof createAssetService>;

/** How files come in whole; uploads.ts takes them in parts, library.ts is what people do with those that are there. */
export function createAssetService(dependencies: AssetDependencies) {
  const { database, storage, links } = dependencies;
  const takeFile = createTakeFile(dependencies);

  async function getRecord(transaction: Transaction, id: string): Promise<AssetRecord> {
    const record = await findAsset(transaction, id);
    if (!record) throw notFound(id);
    return record;
  }

  /** Before any byte is taken: a file for a project that is not there would be refused at the very end. */
  async function assertProject(organizationId: string, projectId: string | null): Promise<void> {
    if (projectId === null) return;
    const isThere = await database.inOrganization(organizationId, (transaction) => hasProject(transaction, projectId));
    if (!isThere) throw new KinoraError('asset.project_unknown', `no project ${projectId}`);
  }

  return {
    takeFile,
    assertProject,

    get(organizationId: string, id: string) {
      return database.inOrganization(organizationId, async (transaction) =>
        toAsset(await getRecord(transaction, id), links),
      );
    },

    async importFrom(maker: Maker, url: string, projectId: string | null, signal?: AbortSignal): Promise<Asset> {
      await assertProject(maker.organizationId, projectId);
      const maximumBytes = Math.min(dependencies.maxBytes, importMaximumBytes);
      await dependencies.disk.assertRoomForUpload(maximumBytes);
      const answer = await dependencies.fetch(url, { maximumBytes, timeoutMs: importTimeoutMs, signal });
      if (answer.status !== 200) throw importRefused(answer.status);
      const { host, pathname } = new URL(answer.finalUrl);
      const details = {
        name: decodeName(pathname),
        origin: 'import' as const,
        madeBy: `Import from ${host}`,
        projectId,
        signal,
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

async function writeInto(folder: string, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const { path } = await receive(Readable.from(content), folder, { maxBytes });
  return path;
}
