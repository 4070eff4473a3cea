import type { GraphBuilder, Link } from '../graph.ts';
import type { GraphOrder } from './order.ts';
import {
  encodeText,
  fitPicture,
  loadCheckpoint,
  loadModel,
  sample,
  sampleInTurn,
  savePicture,
  shiftModel,
  startLatent,
} from './parts.ts';

/** FLUX takes its guidance with the words, and no negative prompt. */
export function buildFlux(builder: GraphBuilder, order: GraphOrder): void {
  const { model, clip, vae } = loadModel(builder, order.files, 'flux');
  const { latent, denoise } = startLatent(builder, order, { vae, empty: 'EmptySD3LatentImage' });
  const words = encodeText(builder, clip, order.prompt);
  const conditioning = builder.add('FluxGuidance', { conditioning: words, guidance: 3.5 })();
  const shifted = builder.add('ModelSamplingFlux', {
    model,
    max_shift: 1.15,
    base_shift: 0.5,
    width: order.width,
    height: order.height,
  })();
  savePicture(builder, order, sampleGuided(builder, order, { model: shifted, conditioning, latent, denoise }), vae);
}

/** The sampler of models whose guidance is in the words. */
export function sampleGuided(
  builder: GraphBuilder,
  { seed, steps, family }: GraphOrder,
  { model, conditioning, latent, denoise }: { model: Link; conditioning: Link; latent: Link; denoise: number },
): Link {
  const { sampler, scheduler } = family.sampling;
  return builder.add('SamplerCustomAdvanced', {
    noise: builder.add('RandomNoise', { noise_seed: seed })(),
    guider: builder.add('BasicGuider', { model, conditioning })(),
    sampler: builder.add('KSamplerSelect', { sampler_name: sampler })(),
    sigmas: builder.add('BasicScheduler', { model, scheduler, steps, denoise })(),
    latent_image: latent,
  })();
}

/** SDXL, Pony and Illustrious. With a refiner, it takes the last fifth of the steps; never when a picture goes in. */
export function buildSdxl(builder: GraphBuilder, order: GraphOrder): void {
  const { model, clip, vae } = loadModel(builder, order.files, 'stable_diffusion');
  const positive = encodeText(builder, clip, order.prompt);
  const negative = encodeText(builder, clip, order.negativePrompt);
  const { latent, denoise } = startLatent(builder, order, { vae, empty: 'EmptyLatentImage' });
  const { second } = order.files;
  if (second === null || order.pictures.length > 0) {
    const samples = sample(builder, order, { model, positive, negative, latent, denoise });
    savePicture(builder, order, samples, vae);
  } else {
    const at = Math.round(order.steps * 0.8);
    const rough = sampleInTurn(builder, order, { model, positive, negative, latent, from: 0, to: at });
    refine(builder, order, { rough, at, checkpoint: second, vae });
  }
}

/** The refiner reads the words with its own encoders; its latents are the base's, so the base's VAE opens them. */
function refine(
  builder: GraphBuilder,
  order: GraphOrder,
  { rough, at, checkpoint, vae }: { rough: Link; at: number; checkpoint: string; vae: Link },
): void {
  const { model, clip } = loadCheckpoint(builder, checkpoint);
  const positive = encodeText(builder, clip, order.prompt);
  const negative = encodeText(builder, clip, order.negativePrompt);
  const turn = { model, positive, negative, latent: rough, from: at, to: order.steps };
  savePicture(builder, order, sampleInTurn(builder, order, turn), vae);
}

/** The full model was not distilled: it is guided, and samples otherwise than the one its steps are meant for. */
const HIDREAM_FULL = { cfg: 5, sampler: 'uni_pc', scheduler: 'simple', shift: 3 };

export function buildHidream(builder: GraphBuilder, order: GraphOrder): void {
  const sampling = order.files.part === 'full' ? HIDREAM_FULL : order.family.sampling;
  const own = { ...order, family: { ...order.family, sampling } };
  const { model, clip, vae } = loadModel(builder, order.files, 'hidream');
  const { latent, denoise } = startLatent(builder, own, { vae, empty: 'EmptySD3LatentImage' });
  const samples = sample(builder, own, {
    model: shiftModel(builder, 'ModelSamplingSD3', model, sampling.shift),
    positive: encodeText(builder, clip, order.prompt),
    negative: encodeText(builder, clip, order.negativePrompt),
    latent,
    denoise,
  });
  savePicture(builder, own, samples, vae);
}

export function buildQwen(builder: GraphBuilder, order: GraphOrder): void {
  const { model, clip, vae } = loadModel(builder, order.files, 'qwen_image');
  const { latent, denoise } = startLatent(builder, order, { vae, empty: 'EmptySD3LatentImage' });
  const samples = sample(builder, order, {
    model: shiftModel(builder, 'ModelSamplingAuraFlow', model, order.family.sampling.shift),
    positive: encodeText(builder, clip, order.prompt),
    negative: encodeText(builder, clip, order.negativePrompt),
    latent,
    denoise,
  });
  savePicture(builder, order, samples, vae);
}

/** The pictures go in with the words; the first model takes one, `plus` up to three. */
export function buildQwenEdit(builder: GraphBuilder, order: GraphOrder): void {
  const { model, clip, vae } = loadModel(builder, order.files, 'qwen_image');
  const isPlus = order.files.part === 'plus';
  const images = order.pictures.map((name) => fitPicture(builder, name, order));
  const named = isPlus
    ? Object.fromEntries(images.map((image, index) => [`image${index + 1}`, image]))
    : { image: images[0]! };
  const node = isPlus ? 'TextEncodeQwenImageEditPlus' : 'TextEncodeQwenImageEdit';
  const encode = (prompt: string) => builder.add(node, { clip, vae, prompt, ...named })();
  const shifted = shiftModel(builder, 'ModelSamplingAuraFlow', model, order.family.sampling.shift);
  const samples = sample(builder, order, {
    model: builder.add('CFGNorm', { model: shifted, strength: 1 })(),
    positive: encode(order.prompt),
    negative: encode(order.negativePrompt),
    latent: builder.add('EmptySD3LatentImage', { width: order.width, height: order.height, batch_size: 1 })(),
    denoise: 1,
  });
  savePicture(builder, order, samples, vae);
}
