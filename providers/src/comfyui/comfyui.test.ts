import { readMessage } from '@kinora/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeConformance } from '../conformance/suite.ts';
import { type ProviderCall, ProviderRefusal, type Remote } from '../contract/provider.ts';
import { type GenerateRequest, toStoredRequest } from '../contract/request.ts';
import { plainHttp } from '../testing/plain-http.ts';
import { createComfyUi } from './comfyui.ts';
import { type ComfyUiEmulator, EXAMPLE_FILES, startComfyUiEmulator } from './emulator.ts';

const still = (change: Partial<GenerateRequest> = {}): GenerateRequest =>
  ({
    capability: 'image',
    prompt: 'A chair',
    negativePrompt: '',
    ratio: '16:9',
    seed: 4,
    pictures: [],
    ...change,
  }) as GenerateRequest;

describe('ComfyUI', () => {
  describeConformance({
    createProvider: createComfyUi,
    startEmulator: () => startComfyUiEmulator(),
    model: 'sdxl:quality',
    request: (seed) => still({ seed }),
    isSynchronous: false,
    canReconcile: true,
    // It knows no safety rules; an add-on that has some refuses the workflow.
    moderatedAs: 'invalid_input',
    rateLimited: { error: 'slow down' },
    deliversLinks: true,
  });
});

