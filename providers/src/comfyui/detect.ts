/** What a model file is, as its name tells: one family, and which of the family's files. */
export type DetectedFile = {
  family: string;
  /** `plus` is Qwen's edit model for several pictures, `replace` HunyuanVideo's second way with a first frame. */
  part: 'main' | 'refiner' | 'high-noise' | 'low-noise' | 'from-words' | 'from-picture' | 'plus' | 'replace' | 'full';
};

/**
 * Files that carry a family's name and are something else: add-ons, parts, and relatives that need another graph or other
 * steps (step-distilled ones would burn at the family's; HunyuanVideo's `cfgdistill` is its ordinary model). A model is never guessed: what is not known is not offered.
 */
const NOT_IT = [
  /(^|_)(loras?|lycoris|vae|clip|te|t5xxl|umt5|controlnet|control|union|adapter|ipadapter|ip|upscaler|embeddings?)(_|$)/,
  /(^|_)(kontext|fill|redux|canny|depth|schnell|inpaint(ing)?|vace|fun|camera|animate|s2v|flf2v|ti2v|5b|avatar|foley|layered)(_|$)/,
  /upscaler|text_encoder|lightning|turbo|hyper|(^|_)lcm|(?<!cfg_?)distill|v_?pred|inpainting/,
];

type Rule = readonly [pattern: RegExp, family: string, part: (name: string) => DetectedFile['part'] | null];

const isFromPicture = (name: string) => /(^|_)i2v|image_to_video/.test(name);
const fromWordsOr = (name: string) => (isFromPicture(name) ? 'from-picture' : 'from-words');
const main = () => 'main' as const;

/** In this order: Pony and Illustrious are SDXL by their build, and their names often say both. */
const RULES: readonly Rule[] = [
  [/wan_?2_?2|wan22/, 'wan_2_2', noiseOf],
  [/wan_?2_?1|wan21/, 'wan_2_1', fromWordsOr],
  [/hunyuan_?video_?1_5/, 'hunyuan_video', () => null],
  [
    /hunyuan_?video/,
    'hunyuan_video',
    (name) => (isFromPicture(name) && name.includes('replace') ? 'replace' : fromWordsOr(name)),
  ],
  [/ltx_?v/, 'ltx_video', main],
  [/qwen_?image_?edit/, 'qwen_edit', (name) => (/edit_?(plus|25\d\d)/.test(name) ? 'plus' : 'main')],
  [/qwen_?image(?!_?2_)/, 'qwen_image', main],
  [/hidream_?e/, 'hidream', () => null],
  [/hidream/, 'hidream', (name) => (/(^|_)full(_|$)/.test(name) ? 'full' : 'main')],
  [/flux_?2(_|$)/, 'flux', () => null],
  [/flux.*krea|krea.*flux/, 'flux_krea', main],
  [/flux.*(^|_|1)pro(_|$)/, 'flux_pro', main],
  [/flux.*dev/, 'flux_dev', main],
  [/pony_?(diffusion)?_?v?7/, 'pony', () => null],
  [/pony/, 'pony', main],
  [/illustrious|noob_?ai|(^|_)il_?(v?\d|$)|(^|_)ilxl/, 'illustrious', main],
  [/(sd_?)?xl.*refiner|refiner.*xl/, 'sdxl', () => 'refiner'],
  [/pixart/, 'sdxl', () => null],
  [/sdxl|sd_xl|(?<!x)xl(?![a-wyz])/, 'sdxl', main],
];

/** Wan 2.2's two models are told by their noise; one file that is both at once is somebody's merge with steps of its own. */
function noiseOf(name: string): DetectedFile['part'] | null {
  if (/high_?noise|(^|_)(high|hn)(_|$)/.test(name)) return 'high-noise';
  if (/low_?noise|(^|_)(low|ln)(_|$)/.test(name)) return 'low-noise';
  return null;
}

/** Wan 2.2 has a pair for words and a pair for a first frame. */
export function startsFromPicture(fileName: string): boolean {
  return isFromPicture(toPlainName(fileName));
}

/** Null for what no graph of ours can run. `fileName` as the server lists it, folders included. */
export function detectFamily(fileName: string): DetectedFile | null {
  const name = toPlainName(fileName);
  if (!/\.(safetensors|sft|ckpt|pt|pth|bin)$/i.test(fileName) || NOT_IT.some((pattern) => pattern.test(name)))
    return null;
  for (const [pattern, family, partOf] of RULES) {
    if (!pattern.test(name)) continue;
    const part = partOf(name);
    return part === null ? null : { family, part };
  }
  return null;
}

function toPlainName(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? '';
  return base
    .replace(/\.\w+$/, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
}
