import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Generated, GenerateOrder, LeafContext, StoredAsset, StudioPorts } from '@kinora/studios';
import type { Database } from '../../platform/database/index.ts';
import { sendLive } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Progress } from './progress.ts';
import type { JobRow } from './rows.ts';
import { timePhase } from './steps.ts';

const PREVIEW_GAP_MS = 1000;

export type LeafContextOptions = {
  database: Database;
  job: JobRow;
  ports: StudioPorts;
  signal: AbortSignal;
  temporaryFolder: string;
  progress: Progress;
  runGeneration: RunGeneration;
};

/** One try of a leaf, as what it asks vendors for is bound to it. */
export type LeafScope = {
  organizationId: string;
  jobId: string;
  run: number;
  ports: StudioPorts;
  signal: AbortSignal;
  temporaryFolder: string;
  progress(share: number, text: string): void;
  preview(picture: Uint8Array): void;
};
/** Passed in: the queue knows no vendors. */
export type RunGeneration = (scope: LeafScope, order: GenerateOrder) => Promise<Generated>;

export function createLeafContext(options: LeafContextOptions): LeafContext {
  const { database, job, ports } = options;
  let lastPreviewAt = Number.NEGATIVE_INFINITY;
  const isTooSoon = () => {
    if (performance.now() - lastPreviewAt < PREVIEW_GAP_MS) return true;
    lastPreviewAt = performance.now();
    return false;
  };
  const keep = async (path: string, madeBy: string) => {
    const stored = await ports.assets.store(path, {
      name: 'preview.jpg',
      kind: 'image',
      madeBy,
      role: 'working',
      ...(job.project_id === null ? {} : { projectId: job.project_id }),
    });
    await showPreview(database, job, stored);
  };
  /** A frame on its way says nothing that the work depends on: one that cannot be kept is followed by the next. */
  const keepFrame = async (picture: Uint8Array) => {
    const path = join(options.temporaryFolder, `frame-${newId()}`);
    await writeFile(path, picture);
    await keep(path, 'ComfyUI');
  };
  return {
    jobId: job.id,
    attempt: job.attempt,
    ports,
    signal: options.signal,
    temporaryFolder: options.temporaryFolder,
    now: () => Date.now(),
    phase: (name, run) => timePhase(database, job, name, run),
    progress: (share, text) => options.progress.report(share, text),
    generate: (order) =>
      options.runGeneration(
        {
          organizationId: job.organization_id,
          jobId: job.id,
          run: job.run,
          ports,
          signal: options.signal,
          temporaryFolder: options.temporaryFolder,
          progress: (share, text) => options.progress.report(share, text),
          preview: (picture) => void (isTooSoon() || keepFrame(picture).catch(() => undefined)),
        },
        order,
      ),
    async preview(path) {
      if (!isTooSoon()) await keep(path, 'Built-in engine');
    },
  };
}

/** The parent shows its newest piece. */
async function showPreview(database: Database, job: JobRow, { assetId, hash }: StoredAsset): Promise<void> {
  await database.inOrganization(job.organization_id, async (transaction) => {
    await transaction.query('update jobs set preview_asset_id = $2 where id = any($1::uuid[])', [
      [job.id, ...(job.parent_job_id === null ? [] : [job.parent_job_id])],
      assetId,
    ]);
    await sendLive(transaction, {
      organizationId: job.organization_id,
      type: 'job.preview',
      jobId: job.id,
      projectId: job.project_id ?? undefined,
      data: { previewAssetId: assetId, previewHash: hash, parentJobId: job.parent_job_id, kind: job.kind },
    });
  });
}
