import type { GraphBuilder, Link } from '../graph.ts';
import type { GraphOrder } from './order.ts';
import {
  encodeText,
  loadDiffusion,
  loadModel,
  loadPicture,
  sample,
  sampleInTurn,
  saveFilm,
  shiftModel,
} from './parts.ts';
import { sampleGuided } from './pictures.ts';

type Start = { positive: Link; negative: Link; latent: Link };

/** Wan's beginning: empty frames, or a first frame, which the model is also shown by clip vision where it has one. */
function startWan(builder: GraphBuilder, order: GraphOrder, { clip, vae }: { clip: Link; vae: Link }): Start {
  const { width, height, frames } = order;
  const positive = encodeText(builder, clip, order.prompt);
  const negative = encodeText(builder, clip, order.negativePrompt);
  const [picture] = order.pictures;
  if (picture === undefined) {
    const latent = builder.add('EmptyHunyuanLatentVideo', { width, height, length: frames, batch_size: 1 })();
    return { positive, negative, latent };
  }
  const image = loadPicture(builder, picture);
  const seen = seeFirstFrame(builder, order, image);
  const node = builder.add('WanImageToVideo', {
    positive,
    negative,
    vae,
    width,
    height,
    length: frames,
    batch_size: 1,
    start_image: image,
    ...(seen === null ? {} : { clip_vision_output: seen }),
  });
  return { positive: node(0), negative: node(1), latent: node(2) };
}

function seeFirstFrame(builder: GraphBuilder, { files }: GraphOrder, image: Link): Link | null {
  if (files.clipVision === null) return null;
  const vision = builder.add('CLIPVisionLoader', { clip_name: files.clipVision })();
  return builder.add('CLIPVisionEncode', { clip_vision: vision, image, crop: 'none' })();
}

export function buildWan(builder: GraphBuilder, order: GraphOrder): void {
  const { model, clip, vae } = loadModel(builder, order.files, 'wan');
  const start = startWan(builder, order, { clip, vae });
  const shifted = shiftModel(builder, 'ModelSamplingSD3', model, order.family.sampling.shift);
  const samples = sample(builder, order, { ...start, model: shifted, denoise: 1 });
  saveFilm(builder, order, builder.add('VAEDecode', { samples, vae })());
}

/** Two models: one for the noisy half of the steps, one for the rest. */
export function buildWanTwo(builder: GraphBuilder, order: GraphOrder): void {
  const { model: high, clip, vae } = loadModel(builder, order.files, 'wan');
  const low = loadDiffusion(builder, order.files.second ?? '');
  const start = startWan(builder, order, { clip, vae });
  const { shift } = order.family.sampling;
  const shifted = (model: Link) => shiftModel(builder, 'ModelSamplingSD3', model, shift);
  const at = Math.round(order.steps / 2);
  const rough = sampleInTurn(builder, order, { ...start, model: shifted(high), from: 0, to: at });
  const samples = sampleInTurn(builder, order, {
    ...start,
    model: shifted(low),
    latent: rough,
    from: at,
    to: order.steps,
  });
  saveFilm(builder, order, builder.add('VAEDecode', { samples, vae })());
}

/** LTX-Video plans its steps by the length of the film, and is told how fast it plays. */
export function buildLtx(builder: GraphBuilder, order: GraphOrder): void {
  const { model, clip, vae } = loadModel(builder, order.files, 'ltxv');
  const { latent, ...words } = startLtx(builder, order, { clip, vae });
  const rated = builder.add('LTXVConditioning', { ...words, frame_rate: order.family.video?.fps ?? 25 });
  const samples = builder.add('SamplerCustom', {
    model,
    add_noise: true,
    noise_seed: order.seed,
    cfg: order.family.sampling.cfg,
    positive: rated(0),
    negative: rated(1),
    sampler: builder.add('KSamplerSelect', { sampler_name: order.family.sampling.sampler })(),
    sigmas: builder.add('LTXVScheduler', {
      steps: order.steps,
      max_shift: 2.05,
      base_shift: 0.95,
      stretch: true,
      terminal: 0.1,
      latent,
    })(),
    latent_image: latent,
  })();
  saveFilm(builder, order, builder.add('VAEDecode', { samples, vae })());
}

function startLtx(builder: GraphBuilder, order: GraphOrder, { clip, vae }: { clip: Link; vae: Link }): Start {
  const { width, height, frames } = order;
  const positive = encodeText(builder, clip, order.prompt);
  const negative = encodeText(builder, clip, order.negativePrompt);
  const [picture] = order.pictures;
  if (picture === undefined) {
    const latent = builder.add('EmptyLTXVLatentVideo', { width, height, length: frames, batch_size: 1 })();
    return { positive, negative, latent };
  }
  const still = loadPicture(builder, picture);
  // Films it learned from were compressed; a clean still stays a still.
  const image = builder.add('LTXVPreprocess', { image: still, img_compression: 40 })();
  const node = builder.add('LTXVImgToVideo', {
    positive,
    negative,
    vae,
    image,
    width,
    height,
    length: frames,
    batch_size: 1,
    strength: 1,
  });
  return { positive: node(0), negative: node(1), latent: node(2) };
}

export function buildHunyuan(builder: GraphBuilder, order: GraphOrder): void {
  const { model, clip, vae } = loadModel(builder, order.files, 'hunyuan_video');
  const { words, latent } = startHunyuan(builder, order, { clip, vae });
  const conditioning = builder.add('FluxGuidance', { conditioning: words, guidance: 6 })();
  const shifted = shiftModel(builder, 'ModelSamplingSD3', model, order.family.sampling.shift);
  const samples = sampleGuided(builder, order, { model: shifted, conditioning, latent, denoise: 1 });
  // Tiled: the whole film at once does not fit the memory it was sampled in.
  const tiles = { tile_size: 256, overlap: 64, temporal_size: 64, temporal_overlap: 8 };
  saveFilm(builder, order, builder.add('VAEDecodeTiled', { samples, vae, ...tiles })());
}

function startHunyuan(
  builder: GraphBuilder,
  order: GraphOrder,
  { clip, vae }: { clip: Link; vae: Link },
): { words: Link; latent: Link } {
  const { width, height, frames } = order;
  const size = { width, height, length: frames, batch_size: 1 };
  const [picture] = order.pictures;
  if (picture === undefined)
    return {
      words: encodeText(builder, clip, order.prompt),
      latent: builder.add('EmptyHunyuanLatentVideo', size)(),
    };
  const image = loadPicture(builder, picture);
  const seen = seeFirstFrame(builder, order, image);
  if (seen === null) throw new Error('HunyuanVideo needs clip vision for a first frame');
  const positive = builder.add('TextEncodeHunyuanVideo_ImageToVideo', {
    clip,
    clip_vision_output: seen,
    prompt: order.prompt,
    image_interleave: 2,
  })();
  const guidance = order.files.part === 'replace' ? 'v2 (replace)' : 'v1 (concat)';
  const node = builder.add('HunyuanImageToVideo', {
    positive,
    vae,
    ...size,
    guidance_type: guidance,
    start_image: image,
  });
  return { words: node(0), latent: node(1) };
}
