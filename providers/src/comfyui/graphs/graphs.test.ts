import type { Ratio } from '@kinora/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNodes, FIXED_LISTS, NODE_SPECS } from '../emulator-nodes.ts';
import { FAMILIES } from '../families.ts';
import type { Graph } from '../graph.ts';
import { planFrames, planSize } from '../size.ts';
import { planGraph } from './build.ts';
import type { GraphOrder, ModelFiles } from './order.ts';

const RATIOS: Ratio[] = ['16:9', '9:16', '1:1', '4:5'];
const FILES: ModelFiles = {
  loader: 'diffusion',
  main: 'main',
  second: 'second',
  textEncoders: ['text'],
  vae: 'vae',
  clipVision: 'vision',
  loras: [],
  part: 'main',
};
const LISTS = {
  ...FIXED_LISTS,
  checkpoints: ['main', 'second'],
  diffusion_models: ['main', 'second'],
  text_encoders: ['text', 'text2', 'text3', 'text4'],
  vae: ['vae'],
  clip_vision: ['vision'],
  loras: ['lora1', 'lora2', 'lora3', 'lora4', 'lora5'],
  input: ['one.png', 'two.png', 'three.png'],
};
const TEXTS: Record<string, number> = { flux: 2, hunyuan: 2, hidream: 4 };

/** Any order that the provider could make: every family, way of loading, shape, length, picture and LoRA chain. */
const orders = fc
  .constantFrom(...FAMILIES)
  .chain((family) =>
    fc.record({
      family: fc.constant(family),
      isFast: fc.boolean(),
      loader: fc.constantFrom('checkpoint' as const, 'diffusion' as const),
      hasSecond: fc.boolean(),
      hasVision: fc.boolean(),
      part: fc.constantFrom('main' as const, 'plus' as const, 'replace' as const, 'full' as const),
      loras: fc.integer({ min: 0, max: family.loras }),
      pictures: fc.integer({ min: family.pictures.least, max: family.pictures.most }),
      ratio: fc.constantFrom(...RATIOS),
      seconds: fc.integer({ min: 1, max: 10 }),
      seed: fc.integer({ min: 0, max: 2 ** 31 }),
      prompt: fc.string(),
    }),
  )
  .map((wish): GraphOrder => {
    const { family } = wish;
    const texts = ['text', 'text2', 'text3', 'text4'].slice(0, TEXTS[family.build] ?? 1);
    const needsSecond = family.build === 'wan-two';
    return {
      family,
      steps: wish.isFast ? family.steps.fast : family.steps.quality,
      files: {
        ...FILES,
        loader: wish.loader,
        textEncoders: wish.loader === 'checkpoint' ? [] : texts,
        vae: wish.loader === 'checkpoint' ? null : 'vae',
        second: needsSecond || wish.hasSecond ? 'second' : null,
        clipVision: family.build === 'hunyuan' || wish.hasVision ? 'vision' : null,
        // More than one picture goes to the model for several only: `chooseFiles` sees to it.
        part: wish.pictures > 1 ? 'plus' : wish.part,
        loras: Array.from({ length: wish.loras }, (_, index) => ({ file: `lora${index + 1}`, strength: 0.8 })),
      },
      prompt: wish.prompt,
      negativePrompt: '',
      seed: wish.seed,
      ...planSize(wish.ratio, family),
      frames: family.video ? planFrames(wish.seconds, family.video) : 1,
      pictures: ['one.png', 'two.png', 'three.png'].slice(0, wish.pictures),
      prefix: 'kinora/x',
    };
  });

const linksOf = (graph: Graph, id: string) =>
  Object.values(graph[id]!.inputs).filter((value): value is [string, number] => Array.isArray(value));

/** Nodes that the one that saves rests on. */
function reach(graph: Graph, id: string, seen = new Set<string>(), above: readonly string[] = []): Set<string> {
  expect(above, 'a cycle').not.toContain(id);
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const [from] of linksOf(graph, id)) reach(graph, from, seen, [...above, id]);
  return seen;
}

const find = (graph: Graph, type: string) => Object.values(graph).filter((node) => node.class_type === type);
const family = (id: string) => FAMILIES.find((one) => one.id === id)!;
const order = (id: string, change: Partial<GraphOrder> = {}): GraphOrder => ({
  family: family(id),
  steps: family(id).steps.quality,
  files: FILES,
  prompt: 'A chair',
  negativePrompt: 'blur',
  seed: 7,
  width: 1024,
  height: 1024,
  frames: 1,
  pictures: [],
  prefix: 'kinora/x',
  ...change,
});

