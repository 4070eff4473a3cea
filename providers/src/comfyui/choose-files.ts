import type { Catalogue, Folder } from './catalogue.ts';
import { type DetectedFile, detectFamily, startsFromPicture } from './detect.ts';
import type { Build, Family } from './families.ts';
import type { ModelFiles } from './graphs/order.ts';
import type { LoraWish } from './loras.ts';

/** A file that goes with a model: by what its name must hold, and what people know it as. */
type Part = { pattern: RegExp; file: string };

const CLIP_L: Part = { pattern: /clip_l(_|$)/, file: 'clip_l' };
const T5: Part = { pattern: /(^|_)t5_?xxl/, file: 't5xxl' };
const AE: Part = { pattern: /^(flux_?1?_?)?(ae|vae)(_|$)|flux.*(ae|vae)/, file: 'ae' };

/** What a diffusion model needs beside itself (providers.md §9); a checkpoint brings its own unless it is said here. */
const PARTS: Record<
  Build,
  { from: readonly ('diffusion' | 'checkpoint')[]; texts: readonly Part[]; vae: Part | null }
> = {
  flux: { from: ['diffusion', 'checkpoint'], texts: [CLIP_L, T5], vae: AE },
  sdxl: { from: ['checkpoint'], texts: [], vae: null },
  hidream: {
    from: ['diffusion'],
    texts: [
      // Its own are longer-sighted than the common ones; either loads, its own are taken where they are.
      { pattern: CLIP_L.pattern, file: 'clip_l_hidream' },
      { pattern: /clip_g/, file: 'clip_g_hidream' },
      T5,
      { pattern: /llama_?3_?1/, file: 'llama_3.1_8b_instruct' },
    ],
    vae: AE,
  },
  qwen: qwenParts(),
  'qwen-edit': qwenParts(),
  wan: wanParts(),
  'wan-two': wanParts(),
  ltx: { from: ['checkpoint'], texts: [T5], vae: null },
  hunyuan: {
    from: ['diffusion'],
    texts: [CLIP_L, { pattern: /llava_?llama_?3(?!_vision)/, file: 'llava_llama3' }],
    vae: { pattern: /hunyuan_?video_?vae/, file: 'hunyuan_video_vae' },
  },
};

function qwenParts() {
  return {
    from: ['diffusion' as const],
    texts: [{ pattern: /qwen_?2_?5_?vl/, file: 'qwen_2.5_vl_7b' }],
    vae: { pattern: /qwen_?image_?vae/, file: 'qwen_image_vae' },
  };
}
/** Wan 2.2's pair is opened with the VAE of 2.1; that of its own name is the small model's. */
function wanParts() {
  return {
    from: ['diffusion' as const],
    texts: [{ pattern: /umt5/, file: 'umt5_xxl' }],
    vae: { pattern: /wan_?2_?1_?vae|wan21_?vae/, file: 'wan_2.1_vae' },
  };
}

export type FileChoice = { kind: 'chosen'; files: ModelFiles } | { kind: 'missing'; file: string; folder: Folder };

/** The files an answer is made with, first by name among several that fit; or the first that the server lacks. */
export function chooseFiles(
  family: Family,
  wish: { pictures: number; isFast: boolean; loras: readonly LoraWish[] },
  catalogue: Catalogue,
): FileChoice {
  try {
    return { kind: 'chosen', files: choose(family, wish, catalogue) };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return { kind: 'missing', file: error.file, folder: error.folder };
  }
}

class Missing extends Error {
  readonly file: string;
  readonly folder: Folder;
  constructor(file: string, folder: Folder) {
    super(`${folder}/${file}`);
    this.file = file;
    this.folder = folder;
  }
}

function choose(
  family: Family,
  wish: { pictures: number; isFast: boolean; loras: readonly LoraWish[] },
  catalogue: Catalogue,
): ModelFiles {
  const { texts, vae } = PARTS[family.build];
  const main = chooseMain(family, wish.pictures, catalogue);
  const isWhole = main.loader === 'checkpoint';
  // A checkpoint of LTX-Video holds its VAE and no text encoder.
  const needsTexts = !isWhole || family.build === 'ltx';
  return {
    loader: main.loader,
    main: main.name,
    second: chooseSecond(family, main.name, wish, catalogue),
    textEncoders: needsTexts ? texts.map((part) => find(catalogue, 'text_encoders', part)) : [],
    vae: isWhole || vae === null ? null : find(catalogue, 'vae', vae),
    clipVision: chooseVision(family, wish.pictures, catalogue),
    loras: wish.loras.map(({ name, strength }) => ({ file: findLora(catalogue, name), strength })),
    part: main.part === 'low-noise' || main.part === 'refiner' ? 'main' : main.part,
  };
}

