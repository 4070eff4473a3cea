import { call, uploadFile } from '../../api/index.ts';
import type { DropGroup, DropPlan } from './drop-plan.ts';
import { wantedGroups } from './drop-plan.ts';

export type MakeProgress = { sentBytes: number; totalBytes: number; made: number };
export type MakeResult = { created: string[]; changed: number; failures: { name: string; error: unknown }[] };
type Options = { signal: AbortSignal; onProgress: (progress: MakeProgress) => void };

/**
 * Sends the files of each group and makes its product, one group after the other: what is stopped half-way leaves whole
 * products. A file that is refused is told and the product made of the others.
 */
export async function makeProducts(
  files: readonly File[],
  plan: DropPlan,
  { signal, onProgress }: Options,
): Promise<MakeResult> {
  const groups = wantedGroups(plan);
  const totalBytes = groups
    .flatMap((group) => group.files)
    .reduce((sum, { index }) => sum + (files[index]?.size ?? 0), 0);
  const result: MakeResult = { created: [], changed: 0, failures: [] };
  let doneBytes = 0;
  for (const group of groups) {
    if (signal.aborted) break;
    const media: Media[] = [];
    for (const { index, role } of group.files) {
      const file = files[index];
      if (!file || signal.aborted) continue;
      const told = (sentBytes: number) =>
        onProgress({ sentBytes: doneBytes + sentBytes, totalBytes, made: result.created.length + result.changed });
      try {
        const asset = await uploadFile(file, { signal, onProgress: ({ sentBytes }) => told(sentBytes) });
        media.push({ assetId: asset.id, role });
      } catch (error) {
        if (!signal.aborted) result.failures.push({ name: file.name, error });
      }
      doneBytes += file.size;
      told(0);
    }
    if (media.length > 0 && !signal.aborted) await keepGroup(group, media, { plan, result });
  }
  return result;
}

type Media = { assetId: Awaited<ReturnType<typeof uploadFile>>['id']; role: DropGroup['files'][number]['role'] };

async function keepGroup(group: DropGroup, media: Media[], { plan, result }: { plan: DropPlan; result: MakeResult }) {
  try {
    if (group.existing) {
      await call('addProductMedia', { params: { id: group.existing.id }, body: { media } });
      result.changed += 1;
    } else {
      const product = await call('createProduct', { body: { kind: plan.kind, name: group.name.trim(), media } });
      result.created.push(product.id);
    }
  } catch (error) {
    result.failures.push({ name: group.name, error });
  }
}
