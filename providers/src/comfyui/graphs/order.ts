import { z } from 'zod';
import type { Family } from '../families.ts';

/** The files of one server that an answer is made with; what a checkpoint holds itself is not named again. */
export const modelFiles = z.object({
  /** A checkpoint holds text encoder and VAE, a diffusion model is the model alone. */
  loader: z.enum(['checkpoint', 'diffusion']),
  main: z.string(),
  /** Wan 2.2's low-noise model, SDXL's refiner. */
  second: z.string().nullable(),
  textEncoders: z.array(z.string()),
  vae: z.string().nullable(),
  clipVision: z.string().nullable(),
  loras: z.array(z.object({ file: z.string(), strength: z.number() })),
  /** How the main file wants its picture or its steps, where its family has several ways. */
  part: z.enum(['main', 'from-words', 'from-picture', 'plus', 'replace', 'full', 'high-noise']),
});
export type ModelFiles = z.infer<typeof modelFiles>;

/** Everything a graph is made of; nothing in it is looked up any more. */
export type GraphOrder = {
  family: Family;
  steps: number;
  files: ModelFiles;
  prompt: string;
  negativePrompt: string;
  seed: number;
  width: number;
  height: number;
  /** 1 for pictures. */
  frames: number;
  /** Names as the server gave them when they were uploaded. */
  pictures: string[];
  /** Folder and beginning of the names of what is made. */
  prefix: string;
};
