import type { Capability } from '@kinora/contract';

export type Sampling = {
  /** 1 for models that were trained without: then a negative prompt does nothing. */
  cfg: number;
  sampler: string;
  scheduler: string;
  /** Of the flow-matching models; null for the others. */
  shift: number | null;
};

/** How a family's graph is put together (`graphs/`). */
export type Build = 'flux' | 'sdxl' | 'hidream' | 'qwen' | 'qwen-edit' | 'wan' | 'wan-two' | 'ltx' | 'hunyuan';

/** One of the model families that run on a ComfyUI server, as data (spec C12). */
export type Family = {
  id: string;
  title: string;
  build: Build;
  capability: Extract<Capability, 'image' | 'image-edit' | 'video'>;
  steps: { fast: number; quality: number };
  sampling: Sampling;
  /** Area it was trained for; every shape is laid out at about this many pixels. */
  pixels: number;
  /** Width and height are whole multiples of this. */
  multiple: number;
  /** Most LoRAs in one chain; 0 where none is taken. */
  loras: number;
  pictures: { least: number; most: number };
  /** Lengths are `step` × n + 1 frames; null for pictures. */
  video: { fps: number; step: number } | null;
};

const SQUARE = 1024 * 1024;
const FLUX = {
  build: 'flux',
  capability: 'image',
  sampling: { cfg: 1, sampler: 'euler', scheduler: 'simple', shift: null },
  pixels: SQUARE,
  multiple: 16,
  loras: 3,
  pictures: { least: 0, most: 1 },
  video: null,
} as const;
const SDXL = {
  build: 'sdxl',
  capability: 'image',
  pixels: SQUARE,
  multiple: 64,
  loras: 5,
  pictures: { least: 0, most: 1 },
  video: null,
} as const;
const VIDEO = { capability: 'video', loras: 0, pictures: { least: 0, most: 1 } } as const;

/**
 * Steps, LoRA limits and the two stated sizes are those of C12; what it leaves open (cfg, sampler, shift, sizes) is that of
 * the official example workflows (providers.md §9).
 */
export const FAMILIES: readonly Family[] = [
  { ...FLUX, id: 'flux_dev', title: 'FLUX.1 dev', steps: { fast: 8, quality: 28 } },
  { ...FLUX, id: 'flux_krea', title: 'FLUX.1 Krea', steps: { fast: 4, quality: 8 } },
  { ...FLUX, id: 'flux_pro', title: 'FLUX.1 pro', steps: { fast: 12, quality: 35 } },
  {
    ...SDXL,
    id: 'sdxl',
    title: 'SDXL',
    steps: { fast: 15, quality: 35 },
    sampling: { cfg: 7, sampler: 'dpmpp_2m', scheduler: 'karras', shift: null },
  },
  {
    ...SDXL,
    id: 'pony',
    title: 'Pony',
    steps: { fast: 12, quality: 28 },
    sampling: { cfg: 7, sampler: 'euler_ancestral', scheduler: 'normal', shift: null },
  },
  {
    ...SDXL,
    id: 'illustrious',
    title: 'Illustrious',
    steps: { fast: 15, quality: 30 },
    sampling: { cfg: 6, sampler: 'euler_ancestral', scheduler: 'normal', shift: null },
  },
  {
    ...VIDEO,
    id: 'wan_2_1',
    title: 'Wan 2.1',
    build: 'wan',
    steps: { fast: 15, quality: 25 },
    sampling: { cfg: 6, sampler: 'uni_pc', scheduler: 'simple', shift: 8 },
    pixels: 512 * 512,
    multiple: 16,
    video: { fps: 16, step: 4 },
  },
  {
    ...VIDEO,
    id: 'wan_2_2',
    title: 'Wan 2.2',
    build: 'wan-two',
    steps: { fast: 8, quality: 20 },
    sampling: { cfg: 3.5, sampler: 'euler', scheduler: 'simple', shift: 8 },
    pixels: 768 * 768,
    multiple: 16,
    video: { fps: 16, step: 4 },
  },
  {
    ...VIDEO,
    id: 'ltx_video',
    title: 'LTX-Video',
    build: 'ltx',
    steps: { fast: 10, quality: 30 },
    sampling: { cfg: 3, sampler: 'euler', scheduler: 'ltxv', shift: null },
    pixels: 768 * 512,
    multiple: 32,
    video: { fps: 25, step: 8 },
  },
  {
    ...VIDEO,
    id: 'hunyuan_video',
    title: 'HunyuanVideo',
    build: 'hunyuan',
    steps: { fast: 20, quality: 40 },
    sampling: { cfg: 1, sampler: 'euler', scheduler: 'simple', shift: 7 },
    pixels: 848 * 480,
    multiple: 16,
    video: { fps: 24, step: 4 },
  },
  {
    id: 'hidream',
    title: 'HiDream I1',
    build: 'hidream',
    capability: 'image',
    steps: { fast: 12, quality: 25 },
    sampling: { cfg: 1, sampler: 'lcm', scheduler: 'normal', shift: 6 },
    pixels: SQUARE,
    multiple: 16,
    loras: 0,
    pictures: { least: 0, most: 1 },
    video: null,
  },
  {
    id: 'qwen_image',
    title: 'Qwen-Image',
    build: 'qwen',
    capability: 'image',
    steps: { fast: 10, quality: 20 },
    sampling: { cfg: 2.5, sampler: 'euler', scheduler: 'simple', shift: 3.1 },
    pixels: 1328 * 1328,
    multiple: 16,
    loras: 0,
    pictures: { least: 0, most: 1 },
    video: null,
  },
  {
    id: 'qwen_edit',
    title: 'Qwen-Image-Edit',
    build: 'qwen-edit',
    capability: 'image-edit',
    steps: { fast: 8, quality: 15 },
    sampling: { cfg: 4, sampler: 'euler', scheduler: 'simple', shift: 3 },
    pixels: SQUARE,
    multiple: 16,
    loras: 0,
    pictures: { least: 1, most: 3 },
    video: null,
  },
];
