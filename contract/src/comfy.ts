import { z } from 'zod';

/** Folders of model files that a ComfyUI server lists, as far as our graphs load from them. */
export const comfyFolder = z.enum(['checkpoints', 'diffusion_models', 'text_encoders', 'vae', 'clip_vision', 'loras']);
export type ComfyFolder = z.infer<typeof comfyFolder>;

const files = z.array(z.string().max(500)).max(5000);

/** What one look at a ComfyUI server found; an agent sends the same about its own. */
export const comfyLook = z.object({
  version: z.string().max(60).nullable(),
  devices: z
    .array(
      z.object({
        name: z.string().max(200),
        memoryBytes: z.number().nonnegative(),
        freeBytes: z.number().nonnegative(),
      }),
    )
    .max(32),
  queue: z.object({ running: z.int().nonnegative(), waiting: z.int().nonnegative() }),
  files: z.object({
    checkpoints: files,
    diffusion_models: files,
    text_encoders: files,
    vae: files,
    clip_vision: files,
    loras: files,
  }),
  /** By folder and name, where the server tells sizes: `checkpoints/a.safetensors`. */
  fileBytes: z.record(z.string().max(600), z.number().nonnegative()),
});
export type ComfyLook = z.infer<typeof comfyLook>;

/** Why a server was chosen for a piece of work. */
export const placementReason = z.enum(['loaded', 'memory', 'load', 'only']);
export type PlacementReason = z.infer<typeof placementReason>;

/** Which server has it, why, and whose place it took there. */
export const comfyPlacement = z.object({
  server: z.string(),
  why: placementReason,
  /** The server that had it before, and what became of it there. */
  insteadOf: z.object({ server: z.string(), why: z.enum(['lost', 'memory', 'missing']) }).nullable(),
});
export type ComfyPlacement = z.infer<typeof comfyPlacement>;
