/** An input of a node: a link of this type, a plain value, or one of a list (files are lists too). */
export type InputSpec =
  | { kind: 'link'; type: string; isOptional: boolean }
  | { kind: 'value'; type: 'INT' | 'FLOAT' | 'STRING' | 'BOOLEAN'; isOptional: boolean }
  | { kind: 'choice'; list: string; isOptional: boolean };
export type NodeSpec = { inputs: Readonly<Record<string, InputSpec>>; outputs: readonly string[]; isOutput: boolean };

/**
 * ComfyUI's nodes as far as our graphs use them: `name:TYPE`, `?` for optional, `[list]` for a choice, outputs behind the
 * arrow, `!` for a node that ends a workflow. Taken from providers.md §9 and the nodes' own sources, not from our graphs:
 * what holds them against it is a check of the graphs.
 */
const NODES = `
CheckpointLoaderSimple ckpt_name:[checkpoints] -> MODEL CLIP VAE
UNETLoader unet_name:[diffusion_models] weight_dtype:[dtypes] -> MODEL
CLIPLoader clip_name:[text_encoders] type:[clip_types] -> CLIP
DualCLIPLoader clip_name1:[text_encoders] clip_name2:[text_encoders] type:[dual_clip_types] -> CLIP
QuadrupleCLIPLoader clip_name1:[text_encoders] clip_name2:[text_encoders] clip_name3:[text_encoders] clip_name4:[text_encoders] -> CLIP
VAELoader vae_name:[vae] -> VAE
CLIPVisionLoader clip_name:[clip_vision] -> CLIP_VISION
LoraLoader model:MODEL clip:CLIP lora_name:[loras] strength_model:FLOAT strength_clip:FLOAT -> MODEL CLIP
CLIPTextEncode text:STRING clip:CLIP -> CONDITIONING
CLIPVisionEncode clip_vision:CLIP_VISION image:IMAGE crop:[crops] -> CLIP_VISION_OUTPUT
FluxGuidance conditioning:CONDITIONING guidance:FLOAT -> CONDITIONING
ModelSamplingFlux model:MODEL max_shift:FLOAT base_shift:FLOAT width:INT height:INT -> MODEL
ModelSamplingSD3 model:MODEL shift:FLOAT -> MODEL
ModelSamplingAuraFlow model:MODEL shift:FLOAT -> MODEL
CFGNorm model:MODEL strength:FLOAT -> MODEL
RandomNoise noise_seed:INT -> NOISE
BasicGuider model:MODEL conditioning:CONDITIONING -> GUIDER
KSamplerSelect sampler_name:[samplers] -> SAMPLER
BasicScheduler model:MODEL scheduler:[schedulers] steps:INT denoise:FLOAT -> SIGMAS
SamplerCustomAdvanced noise:NOISE guider:GUIDER sampler:SAMPLER sigmas:SIGMAS latent_image:LATENT -> LATENT LATENT
SamplerCustom model:MODEL add_noise:BOOLEAN noise_seed:INT cfg:FLOAT positive:CONDITIONING negative:CONDITIONING sampler:SAMPLER sigmas:SIGMAS latent_image:LATENT -> LATENT LATENT
KSampler model:MODEL seed:INT steps:INT cfg:FLOAT sampler_name:[samplers] scheduler:[schedulers] positive:CONDITIONING negative:CONDITIONING latent_image:LATENT denoise:FLOAT -> LATENT
KSamplerAdvanced model:MODEL add_noise:[switches] noise_seed:INT steps:INT cfg:FLOAT sampler_name:[samplers] scheduler:[schedulers] positive:CONDITIONING negative:CONDITIONING latent_image:LATENT start_at_step:INT end_at_step:INT return_with_leftover_noise:[switches] -> LATENT
EmptyLatentImage width:INT height:INT batch_size:INT -> LATENT
EmptySD3LatentImage width:INT height:INT batch_size:INT -> LATENT
EmptyHunyuanLatentVideo width:INT height:INT length:INT batch_size:INT -> LATENT
EmptyLTXVLatentVideo width:INT height:INT length:INT batch_size:INT -> LATENT
LoadImage image:[input] -> IMAGE MASK
ImageScale image:IMAGE upscale_method:[scalings] width:INT height:INT crop:[scale_crops] -> IMAGE
VAEEncode pixels:IMAGE vae:VAE -> LATENT
VAEDecode samples:LATENT vae:VAE -> IMAGE
VAEDecodeTiled samples:LATENT vae:VAE tile_size:INT overlap:INT temporal_size:INT temporal_overlap:INT -> IMAGE
TextEncodeQwenImageEdit clip:CLIP prompt:STRING vae:VAE? image:IMAGE? -> CONDITIONING
TextEncodeQwenImageEditPlus clip:CLIP prompt:STRING vae:VAE? image1:IMAGE? image2:IMAGE? image3:IMAGE? -> CONDITIONING
TextEncodeHunyuanVideo_ImageToVideo clip:CLIP clip_vision_output:CLIP_VISION_OUTPUT prompt:STRING image_interleave:INT -> CONDITIONING
WanImageToVideo positive:CONDITIONING negative:CONDITIONING vae:VAE width:INT height:INT length:INT batch_size:INT clip_vision_output:CLIP_VISION_OUTPUT? start_image:IMAGE? -> CONDITIONING CONDITIONING LATENT
HunyuanImageToVideo positive:CONDITIONING vae:VAE width:INT height:INT length:INT batch_size:INT guidance_type:[hunyuan_guidance] start_image:IMAGE? -> CONDITIONING LATENT
LTXVPreprocess image:IMAGE img_compression:INT -> IMAGE
LTXVImgToVideo positive:CONDITIONING negative:CONDITIONING vae:VAE image:IMAGE width:INT height:INT length:INT batch_size:INT strength:FLOAT -> CONDITIONING CONDITIONING LATENT
LTXVConditioning positive:CONDITIONING negative:CONDITIONING frame_rate:FLOAT -> CONDITIONING CONDITIONING
LTXVScheduler steps:INT max_shift:FLOAT base_shift:FLOAT stretch:BOOLEAN terminal:FLOAT latent:LATENT? -> SIGMAS
CreateVideo images:IMAGE fps:FLOAT audio:AUDIO? -> VIDEO
SaveImage! images:IMAGE filename_prefix:STRING ->
SaveVideo! video:VIDEO filename_prefix:STRING format:[containers] codec:[codecs] ->
`;

