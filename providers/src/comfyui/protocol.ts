import { z } from 'zod';

/** What ComfyUI answers, as little of it as is read; everything else may change without notice. */
export const systemStats = z.object({
  system: z.object({ comfyui_version: z.string().nullish() }),
  devices: z.array(z.object({ name: z.string(), vram_total: z.number(), vram_free: z.number() })),
});
export const queuedPrompt = z.object({ prompt_id: z.string().min(1) });
export const uploadedPicture = z.object({ name: z.string().min(1), subfolder: z.string().nullish() });

const file = z.object({ filename: z.string(), subfolder: z.string().nullish(), type: z.string() });
export type MadeFile = z.infer<typeof file>;
const output = z.object({ images: z.array(file).nullish(), gifs: z.array(file).nullish() });
const entry = z.object({
  outputs: z.record(z.string(), output),
  status: z
    .object({ status_str: z.string(), messages: z.array(z.tuple([z.string(), z.unknown()])).nullish() })
    .nullish(),
});
export type HistoryEntry = z.infer<typeof entry>;
export const history = z.record(z.string(), entry);

/** `[number, id, …]` of each. */
const items = z.array(z.tuple([z.number(), z.string()]).rest(z.unknown()));
export const queue = z.object({ queue_running: items, queue_pending: items });

const executionError = z.object({
  node_type: z.string().nullish(),
  exception_type: z.string().nullish(),
  exception_message: z.string().nullish(),
});

/** What was made for good; previews lie in `temp`. Films are listed under `images` too. */
export function listFiles({ outputs }: HistoryEntry): MadeFile[] {
  return Object.values(outputs)
    .flatMap(({ images, gifs }) => [...(images ?? []), ...(gifs ?? [])])
    .filter(({ type }) => type === 'output');
}

export function readEnd({
  status,
}: HistoryEntry): { kind: 'success' | 'interrupted' } | { kind: 'error'; text: string } {
  const said = status?.messages ?? [];
  if (said.some(([event]) => event === 'execution_interrupted')) return { kind: 'interrupted' };
  if (status?.status_str !== 'error') return { kind: 'success' };
  const failure = executionError.safeParse(said.find(([event]) => event === 'execution_error')?.[1]).data;
  const parts = [failure?.node_type, failure?.exception_type, failure?.exception_message].filter(Boolean);
  return { kind: 'error', text: parts.join(': ').slice(0, 500) || 'failed without a reason' };
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  mp4: 'video/mp4',
  webm: 'video/webm',
};

export function mediaTypeOf(fileName: string): string {
  return MEDIA_TYPES[fileName.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
