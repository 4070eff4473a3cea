import { join } from 'node:path';
import type { Asset, PictureAnalysis } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { type KeptFile, keepContent } from '../../platform/storage/index.ts';
import type { AssetDependencies, FileToTake, Maker } from './dependencies.ts';
import type { InspectedFile, NewDerivative } from './inspector.ts';
import { type AssetRecord, toAsset } from './records.ts';
import {
  type Derivative,
  findAnalysis,
  findAsset,
  findSentAsset,
  insertAsset,
  type NewAsset,
  saveAnalysis,
  saveDerivative,
  setDeleted,
} from './store.ts';

export type TakeFile = (maker: Maker, file: FileToTake) => Promise<{ asset: Asset; isNew: boolean }>;

type StoredDerivative = Derivative & { path: string };
type Analysed = { analysis: PictureAnalysis; cutout?: StoredDerivative };

/** The way of a file that people send: looked at, stored with what is made out of it, analysed, and named by a row. */
export function createTakeFile(dependencies: AssetDependencies): TakeFile {
  const { database, storage, links } = dependencies;

  async function storeDerivative(organizationId: string, derivative: NewDerivative): Promise<StoredDerivative> {
    return { ...derivative, ...(await storage.putFile(organizationId, derivative.path)) };
  }

  /** Once per content: a picture that was looked at before is not looked at again. */
  async function analyseOnce(
    source: { organizationId: string; hash: string },
    inspected: InspectedFile,
    { folder, signal }: FileToTake,
  ): Promise<Analysed | undefined> {
    const known = await database.inOrganization(source.organizationId, (transaction) =>
      findAnalysis(transaction, source.hash),
    );
    if (known) return undefined;
    const found =
      inspected.analysed ?? (await dependencies.inspector.analyse(inspected.path, join(folder, 'analysis'), signal));
    const { cutoutPath } = found;
    // A model's analysis is of a picture drawn of it; films look for it under the model itself.
    const analysis = { ...found.analysis, hash: source.hash };
    if (!cutoutPath) return { analysis };
    const size = { width: analysis.cutout?.width ?? null, height: analysis.cutout?.height ?? null };
    const cutout = { kind: 'cutout' as const, path: cutoutPath, mediaType: 'image/png', ...size };
    return { analysis, cutout: await storeDerivative(source.organizationId, cutout) };
  }

  /** The new asset; or the one with the same content, taken out of the trash; locked, so that no purge takes it meanwhile. */
  async function insertOrRevive(transaction: Transaction, asset: NewAsset) {
    for (;;) {
      if (await insertAsset(transaction, asset)) {
        const record = (await findAsset(transaction, asset.id))!;
        await tellCreated(transaction, asset.organizationId, record);
        return { record, isNew: true };
      }
      const record = await findSentAsset(transaction, asset.hash);
      if (!record) continue;
      if (record.deleted_at) await setDeleted(transaction, record.id, false);
      return { record: { ...record, deleted_at: null }, isNew: false };
    }
  }

  function tellCreated(transaction: Transaction, organizationId: string, record: AssetRecord) {
    const projectId = record.project_id;
    const fact = { type: 'asset.created' as const, data: { assetId: record.id } };
    return dependencies.appendEvent(transaction, organizationId, projectId ? { ...fact, projectId } : fact);
  }

  /** Files first, row last: a crash in between leaves bytes nobody refers to, never a row without bytes. */
  return async function takeFile(maker, file) {
    const { organizationId } = maker;
    const request = { file: file.path, name: file.name, folder: join(file.folder, 'intake'), signal: file.signal };
    const inspected = await dependencies.inspector.inspect(request);
    const stored = await storage.putFile(organizationId, inspected.path);
    const source = { organizationId, hash: stored.hash };
    const derivatives = await Promise.all(inspected.derivatives.map((one) => storeDerivative(organizationId, one)));
    const isPicture = inspected.kind === 'image' || inspected.analysed !== undefined;
    for (;;) {
      const analysed = isPicture ? await analyseOnce(source, inspected, file) : undefined;
      const made = [...derivatives, ...(analysed?.cutout ? [analysed.cutout] : [])];
      const kept: KeptFile[] = [{ path: inspected.path, hash: stored.hash }, ...made];
      const taken = await database.inOrganization(organizationId, async (transaction) => {
        await keepContent(transaction, storage, organizationId, kept);
        // A purge took the analysis with its cut-out since it was found: look at the picture again.
        if (isPicture && !analysed && !(await findAnalysis(transaction, stored.hash))) return undefined;
        for (const derivative of made) await saveDerivative(transaction, source, derivative);
        if (analysed) await saveAnalysis(transaction, organizationId, analysed.analysis);
        return insertOrRevive(transaction, toNewAsset(maker, file, inspected, stored));
      });
      if (taken) return { asset: toAsset(taken.record, links), isNew: taken.isNew };
    }
  };
}

function toNewAsset(
  maker: Maker,
  file: FileToTake,
  inspected: InspectedFile,
  stored: { hash: string; sizeBytes: number },
): NewAsset {
  const { kind, mediaType, width, height, frames, durationSeconds, probe, placeholderColour, notices } = inspected;
  const facts = { kind, mediaType, width, height, frames, durationSeconds, probe, placeholderColour, notices };
  return {
    id: newId(),
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
