import type { GraphBuilder, Link } from '../graph.ts';
import type { GraphOrder, ModelFiles } from './order.ts';

export type Loaded = { model: Link; clip: Link; vae: Link };

/** Model, text encoder and VAE, from one checkpoint or from three files, with the LoRAs behind each other. */
export function loadModel(builder: GraphBuilder, files: ModelFiles, clipType: string): Loaded {
  const base = files.loader === 'checkpoint' ? loadCheckpoint(builder, files.main) : null;
  const model = base?.model ?? loadDiffusion(builder, files.main);
  const clip = files.textEncoders.length > 0 ? loadClip(builder, files.textEncoders, clipType) : base?.clip;
  const vae = files.vae === null ? base?.vae : builder.add('VAELoader', { vae_name: files.vae })();
  if (!clip || !vae) throw new Error(`${files.main} has no text encoder or no VAE`);
  const loaded = { model, clip, vae };
  for (const { file, strength } of files.loras) {
    const lora = builder.add('LoraLoader', {
      model: loaded.model,
      clip: loaded.clip,
      lora_name: file,
      strength_model: strength,
      strength_clip: strength,
    });
    Object.assign(loaded, { model: lora(0), clip: lora(1) });
  }
  return loaded;
}

export function loadCheckpoint(builder: GraphBuilder, file: string): Loaded {
  const node = builder.add('CheckpointLoaderSimple', { ckpt_name: file });
  return { model: node(0), clip: node(1), vae: node(2) };
}

export function loadDiffusion(builder: GraphBuilder, file: string): Link {
  return builder.add('UNETLoader', { unet_name: file, weight_dtype: 'default' })();
}

function loadClip(builder: GraphBuilder, names: readonly string[], type: string): Link {
  if (names.length === 1) return builder.add('CLIPLoader', { clip_name: names[0]!, type })();
  const numbered = Object.fromEntries(names.map((name, index) => [`clip_name${index + 1}`, name]));
  // The one for four encoders knows one family only, and takes no type.
  return names.length === 2
    ? builder.add('DualCLIPLoader', { ...numbered, type })()
    : builder.add('QuadrupleCLIPLoader', numbered)();
}

export function encodeText(builder: GraphBuilder, clip: Link, text: string): Link {
  return builder.add('CLIPTextEncode', { clip, text })();
}

export function loadPicture(builder: GraphBuilder, name: string): Link {
  return builder.add('LoadImage', { image: name })();
}

/** Cut to the order's shape from its middle: a picture of another shape would otherwise be squeezed. */
export function fitPicture(builder: GraphBuilder, name: string, { width, height }: GraphOrder): Link {
  const image = loadPicture(builder, name);
  return builder.add('ImageScale', { image, upscale_method: 'lanczos', width, height, crop: 'center' })();
}

/** How much of a picture that goes in is drawn anew: the words decide, the picture's layout stays. */
const REDRAWN = 0.8;

/** Where sampling starts: from nothing, or from the picture that goes in. */
export function startLatent(
  builder: GraphBuilder,
  order: GraphOrder,
  { vae, empty }: { vae: Link; empty: string },
): { latent: Link; denoise: number } {
  const [picture] = order.pictures;
  const { width, height } = order;
  if (picture === undefined) return { latent: builder.add(empty, { width, height, batch_size: 1 })(), denoise: 1 };
  const pixels = fitPicture(builder, picture, order);
  return { latent: builder.add('VAEEncode', { pixels, vae })(), denoise: REDRAWN };
}

export function shiftModel(builder: GraphBuilder, node: string, model: Link, shift: number | null): Link {
  return shift === null ? model : builder.add(node, { model, shift })();
}

export function sample(
  builder: GraphBuilder,
  order: GraphOrder,
  parts: { model: Link; positive: Link; negative: Link; latent: Link; denoise: number },
): Link {
  const { cfg, sampler, scheduler } = order.family.sampling;
  return builder.add('KSampler', {
    model: parts.model,
    positive: parts.positive,
    negative: parts.negative,
    latent_image: parts.latent,
    seed: order.seed,
    steps: order.steps,
    cfg,
    sampler_name: sampler,
    scheduler,
    denoise: parts.denoise,
  })();
}

/** One of two models in turn: the first adds the noise and hands it on, the second takes the steps that are left. */
export function sampleInTurn(
  builder: GraphBuilder,
  order: GraphOrder,
  turn: { model: Link; positive: Link; negative: Link; latent: Link; from: number; to: number },
): Link {
  const { cfg, sampler, scheduler } = order.family.sampling;
  const isFirst = turn.from === 0;
  return builder.add('KSamplerAdvanced', {
    model: turn.model,
    positive: turn.positive,
    negative: turn.negative,
    latent_image: turn.latent,
    add_noise: isFirst ? 'enable' : 'disable',
    noise_seed: order.seed,
    steps: order.steps,
    cfg,
    sampler_name: sampler,
    scheduler,
    start_at_step: turn.from,
    end_at_step: turn.to,
    return_with_leftover_noise: isFirst ? 'enable' : 'disable',
  })();
}

export function savePicture(builder: GraphBuilder, order: GraphOrder, samples: Link, vae: Link): void {
  const images = builder.add('VAEDecode', { samples, vae })();
  builder.add('SaveImage', { images, filename_prefix: order.prefix });
}

/** As MP4 with H.264, which every browser and our own engine read; `auto` may become something else one day. */
export function saveFilm(builder: GraphBuilder, order: GraphOrder, images: Link): void {
  const video = builder.add('CreateVideo', { images, fps: order.family.video?.fps ?? 24 })();
  builder.add('SaveVideo', { video, filename_prefix: order.prefix, format: 'mp4', codec: 'h264' });
}
