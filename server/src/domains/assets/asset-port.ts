import { rm } from 'node:fs/promises';
import { KinoraError } from '@kinora/contract';
import type { MediaEngine } from '@kinora/media-node';
import { uprightSize } from '@kinora/media-node';
import type { AssetPort, OpenedAsset, StoreAsset, StoredAsset } from '@kinora/studios';
import sharp from 'sharp';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { type KeptFile, keepContent } from '../../platform/storage/index.ts';
import type { AssetDependencies } from './dependencies.ts';
import { cleanFileName } from './file-name.ts';
import {
  type Derivative,
  findAnalysis,
  findAsset,
  findDerivative,
  findJobAndRecipe,
  findMadeAsset,
  insertAsset,
  saveAnalysis,
  saveDerivative,
} from './store.ts';

export type AssetPortDependencies = Pick<AssetDependencies, 'database' | 'storage' | 'appendEvent'> & {
  engine: Pick<MediaEngine, 'probe'>;
  /** Refuses pictures that the organization's rules refuse, before anything is made of them. */
  assertPictures(asked: { organizationId: string; hashes: readonly string[]; looksNow: boolean }): Promise<void>;
};

const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  mp4: 'video/mp4',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  srt: 'application/x-subrip',
  vtt: 'text/vtt',
  json: 'application/json',
  html: 'text/html',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

type MediaFacts = Pick<OpenedAsset, 'width' | 'height' | 'frames' | 'durationSeconds'> & {
  probe: Record<string, unknown>;
};

/** Files as a studio sees them: bound to one organization and, when there is one, to the job that makes them. */
export function createAssetPort(
  dependencies: AssetPortDependencies,
  scope: { organizationId: string; jobId: string | null },
): AssetPort {
  const { database, storage } = dependencies;
  const { organizationId, jobId } = scope;
  const inOrganization = <Result>(work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(organizationId, work);

  return {
    async open(assetId) {
      const { record, made } = await inOrganization(async (transaction) => ({
        record: await findAsset(transaction, assetId),
        made: await findJobAndRecipe(transaction, assetId),
      }));
      if (!record) throw new KinoraError('media.asset_missing', `no asset ${assetId}`);
      // A job may open what it had made itself: it is paid, and the next who uses it is held back.
      if (jobId === null || made?.jobId !== jobId) await assertUsable(record.sha256);
      return {
        assetId: record.id,
        hash: record.sha256,
        name: record.name,
        kind: record.kind,
        mediaType: record.media_type,
        // A drawing is handed over as its picture: what draws and encodes reads pixels only.
        path: record.kind === 'vector' ? await openDrawable(record.sha256) : await openStored(record.sha256),
        width: record.width,
        height: record.height,
        frames: record.frames,
        durationSeconds: record.duration_seconds,
        hasSound: record.kind === 'video' && record.has_sound,
        madeBy: record.origin === 'job' ? record.made_by : null,
        recipe: made?.recipe ?? null,
      };
    },

    async openByHash(hash) {
      await assertUsable(hash);
      return openDrawable(hash);
    },

    async store(path, details): Promise<StoredAsset> {
      const stored = await storage.putFile(organizationId, path);
      const facts = await measure(path, details, dependencies.engine);
      const own: KeptFile = { path, hash: stored.hash };
      const save = (made: readonly (Derivative & KeptFile)[]) =>
        inOrganization(async (transaction) => {
          await keepContent(transaction, storage, organizationId, [own, ...made]);
          for (const one of made) await saveDerivative(transaction, { organizationId, hash: stored.hash }, one);
          return saveMade(transaction, stored, details, facts);
        });
      return details.kind === 'image' ? withThumbnail(path, (thumbnail) => save([thumbnail])) : save([]);
    },

    findAnalysis: (hash) => inOrganization((transaction) => findAnalysis(transaction, hash)),
    saveAnalysis: (analysis) => inOrganization((transaction) => saveAnalysis(transaction, organizationId, analysis)),
  };

  /** Without a job it is a plan or a preview: what is known to be refused is refused, and nobody waits for a look. */
  function assertUsable(hash: string): Promise<void> {
    return dependencies.assertPictures({ organizationId, hashes: [hash], looksNow: jobId !== null });
  }

  function openStored(hash: string): Promise<string> {
    return storage.localPath({ organizationId, hash });
  }

  /** The upright working copy where the intake made one: drawing libraries know nothing of EXIF, CMYK or SVG. */
  async function openDrawable(hash: string): Promise<string> {
    const working = await inOrganization((transaction) => findDerivative(transaction, hash, 'working'));
    return openStored(working?.sha256 ?? hash);
  }

  async function withThumbnail<Result>(
    path: string,
    use: (thumbnail: Derivative & KeptFile) => Promise<Result>,
  ): Promise<Result> {
    const folder = await storage.makeTemporaryFolder();
    try {
      const target = `${folder}/thumbnail.webp`;
      const resize = { width: 640, height: 640, fit: 'inside', withoutEnlargement: true } as const;
      const { width, height } = await sharp(path).autoOrient().resize(resize).webp({ quality: 80 }).toFile(target);
      const stored = await storage.putFile(organizationId, target);
      return await use({ kind: 'thumbnail', mediaType: 'image/webp', width, height, path: target, ...stored });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function saveMade(
    transaction: Transaction,
    stored: { hash: string; sizeBytes: number },
    details: StoreAsset,
    facts: MediaFacts,
  ): Promise<StoredAsset> {
    const made = {
      hash: stored.hash,
      name: cleanFileName(details.name),
      role: details.role,
      projectId: details.projectId ?? null,
    };
    const known = await findMadeAsset(transaction, made);
    if (known) return { assetId: known.id, ...stored };
    const id = newId();
    const isNew = await insertAsset(transaction, {
      ...made,
      ...facts,
      id,
      organizationId,
      jobId,
      parentAssetId: details.parentAssetId ?? null,
      kind: details.kind,
      mediaType: mediaTypeOf(details.name),
      sizeBytes: stored.sizeBytes,
      origin: 'job',
      madeBy: details.madeBy,
      recipe: details.recipe ?? null,
      placeholderColour: null,
      notices: [],
      createdBy: null,
    });
    if (isNew && details.role === 'deliverable') await tell(transaction, id, made.projectId);
    const record = isNew ? { id } : await findMadeAsset(transaction, made);
    if (!record) throw new KinoraError('media.asset_missing', `content ${stored.hash} vanished while it was stored`);
    return { assetId: record.id, ...stored };
  }

  function tell(transaction: Transaction, assetId: string, projectId: string | null) {
    const fact = { type: 'asset.created' as const, data: { assetId } };
    return dependencies.appendEvent(transaction, organizationId, projectId ? { ...fact, projectId } : fact);
  }
}

function mediaTypeOf(name: string): string {
  return mediaTypes[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}

async function measure(path: string, details: StoreAsset, engine: Pick<MediaEngine, 'probe'>): Promise<MediaFacts> {
  const none = { width: null, height: null, frames: null, durationSeconds: null, probe: {} };
  if (details.kind === 'image') {
    const { autoOrient } = await sharp(path).metadata();
    return { ...none, width: autoOrient.width, height: autoOrient.height };
  }
  if (details.kind !== 'video' && details.kind !== 'audio') return none;
  const probe = await engine.probe(path);
  const size = probe.video ? uprightSize(probe.video) : none;
  const frames = probe.video?.frameCount ?? null;
  const { durationSeconds } = probe;
  return { width: size.width, height: size.height, frames, durationSeconds, probe: { ...probe } };
}
