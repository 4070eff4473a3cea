import { describe, expect, it } from 'vitest';
import { detectFamily, startsFromPicture } from './detect.ts';

/** Names as they stand on download pages and in people's folders. */
const KNOWN: [name: string, family: string, part: string][] = [
  ['flux1-dev.safetensors', 'flux_dev', 'main'],
  ['flux1-dev-fp8.safetensors', 'flux_dev', 'main'],
  ['FLUX1\\flux1-dev-fp8-e4m3fn.safetensors', 'flux_dev', 'main'],
  ['flux_dev_fp8_scaled_diffusion_model.safetensors', 'flux_dev', 'main'],
  ['fluxDev_v10.safetensors', 'flux_dev', 'main'],
  ['flux1-krea-dev_fp8_scaled.safetensors', 'flux_krea', 'main'],
  ['flux1-krea-dev.safetensors', 'flux_krea', 'main'],
  ['flux1.1-pro.safetensors', 'flux_pro', 'main'],
  ['flux-pro.safetensors', 'flux_pro', 'main'],
  ['sd_xl_base_1.0.safetensors', 'sdxl', 'main'],
  ['sd_xl_base_1.0_0.9vae.safetensors', 'sdxl', 'main'],
  ['sdxl/juggernautXL_ragnarokBy.safetensors', 'sdxl', 'main'],
  ['Juggernaut-XL_v9_RunDiffusionPhoto_v2.safetensors', 'sdxl', 'main'],
  ['RealVisXL_V5.0_fp16.safetensors', 'sdxl', 'main'],
  ['dreamshaperXL10_alpha2Xl10.safetensors', 'sdxl', 'main'],
  ['animagine-xl-4.0.safetensors', 'sdxl', 'main'],
  ['sd_xl_refiner_1.0.safetensors', 'sdxl', 'refiner'],
  ['ponyDiffusionV6XL_v6StartWithThisOne.safetensors', 'pony', 'main'],
  ['cyberrealisticPony_v110.safetensors', 'pony', 'main'],
  ['autismmixSDXL_autismmixPony.safetensors', 'pony', 'main'],
  ['Illustrious-XL-v1.0.safetensors', 'illustrious', 'main'],
  ['waiNSFWIllustrious_v140.safetensors', 'illustrious', 'main'],
  ['NoobAI-XL-v1.1.safetensors', 'illustrious', 'main'],
  ['novaAnimeXL_ilV60.safetensors', 'illustrious', 'main'],
  ['wan2.1_t2v_1.3B_fp16.safetensors', 'wan_2_1', 'from-words'],
  ['Wan2_1-T2V-14B_fp8_e4m3fn.safetensors', 'wan_2_1', 'from-words'],
  ['wan2.1_i2v_480p_14B_fp8_scaled.safetensors', 'wan_2_1', 'from-picture'],
  ['WanVideo/Wan2_1-I2V-14B-720P_fp8_e4m3fn.safetensors', 'wan_2_1', 'from-picture'],
  ['wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors', 'wan_2_2', 'high-noise'],
  ['wan2.2_t2v_low_noise_14B_fp16.safetensors', 'wan_2_2', 'low-noise'],
  ['Wan2_2-I2V-A14B-HIGH_fp8_e4m3fn_scaled_KJ.safetensors', 'wan_2_2', 'high-noise'],
  ['Wan2_2-I2V-A14B-LOW_fp8_e4m3fn_scaled_KJ.safetensors', 'wan_2_2', 'low-noise'],
  ['ltx-video-2b-v0.9.5.safetensors', 'ltx_video', 'main'],
  ['ltxv-13b-0.9.7-dev-fp8.safetensors', 'ltx_video', 'main'],
  ['hunyuan_video_t2v_720p_bf16.safetensors', 'hunyuan_video', 'from-words'],
  ['hunyuan_video_720_cfgdistill_fp8_e4m3fn.safetensors', 'hunyuan_video', 'from-words'],
  ['hunyuan_video_image_to_video_720p_bf16.safetensors', 'hunyuan_video', 'from-picture'],
  ['hunyuan_video_v2_replace_image_to_video_720p_bf16.safetensors', 'hunyuan_video', 'replace'],
  ['hidream_i1_dev_fp8.safetensors', 'hidream', 'main'],
  ['hidream_i1_full_fp16.safetensors', 'hidream', 'full'],
  ['qwen_image_fp8_e4m3fn.safetensors', 'qwen_image', 'main'],
  ['qwen_image_2512_bf16.safetensors', 'qwen_image', 'main'],
  ['qwen_image_edit_fp8_e4m3fn.safetensors', 'qwen_edit', 'main'],
  ['qwen_image_edit_2509_fp8_e4m3fn.safetensors', 'qwen_edit', 'plus'],
  ['Qwen-Image-Edit-2511.safetensors', 'qwen_edit', 'plus'],
];
const OTHERS = [
  'flux1-schnell.safetensors',
  'flux1-dev-kontext_fp8_scaled.safetensors',
  'flux1-fill-dev.safetensors',
  'flux1-canny-dev-lora.safetensors',
  'flux2-dev.safetensors',
  'flux_2_dev.safetensors',
  'flux1-dev-Q8_0.gguf',
  'FLUX.1-dev-ControlNet-Union-Pro.safetensors',
  'sd_xl_turbo_1.0_fp16.safetensors',
  'sdxl_lightning_4step.safetensors',
  'dreamshaperXL_lightningDPMSDE.safetensors',
  'sdxl_vae.safetensors',
  't5xxl_fp16.safetensors',
  'umt5_xxl_fp8_e4m3fn_scaled.safetensors',
  'noobaiXLNAIXL_vPred10Version.safetensors',
  'pony-v7-base.safetensors',
  'wan2.2_ti2v_5B_fp16.safetensors',
  'wan2.2_fun_camera_high_noise_14B_fp8_scaled.safetensors',
  'wan2.2-rapid-mega-aio-v3.safetensors',
  'wan2.1_vace_14B_fp16.safetensors',
  'wan2.1_flf2v_720p_14B_fp16.safetensors',
  'wan_2.1_vae.safetensors',
  'Wan21_T2V_14B_lightx2v_cfg_step_distill_lora_rank32.safetensors',
  'ltx-2-19b-dev.safetensors',
  'ltxv-13b-0.9.7-distilled.safetensors',
  'ltxv-spatial-upscaler-0.9.7.safetensors',
  'hunyuanvideo1.5_720p_t2v_fp16.safetensors',
  'hidream_e1_1_bf16.safetensors',
  'qwen_image_vae.safetensors',
  'Qwen-Image-Lightning-4steps-V1.0.safetensors',
  'v1-5-pruned-emaonly.safetensors',
  'stable_cascade_stage_c.safetensors',
  'svd_xt.safetensors',
];

describe('a model file', () => {
  it.each(KNOWN)('%s is %s, %s', (name, family, part) => {
    expect(detectFamily(name)).toEqual({ family, part });
  });
  it.each(OTHERS)('%s is none that runs here', (name) => {
    expect(detectFamily(name)).toBe(null);
  });
  it('says whether it starts from a picture', () => {
    expect(startsFromPicture('Wan2_2-I2V-A14B-HIGH_fp8.safetensors')).toBe(true);
    expect(startsFromPicture('wan2.2_t2v_high_noise_14B_fp16.safetensors')).toBe(false);
  });
});
