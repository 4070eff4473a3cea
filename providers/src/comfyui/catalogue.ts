import { z } from 'zod';
import type { ProviderFault } from '../contract/fault.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';

/** The model files of one server, by the folder they lie in. */
export type Catalogue = Readonly<Record<Folder, readonly string[]>>;
export type Folder = keyof typeof LOADERS;

/** Which node lists which folder. */
const LOADERS = {
  checkpoints: { node: 'CheckpointLoaderSimple', input: 'ckpt_name' },
  diffusion_models: { node: 'UNETLoader', input: 'unet_name' },
  text_encoders: { node: 'CLIPLoader', input: 'clip_name' },
  vae: { node: 'VAELoader', input: 'vae_name' },
  clip_vision: { node: 'CLIPVisionLoader', input: 'clip_name' },
  loras: { node: 'LoraLoader', input: 'lora_name' },
} as const;

const input = z.record(z.string(), z.unknown());
const objectInfo = z.record(z.string(), z.object({ input: z.object({ required: input.optional() }) }));
/** A choice is `[[names], {…}]` in older nodes and `["COMBO", {options: [names]}]` in newer ones. */
const choice = z.union([
  z
    .tuple([z.array(z.string())])
    .rest(z.unknown())
    .transform(([names]) => names),
  z
    .tuple([z.literal('COMBO'), z.object({ options: z.array(z.string()) })])
    .rest(z.unknown())
    .transform(([, { options }]) => options),
]);

/**
 * Asks node by node: the whole list of a server with many add-ons is tens of megabytes. A node that is not there lists
 * nothing, which is what a server without it can load.
 */
export async function readCatalogue(
  ask: (path: string) => Promise<SafeAnswer>,
  toFault: (answer: Extract<SafeAnswer, { kind: 'answered' }>) => ProviderFault,
): Promise<{ kind: 'read'; catalogue: Catalogue } | { kind: 'fault'; fault: ProviderFault }> {
  const found: Record<string, readonly string[]> = {};
  for (const [folder, { node, input: name }] of Object.entries(LOADERS)) {
    const answer = await ask(`/object_info/${node}`);
    if (answer.kind !== 'answered')
      return { kind: 'fault', fault: { kind: 'provider_down', message: answer.reason, retryAfterMs: null } };
    if (answer.status !== 200) return { kind: 'fault', fault: toFault(answer) };
    found[folder] = readChoices(readJson(answer.bytes), node, name);
  }
  return { kind: 'read', catalogue: found as Catalogue };
}

export function readChoices(answer: unknown, node: string, name: string): string[] {
  const required = objectInfo.safeParse(answer).data?.[node]?.input.required;
  return choice.safeParse(required?.[name]).data ?? [];
}