describe('a workflow', () => {
  it('is one ComfyUI takes: every input there, of its type, from an output that exists', () => {
    fc.assert(
      fc.property(orders, (made) => {
        const graph = planGraph(made);
        for (const node of Object.values(graph)) {
          const spec = NODE_SPECS[node.class_type];
          expect(spec, node.class_type).toBeDefined();
          expect(Object.keys(spec!.inputs)).toEqual(expect.arrayContaining(Object.keys(node.inputs)));
        }
        expect(checkNodes(graph, LISTS)).toEqual({});
      }),
      { numRuns: 600 },
    );
  });
  it('ends in one node, rests on all its others, and goes round nowhere', () => {
    fc.assert(
      fc.property(orders, (made) => {
        const graph = planGraph(made);
        const ends = Object.keys(graph).filter((id) => NODE_SPECS[graph[id]!.class_type]!.isOutput);
        expect(ends.length).toBe(1);
        const reached = reach(graph, ends[0]!);
        expect(Object.keys(graph).filter((id) => !reached.has(id))).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });
  it('carries words, seed, steps and size as they were ordered', () => {
    fc.assert(
      fc.property(orders, (made) => {
        const values = Object.values(planGraph(made)).flatMap(({ inputs }) => Object.entries(inputs));
        const has = (names: string[], value: unknown) =>
          values.some(([name, one]) => names.includes(name) && one === value);
        expect(has(['text', 'prompt'], made.prompt)).toBe(true);
        expect(has(['seed', 'noise_seed'], made.seed)).toBe(true);
        expect(has(['steps'], made.steps)).toBe(true);
        expect(has(['width'], made.width) && has(['height'], made.height)).toBe(true);
        if (made.family.video) expect(has(['length'], made.frames)).toBe(true);
        for (const picture of made.pictures) expect(has(['image'], picture)).toBe(true);
        expect(has(['lora_name'], 'lora1')).toBe(made.files.loras.length > 0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what C12 asks of each family', () => {
  it('are its thirteen, with their steps', () => {
    const steps = Object.fromEntries(FAMILIES.map(({ id, steps: { fast, quality } }) => [id, [fast, quality]]));
    expect(steps).toEqual({
      flux_dev: [8, 28],
      flux_krea: [4, 8],
      flux_pro: [12, 35],
      sdxl: [15, 35],
      pony: [12, 28],
      illustrious: [15, 30],
      wan_2_1: [15, 25],
      wan_2_2: [8, 20],
      ltx_video: [10, 30],
      hunyuan_video: [20, 40],
      hidream: [12, 25],
      qwen_image: [10, 20],
      qwen_edit: [8, 15],
    });
    expect([family('flux_dev').loras, family('sdxl').loras]).toEqual([3, 5]);
    expect(planSize('1:1', family('wan_2_1'))).toEqual({ width: 512, height: 512 });
    expect(planSize('1:1', family('wan_2_2'))).toEqual({ width: 768, height: 768 });
  });
  it('chains LoRAs one behind the other', () => {
    const loras = ['lora1', 'lora2', 'lora3'].map((file) => ({ file, strength: 0.5 }));
    const chain = find(planGraph(order('sdxl', { files: { ...FILES, loras } })), 'LoraLoader');
    expect(chain.map(({ inputs }) => inputs['lora_name'])).toEqual(['lora1', 'lora2', 'lora3']);
    expect(chain[1]!.inputs['model']).not.toEqual(chain[0]!.inputs['model']);
  });
  it('lets the refiner take the last fifth, and stay away from a picture that goes in', () => {
    const turns = find(planGraph(order('sdxl')), 'KSamplerAdvanced').map(({ inputs }) => inputs);
    expect(turns.map((turn) => [turn['start_at_step'], turn['end_at_step'], turn['add_noise']])).toEqual([
      [0, 28, 'enable'],
      [28, 35, 'disable'],
    ]);
    expect(find(planGraph(order('sdxl', { pictures: ['one.png'] })), 'KSamplerAdvanced')).toEqual([]);
  });
  it('gives Wan 2.2 two models in turn, the second on what the first left', () => {
    const graph = planGraph(order('wan_2_2', { frames: 81, pictures: ['one.png'] }));
    expect(find(graph, 'UNETLoader').map(({ inputs }) => inputs['unet_name'])).toEqual(['main', 'second']);
    const [first, second] = find(graph, 'KSamplerAdvanced');
    expect([first!.inputs['return_with_leftover_noise'], second!.inputs['end_at_step']]).toEqual(['enable', 20]);
    expect(graph[(second!.inputs['latent_image'] as [string, number])[0]]).toBe(first);
  });
  it('samples the full HiDream with guidance, which the distilled one has not', () => {
    const cfgOf = (part: ModelFiles['part']) =>
      find(
        planGraph(order('hidream', { files: { ...FILES, textEncoders: ['text', 'text2', 'text3', 'text4'], part } })),
        'KSampler',
      )[0]!.inputs['cfg'];
    expect([cfgOf('main'), cfgOf('full')]).toEqual([1, 5]);
  });
});

describe('a size', () => {
  it('is in whole multiples, near its area and shape', () => {
    for (const one of FAMILIES)
      for (const ratio of RATIOS) {
        const { width, height } = planSize(ratio, one);
        const [across, down] = ratio.split(':').map(Number) as [number, number];
        expect([width % one.multiple, height % one.multiple]).toEqual([0, 0]);
        expect(Math.abs((width * height) / one.pixels - 1)).toBeLessThan(0.12);
        expect(Math.abs(width / height / (across / down) - 1)).toBeLessThan(0.08);
      }
  });
  it('of a film is what its model can make', () => {
    expect(planFrames(5, { fps: 16, step: 4 })).toBe(81);
    expect(planFrames(4, { fps: 25, step: 8 })).toBe(105);
    expect(planFrames(5, { fps: 24, step: 4 })).toBe(121);
  });
});