type Main = { name: string; loader: ModelFiles['loader']; part: DetectedFile['part'] };

/** The file that people look for when none is there. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  flux_dev: 'flux1-dev',
  flux_krea: 'flux1-krea-dev',
  flux_pro: 'flux1-pro',
  sdxl: 'sd_xl_base_1.0',
  pony: 'ponyDiffusionV6XL',
  illustrious: 'Illustrious-XL',
  wan_2_1: 'wan2.1',
  wan_2_2: 'wan2.2_high_noise',
  ltx_video: 'ltx-video',
  hunyuan_video: 'hunyuan_video',
  hidream: 'hidream_i1',
  qwen_image: 'qwen_image',
  qwen_edit: 'qwen_image_edit',
};

function chooseMain(family: Family, pictures: number, catalogue: Catalogue): Main {
  const { from } = PARTS[family.build];
  for (const loader of from) {
    const names = [...catalogue[loader === 'checkpoint' ? 'checkpoints' : 'diffusion_models']].sort();
    for (const name of names) {
      const found = detectFamily(name);
      if (found?.family === family.id && fits(found.part, name, pictures, family.build))
        return { name, loader, part: found.part };
    }
  }
  const suffix = family.build.startsWith('wan') || family.build === 'hunyuan' ? (pictures > 0 ? '_i2v' : '_t2v') : '';
  const several = family.build === 'qwen-edit' && pictures > 1 ? '_2509' : '';
  throw new Missing(
    `${KNOWN_AS[family.id]}${suffix}${several}`,
    from[0] === 'checkpoint' ? 'checkpoints' : 'diffusion_models',
  );
}

function fits(part: DetectedFile['part'], name: string, pictures: number, build: Build): boolean {
  if (build === 'wan-two') return part === 'high-noise' && startsFromPicture(name) === pictures > 0;
  if (build === 'qwen-edit') return pictures < 2 || part === 'plus';
  if (part === 'from-words') return pictures === 0;
  if (part === 'from-picture' || part === 'replace') return pictures > 0;
  return part !== 'refiner' && part !== 'low-noise';
}

/** Wan's low-noise model of the same kind, by its twin's name where there is one; a refiner for SDXL at its best only. */
function chooseSecond(
  family: Family,
  main: string,
  { pictures, isFast }: { pictures: number; isFast: boolean },
  catalogue: Catalogue,
): string | null {
  if (family.build === 'wan-two') {
    const lows = [...catalogue.diffusion_models].sort().filter((name) => {
      const found = detectFamily(name);
      return found?.family === family.id && found.part === 'low-noise' && startsFromPicture(name) === pictures > 0;
    });
    const twin = main.replace(/high/i, (high) => (high === 'HIGH' ? 'LOW' : 'low'));
    const low = lows.includes(twin) ? twin : lows[0];
    if (low === undefined) throw new Missing(`wan2.2_low_noise${pictures > 0 ? '_i2v' : '_t2v'}`, 'diffusion_models');
    return low;
  }
  if (family.id !== 'sdxl' || isFast || pictures > 0) return null;
  return catalogue.checkpoints.find((name) => detectFamily(name)?.part === 'refiner') ?? null;
}

/** A first frame is shown to Wan 2.1 and HunyuanVideo by clip vision as well. */
function chooseVision(family: Family, pictures: number, catalogue: Catalogue): string | null {
  if (pictures === 0) return null;
  if (family.build === 'wan')
    return find(catalogue, 'clip_vision', { pattern: /clip_vision_h/, file: 'clip_vision_h' });
  if (family.build !== 'hunyuan') return null;
  return find(catalogue, 'clip_vision', { pattern: /llava_?llama_?3_?vision/, file: 'llava_llama3_vision' });
}

function find(catalogue: Catalogue, folder: Folder, { pattern, file }: Part): string {
  const fitting = [...catalogue[folder]].sort().filter((name) => pattern.test(toPlain(name)));
  const own = fitting.find((name) => toPlain(name).startsWith(toPlain(file)));
  const found = own ?? fitting[0];
  if (found === undefined) throw new Missing(file, folder);
  return found;
}

/** By its whole name, or by its beginning where that is one file's alone. */
function findLora({ loras }: Catalogue, name: string): string {
  const wanted = toPlain(name);
  const exact = loras.find((file) => toPlain(file) === wanted);
  const starting = loras.filter((file) => toPlain(file).startsWith(wanted));
  const found = exact ?? (starting.length === 1 ? starting[0] : undefined);
  if (found === undefined) throw new Missing(name, 'loras');
  return found;
}

function toPlain(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  return base
    .replace(/\.(safetensors|sft|ckpt|pt|pth|bin)$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
}