/** Lists that are the same on every server; those of files are each server's own. */
export const FIXED_LISTS: Readonly<Record<string, readonly string[]>> = {
  dtypes: ['default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2'],
  clip_types: ['stable_diffusion', 'sd3', 'mochi', 'ltxv', 'wan', 'hidream', 'qwen_image', 'hunyuan_image', 'flux2'],
  dual_clip_types: ['sdxl', 'sd3', 'flux', 'hunyuan_video', 'hidream', 'hunyuan_image'],
  samplers: ['euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_2m_sde', 'lcm', 'ddim', 'uni_pc'],
  schedulers: ['simple', 'sgm_uniform', 'karras', 'exponential', 'ddim_uniform', 'beta', 'normal'],
  switches: ['enable', 'disable'],
  crops: ['center', 'none'],
  scale_crops: ['disabled', 'center'],
  scalings: ['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'],
  hunyuan_guidance: ['v1 (concat)', 'v2 (replace)', 'custom'],
  containers: ['auto', 'mp4'],
  codecs: ['auto', 'h264'],
};

const VALUES = ['INT', 'FLOAT', 'STRING', 'BOOLEAN'] as const;

export const NODE_SPECS: Readonly<Record<string, NodeSpec>> = Object.fromEntries(
  NODES.trim().split('\n').map(readNode),
);

function readNode(line: string): [string, NodeSpec] {
  const [before = '', after = ''] = line.split('->');
  const [title = '', ...inputs] = before.trim().split(' ');
  const outputs = after.trim() === '' ? [] : after.trim().split(' ');
  const spec = { inputs: Object.fromEntries(inputs.map(readInput)), outputs, isOutput: title.endsWith('!') };
  return [title.replace('!', ''), spec];
}

function readInput(text: string): [string, InputSpec] {
  const [name = '', written = ''] = text.split(':');
  const isOptional = written.endsWith('?');
  const type = written.replace('?', '');
  const list = /^\[(\w+)\]$/.exec(type)?.[1];
  if (list !== undefined) return [name, { kind: 'choice', list, isOptional }];
  const value = VALUES.find((one) => one === type);
  return [name, value ? { kind: 'value', type: value, isOptional } : { kind: 'link', type, isOptional }];
}

export type NodeError = { type: string; message: string; details: string };
type Node = { class_type?: unknown; inputs?: unknown };

/** What ComfyUI finds wrong with a workflow's nodes, by node, in its own words for it. */
export function checkNodes(
  graph: Readonly<Record<string, Node>>,
  lists: Readonly<Record<string, readonly string[]>>,
): Record<string, NodeError[]> {
  const found: Record<string, NodeError[]> = {};
  for (const [id, node] of Object.entries(graph)) {
    const spec = NODE_SPECS[String(node.class_type)];
    if (!spec) continue;
    const given = (node.inputs ?? {}) as Record<string, unknown>;
    const errors = Object.entries(spec.inputs).flatMap(([name, input]) =>
      checkInput(name, input, given[name], graph, lists),
    );
    if (errors.length > 0) found[id] = errors;
  }
  return found;
}

function checkInput(
  name: string,
  spec: InputSpec,
  value: unknown,
  graph: Readonly<Record<string, Node>>,
  lists: Readonly<Record<string, readonly string[]>>,
): NodeError[] {
  const error = (type: string, details: string): NodeError[] => [{ type, message: type, details }];
  if (value === undefined) return spec.isOptional ? [] : error('required_input_missing', name);
  if (Array.isArray(value)) {
    const [id, output] = value as [string, number];
    const from = NODE_SPECS[String(graph[id]?.class_type)];
    if (!from || value.length !== 2 || from.outputs[output] === undefined) return error('bad_linked_input', name);
    const wanted = spec.kind === 'choice' ? 'COMBO' : spec.type;
    return from.outputs[output] === wanted
      ? []
      : error('return_type_mismatch', `${name}, received ${from.outputs[output]}`);
  }
  if (spec.kind === 'link') return error('bad_linked_input', name);
  if (spec.kind === 'choice')
    return lists[spec.list]?.includes(String(value))
      ? []
      : error('value_not_in_list', `${name}: '${value}' not in (list of length ${lists[spec.list]?.length ?? 0})`);
  return isValue(spec.type, value) ? [] : error('invalid_input_type', name);
}

function isValue(type: (typeof VALUES)[number], value: unknown): boolean {
  if (type === 'INT') return Number.isSafeInteger(value);
  if (type === 'FLOAT') return typeof value === 'number';
  return typeof value === (type === 'STRING' ? 'string' : 'boolean');
}
