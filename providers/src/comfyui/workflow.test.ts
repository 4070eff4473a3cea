import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillWorkflow, readWorkflow } from './workflow.ts';

/** As ComfyUI's "Export (API)" writes it. */
const exported = () => ({
  '3': {
    inputs: { seed: 156680208700286, steps: 20, cfg: 8, model: ['4', 0], positive: ['6', 0], latent_image: ['5', 0] },
    class_type: 'KSampler',
    _meta: { title: 'Sampler {seed}' },
  },
  '4': { inputs: { ckpt_name: 'own.safetensors' }, class_type: 'CheckpointLoaderSimple', _meta: { title: 'Load' } },
  '5': {
    inputs: { width: 512, height: 512, batch_size: 1 },
    class_type: 'EmptyLatentImage',
    _meta: { title: '{width} {height}' },
  },
  '6': {
    inputs: { text: 'a bottle', clip: ['4', 1] },
    class_type: 'CLIPTextEncode',
    _meta: { title: 'Words {prompt=text}' },
  },
  '8': { inputs: { samples: ['3', 0], vae: ['4', 2] }, class_type: 'VAEDecode' },
  '9': { inputs: { filename_prefix: 'ComfyUI', images: ['8', 0] }, class_type: 'SaveImage' },
});
const problemOf = (json: unknown) => {
  const found = readWorkflow(json);
  return 'problem' in found ? found.problem : null;
};

describe('a workflow of one’s own', () => {
  it('is filled where its titles say', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (prompt, seed) => {
        const found = readWorkflow(exported());
        if (!('workflow' in found)) throw new Error(found.problem.kind);
        const before = structuredClone(found.workflow);
        const { graph, unused } = fillWorkflow(found.workflow, { prompt, seed, width: 1024, picture1: 'a.png' });
        expect(graph['6']!.inputs['text']).toBe(prompt);
        expect(graph['3']!.inputs['seed']).toBe(seed);
        expect([graph['5']!.inputs['width'], graph['5']!.inputs['height']]).toEqual([1024, 512]);
        expect(unused).toEqual(['picture1']);
        expect(found.workflow).toEqual(before);
        expect(graph['6']).not.toHaveProperty('_meta');
      }),
    );
  });
  it('saved for the editor, or something else, is told apart', () => {
    for (const json of [{ nodes: [], links: [], version: 0.4 }, {}, [], 'x', null, { 1: { class_type: 'A' } }])
      expect(problemOf(json)).toEqual({ kind: 'not_api', node: null });
  });
  it('that is not whole names the node', () => {
    const loose = exported();
    loose['8'].inputs.samples = ['77', 0];
    expect(problemOf(loose)).toEqual({ kind: 'not_whole', node: '8' });
    const round = exported();
    round['3'].inputs.latent_image = ['8', 0];
    expect(problemOf(round)?.kind).toBe('not_whole');
  });
  it('saves once', () => {
    const { 9: save, ...rest } = exported();
    expect(problemOf(rest)).toEqual({ kind: 'no_end', node: null });
    expect(problemOf({ ...rest, 9: save, 10: save })?.kind).toBe('no_end');
  });
  it('names only inputs that are there, of their kind, and the words among them', () => {
    const titled = (title: string) => {
      const json = exported();
      json['6']._meta.title = title;
      return problemOf(json);
    };
    for (const title of ['{prompt=words}', '{prompt=clip}', '{colour=text}', '{seed=text}', '{toString=text}'])
      expect(titled(title), title).toEqual({ kind: 'bad_name', node: '6' });
    expect(titled('Words')).toEqual({ kind: 'no_prompt', node: null });
  });
});
