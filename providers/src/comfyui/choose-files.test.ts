import { describe, expect, it } from 'vitest';
import { readChoices } from './catalogue.ts';
import { chooseFiles } from './choose-files.ts';
import { EXAMPLE_FILES } from './emulator.ts';
import { FAMILIES } from './families.ts';

type Files = Parameters<typeof chooseFiles>[2];
const ALL = EXAMPLE_FILES as Files;
const family = (id: string) => FAMILIES.find((one) => one.id === id)!;
const choose = (id: string, change: Partial<Files> = {}, wish: { pictures?: number; isFast?: boolean } = {}) => {
  const choice = chooseFiles(family(id), { pictures: 0, isFast: false, loras: [], ...wish }, { ...ALL, ...change });
  return choice.kind === 'chosen' ? choice.files : choice;
};

describe('the files of an answer', () => {
  it('of FLUX come from a checkpoint where no model stands alone, which then needs no others', () => {
    expect(choose('flux_dev')).toMatchObject({
      loader: 'diffusion',
      textEncoders: ['clip_l.safetensors', 't5xxl_fp16.safetensors'],
      vae: 'ae.safetensors',
    });
    const whole = { checkpoints: ['flux1-dev-fp8.safetensors'], diffusion_models: [], text_encoders: [], vae: [] };
    expect(choose('flux_dev', whole)).toMatchObject({
      loader: 'checkpoint',
      main: 'flux1-dev-fp8.safetensors',
      textEncoders: [],
      vae: null,
    });
  });
  it('of SDXL have the refiner at their best, from words, where there is one', () => {
    const refinerOf = (wish: { pictures?: number; isFast?: boolean }) =>
      (choose('sdxl', {}, wish) as { second: unknown }).second;
    expect(refinerOf({})).toBe('sd_xl_refiner_1.0.safetensors');
    expect([refinerOf({ isFast: true }), refinerOf({ pictures: 1 })]).toEqual([null, null]);
    expect(choose('sdxl', { checkpoints: ['sd_xl_refiner_1.0.safetensors'] })).toMatchObject({ kind: 'missing' });
  });
  it('of Wan 2.2 are two of a kind, for words or for a picture', () => {
    const diffusion_models = [
      'Wan2_2-I2V-A14B-HIGH_fp8_e4m3fn_scaled_KJ.safetensors',
      'Wan2_2-I2V-A14B-LOW_fp8_e4m3fn_scaled_KJ.safetensors',
      'wan2.2_i2v_low_noise_14B_fp16.safetensors',
      'wan2.2_t2v_low_noise_14B_fp16.safetensors',
    ];
    expect(choose('wan_2_2', { diffusion_models }, { pictures: 1 })).toMatchObject({
      main: diffusion_models[0],
      second: diffusion_models[1],
      vae: 'wan_2.1_vae.safetensors',
      clipVision: null,
    });
    expect(choose('wan_2_2', { diffusion_models })).toEqual({
      kind: 'missing',
      file: 'wan2.2_high_noise_t2v',
      folder: 'diffusion_models',
    });
  });
  it('of HiDream are its own text encoders before the common ones', () => {
    expect(choose('hidream')).toMatchObject({
      textEncoders: [
        'clip_l_hidream.safetensors',
        'clip_g_hidream.safetensors',
        't5xxl_fp16.safetensors',
        'llama_3.1_8b_instruct_fp8_scaled.safetensors',
      ],
    });
  });
  it('of the editing model take several pictures only where the model does', () => {
    const diffusion_models = ['qwen_image_edit_fp8_e4m3fn.safetensors'];
    expect(choose('qwen_edit', { diffusion_models }, { pictures: 1 })).toMatchObject({ part: 'main' });
    expect(choose('qwen_edit', { diffusion_models }, { pictures: 2 })).toMatchObject({ file: 'qwen_image_edit_2509' });
  });
  it('are read from both ways in which servers list them, and from neither where a node is not there', () => {
    const named = (choice: unknown) =>
      readChoices({ VAELoader: { input: { required: { vae_name: choice } } } }, 'VAELoader', 'vae_name');
    expect(named([['a', 'b'], { tooltip: 'x' }])).toEqual(['a', 'b']);
    expect(named([['a']])).toEqual(['a']);
    expect(named(['COMBO', { options: ['c'], multiselect: false }])).toEqual(['c']);
    expect(readChoices({}, 'VAELoader', 'vae_name')).toEqual([]);
  });
});
