import { z } from 'zod';
import type { Watched } from '../contract/safe-socket.ts';

const progress = z.object({
  type: z.literal('progress'),
  data: z.object({ value: z.number(), max: z.number().positive(), prompt_id: z.string().nullish() }),
});
const state = z.object({
  type: z.literal('progress_state'),
  data: z.object({
    prompt_id: z.string(),
    nodes: z.record(z.string(), z.object({ value: z.number(), max: z.number().positive() })),
  }),
});
const message = z.union([progress, state]);

const PREVIEW = 1;
const PREVIEW_WITH_FACTS = 4;

/**
 * What a message of the socket says about this job; null for everything else, which may be anything. `nodes` is how many the
 * workflow has, as the newer message counts those that were touched.
 */
export function readMessage(received: string | Uint8Array, about: { id: string; nodes: number }): Watched | null {
  return typeof received === 'string' ? readShare(received, about) : readPreview(received, about.id);
}

function readShare(text: string, { id, nodes }: { id: string; nodes: number }): Watched | null {
  const said = message.safeParse(toJson(text)).data;
  if (!said) return null;
  if ((said.data.prompt_id ?? id) !== id) return null;
  if (said.type === 'progress') return { kind: 'share', share: Math.min(1, said.data.value / said.data.max) };
  const touched = Object.values(said.data.nodes);
  const done = touched.reduce((sum, { value, max }) => sum + Math.min(1, value / max), 0);
  return { kind: 'share', share: Math.min(1, done / Math.max(nodes, touched.length, 1)) };
}

/** Big endian: the kind of event, then a picture's format or the length of its facts, then the picture. */
function readPreview(bytes: Uint8Array, id: string): Watched | null {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const event = view.getUint32(0);
  if (event === PREVIEW) return { kind: 'preview', bytes: bytes.subarray(8) };
  if (event !== PREVIEW_WITH_FACTS) return null;
  const end = 8 + view.getUint32(4);
  if (end >= bytes.length) return null;
  const facts = z
    .object({ prompt_id: z.string().nullish() })
    .safeParse(toJson(new TextDecoder().decode(bytes.subarray(8, end)))).data;
  return facts && (facts.prompt_id ?? id) === id ? { kind: 'preview', bytes: bytes.subarray(end) } : null;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