describe('a ComfyUI server', () => {
  let server: ComfyUiEmulator;
  const comfy = createComfyUi();
  beforeEach(async () => {
    server = await startComfyUiEmulator();
    server.openDoor();
    return () => server.close();
  });
  const call = (): ProviderCall => ({ http: plainHttp, baseUrl: server.baseUrl, secret: '', now: Date.now });
  let intents = 0;
  afterEach(() => {
    intents = 0;
  });
  async function start(model: string, request: GenerateRequest): Promise<Remote> {
    intents += 1;
    const inputs = JSON.parse(JSON.stringify(await comfy.prepareInputs(call(), model, request)));
    const submission = {
      intentId: `intent-${intents}`,
      model,
      request: toStoredRequest(request),
      inputs,
      webhookUrl: null,
    };
    const outcome = await comfy.submit(call(), submission);
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    return outcome.remote;
  }
  async function refusalOf(model: string, request: GenerateRequest) {
    const error = await comfy.prepareInputs(call(), model, request).catch((thrown: unknown) => thrown);
    if (!(error instanceof ProviderRefusal)) throw new Error(`no refusal: ${String(error)}`);
    return error.fault;
  }
  const picture = (sha256: string) => ({ name: 'p.png', mediaType: 'image/png', bytes: new Uint8Array([1]), sha256 });

  it('needs no key, and says what it is and how much memory is free', async () => {
    expect(await comfy.testConnection(call())).toEqual({
      kind: 'works',
      account: 'ComfyUI 0.3.64 · cuda:0 Emulated, 18.0 of 24.0 GB free',
    });
  });
  it('is told from another program at the same address', async () => {
    server.failNext('account', { kind: 'answer', answer: { status: 200, body: { hello: 'router' } } });
    expect(await comfy.testConnection(call())).toMatchObject({ kind: 'refused', fault: { kind: 'not_found' } });
  });

  it('takes the workflow of every model, with and without a picture', async () => {
    for (const { id, capability, limits } of comfy.models) {
      for (let count = limits.pictures.least; count <= limits.pictures.most; count += 1) {
        const pictures = ['a', 'b', 'c'].slice(0, count).map(picture);
        const seconds = capability === 'video' ? { seconds: 3 } : {};
        const remote = await start(id, still({ capability, pictures, ...seconds } as Partial<GenerateRequest>));
        expect((await comfy.poll(call(), remote)).kind, id).toBe('finished');
      }
    }
    // Twelve families with and without, the editing one with one, two and three pictures, each in both presets.
    expect(server.graphs().length).toBe(2 * (12 * 2 + 3));
  });

  it('that lacks a file is told by the name of the file, and asked for nothing', async () => {
    const lacks = async (folder: string, name: string, model: string, request = still()) => {
      server.setFiles({ ...EXAMPLE_FILES, [folder]: EXAMPLE_FILES[folder]!.filter((file) => !file.includes(name)) });
      const fault = await refusalOf(model, request);
      expect(fault.kind).toBe('not_found');
      return readMessage(fault.message)?.values;
    };
    expect(await lacks('diffusion_models', 'flux1-dev', 'flux_dev:fast')).toEqual({
      model: 'FLUX.1 dev',
      file: 'flux1-dev',
      folder: 'diffusion_models',
    });
    expect(await lacks('text_encoders', 't5xxl', 'flux_dev:fast')).toMatchObject({
      file: 't5xxl',
      folder: 'text_encoders',
    });
    expect(await lacks('vae', 'wan_2.1', 'wan_2_2:fast', film())).toMatchObject({ file: 'wan_2.1_vae', folder: 'vae' });
    expect(await lacks('diffusion_models', 't2v_low', 'wan_2_2:fast', film())).toMatchObject({
      file: 'wan2.2_low_noise_t2v',
    });
    expect(server.submissions()).toEqual([]);
  });
  const film = () => still({ capability: 'video', seconds: 3 } as Partial<GenerateRequest>);

  it('takes LoRAs from among the words, by name, and no more than the model may have', async () => {
    await start('sdxl:fast', still({ prompt: 'A chair <lora:studio-light:0.6>, lit <lora:grain>' }));
    const nodes = Object.values(server.graphs()[0]!);
    expect(
      nodes
        .filter((node) => node.class_type === 'LoraLoader')
        .map(({ inputs }) => [inputs['lora_name'], inputs['strength_model']]),
    ).toEqual([
      ['studio-light.safetensors', 0.6],
      ['film/grain_v2.safetensors', 1],
    ]);
    expect(nodes.map(({ inputs }) => inputs['text'])).toContain('A chair, lit');
    expect(
      readMessage((await refusalOf('sdxl:fast', still({ prompt: '<lora:unknown>' }))).message)?.values,
    ).toMatchObject({
      file: 'unknown',
      folder: 'loras',
    });
    const many = still({ prompt: '<lora:grain>'.repeat(4) });
    expect(readMessage((await refusalOf('flux_dev:fast', many)).message)).toEqual({
      code: 'fault.too_many_loras',
      values: { model: 'FLUX.1 dev', most: 3, given: 4 },
    });
  });

  it('whose file was removed after it was chosen refuses, and the file is in the reason', async () => {
    const request = still();
    const inputs = await comfy.prepareInputs(call(), 'sdxl:fast', request);
    server.setFiles({ ...EXAMPLE_FILES, checkpoints: [] });
    const submission = {
      intentId: 'i',
      model: 'sdxl:fast',
      request: toStoredRequest(request),
      inputs,
      webhookUrl: null,
    };
    const outcome = await comfy.submit(call(), submission);
    expect(outcome).toMatchObject({ kind: 'refused', fault: { kind: 'not_found' } });
    expect(JSON.stringify(outcome)).toContain('sd_xl_base_1.0.safetensors');
  });
  it('that runs out of memory says so', async () => {
    server.refuseNext('failed');
    const outcome = await comfy.poll(call(), await start('sdxl:fast', still()));
    expect(outcome).toMatchObject({ kind: 'failed', fault: { kind: 'failed' } });
    expect(JSON.stringify(outcome)).toContain('OutOfMemoryError');
  });
  it('that was restarted has forgotten its work', async () => {
    server.setWorkMs(60_000);
    const remote = await start('sdxl:fast', still());
    server.restart();
    expect(await comfy.poll(call(), remote)).toMatchObject({ kind: 'failed', fault: { kind: 'not_found' } });
  });
  it('is cancelled for one job and goes on with the others', async () => {
    server.setWorkMs(60_000);
    const [running, waiting] = [await start('sdxl:fast', still()), await start('sdxl:fast', still())];
    expect((await comfy.cancel(call(), waiting)).kind).toBe('requested');
    expect(server.countOf('cancel')).toBe(0);
    expect((await comfy.poll(call(), running)).kind).toBe('working');
    expect((await comfy.poll(call(), waiting)).kind).toBe('failed');
    expect((await comfy.cancel(call(), running)).kind).toBe('requested');
    expect((await comfy.poll(call(), running)).kind).toBe('cancelled');
  });
});
