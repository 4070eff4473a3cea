import type { ComfyFolder, ComfyLook } from '@kinora/contract';
import { z } from 'zod';
import type { ProviderFault } from '../contract/fault.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { readCatalogue } from './catalogue.ts';
import { normaliseComfyError } from './errors.ts';
import { queue, systemStats } from './protocol.ts';

/** Not in older servers, and then sizes are not known. */
const sizes = z.array(z.object({ name: z.string(), size: z.number().nonnegative() }));
/** The folders whose files fill a card's memory. */
const SIZED: readonly ComfyFolder[] = ['checkpoints', 'diffusion_models'];

export type Looked = { kind: 'seen'; look: ComfyLook } | { kind: 'fault'; fault: ProviderFault };
type Ask = (path: string) => Promise<SafeAnswer>;

/** Memory, queue and files of one server. Free, and changes nothing there. */
export async function lookAt(ask: Ask, nowMs: number): Promise<Looked> {
  const stats = await ask('/system_stats');
  const toFault = (answer: SafeAnswer): Looked => ({
    kind: 'fault',
    fault:
      answer.kind === 'answered'
        ? normaliseComfyError(answer, nowMs)
        : { kind: 'provider_down', message: answer.reason, retryAfterMs: null },
  });
  if (stats.kind !== 'answered' || stats.status !== 200) return toFault(stats);
  const found = systemStats.safeParse(readJson(stats.bytes)).data;
  if (!found) return noComfy();
  const queued = await ask('/queue');
  if (queued.kind !== 'answered' || queued.status !== 200) return toFault(queued);
  const lines = queue.safeParse(readJson(queued.bytes)).data;
  if (!lines) return noComfy();
  const read = await readCatalogue(ask, (answer) => normaliseComfyError(answer, nowMs));
  if (read.kind === 'fault') return read;
  const { system, devices } = found;
  return {
    kind: 'seen',
    look: {
      version: system.comfyui_version ?? null,
      devices: devices.map(({ name, vram_total: memoryBytes, vram_free: freeBytes }) => ({
        name,
        memoryBytes,
        freeBytes,
      })),
      queue: { running: lines.queue_running.length, waiting: lines.queue_pending.length },
      files: toFiles(read.catalogue),
      fileBytes: await readSizes(ask),
    },
  };
}

function toFiles(catalogue: Readonly<Record<ComfyFolder, readonly string[]>>): ComfyLook['files'] {
  return Object.fromEntries(
    Object.entries(catalogue).map(([folder, names]) => [folder, [...names]]),
  ) as ComfyLook['files'];
}

async function readSizes(ask: Ask): Promise<Record<string, number>> {
  const known: Record<string, number> = {};
  for (const folder of SIZED) {
    const answer = await ask(`/experiment/models/${folder}`);
    const list = answer.kind === 'answered' && answer.status === 200 ? sizes.safeParse(readJson(answer.bytes)) : null;
    for (const { name, size } of list?.data ?? []) known[`${folder}/${name}`] = size;
  }
  return known;
}

const noComfy = (): Looked => ({
  kind: 'fault',
  fault: { kind: 'not_found', message: 'what answers there is no ComfyUI', retryAfterMs: null },
});
