import type { Asset, ComfyServer, ComfyWorkflow, GenerationIntent, Job, ProjectTree, Shot } from '@kinora/contract';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { until } from '../jobs/testing/harness.ts';
import { planLinenFilm } from './testing/linen-film.ts';

/**
 * The pool against a ComfyUI that is none of ours: `npm run comfyui` starts one, or takes the address of one that runs. The
 * graphs need no weights, so a processor is enough. Everything else about ComfyUI is tried against the emulator.
 */
const ADDRESS = process.env['KINORA_REAL_COMFYUI'];

/** A plain picture of one colour, brought to the asked size. The words have a place and change nothing. */
const PLAIN = {
  1: {
    class_type: 'EmptyImage',
    inputs: { width: 64, height: 64, batch_size: 1, color: 0x2060a0 },
    _meta: { title: 'Ground' },
  },
  2: {
    class_type: 'ImageScale',
    inputs: { image: ['1', 0], upscale_method: 'lanczos', width: 64, height: 64, crop: 'disabled' },
    _meta: { title: '{width} {height}' },
  },
  3: { class_type: 'SaveImage', inputs: { images: ['2', 0], filename_prefix: 'kinora/plain' } },
  4: { class_type: 'PrimitiveString', inputs: { value: '' }, _meta: { title: '{prompt=value}' } },
};
/** What the shot shows, loaded, turned inside out and scaled. */
const INVERTED = {
  1: { class_type: 'LoadImage', inputs: { image: 'x.png' }, _meta: { title: '{picture1=image}' } },
  2: { class_type: 'ImageInvert', inputs: { image: ['1', 0] } },
  3: {
    class_type: 'ImageScale',
    inputs: { image: ['2', 0], upscale_method: 'lanczos', width: 64, height: 64, crop: 'disabled' },
    _meta: { title: '{width} {height}' },
  },
  4: { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 'kinora/inverted' } },
  5: { class_type: 'PrimitiveString', inputs: { value: '' }, _meta: { title: '{prompt=value}' } },
};

describe.skipIf(!ADDRESS)('a real ComfyUI', { timeout: 120_000 }, () => {
  let studio: StudioApp;
  let owner: StudioPerson;
  let projectId: string;
  let shotId: string;

  async function call<Answer>(method: 'GET' | 'POST', path: string, payload?: object) {
    const headers = { 'idempotency-key': newId() };
    const response = await owner.ask({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
    return { status: response.statusCode, body: response.json() as Answer };
  }
  const bring = async (name: string, workflow: object) =>
    (await call<ComfyWorkflow>('POST', '/comfy-workflows', { name, workflow })).body.id;

  async function make(model: string): Promise<{ job: Job; leaves: Job[]; intents: GenerationIntent[] }> {
    const wish = { projectId, connection: 'comfyui:pool', model, maxCredits: 0 };
    const started = await call<{ job: Job }>('POST', `/shots/${shotId}/picture`, wish);
    expect(started.status, JSON.stringify(started.body)).toBe(202);
    const { id } = started.body.job;
    const tree = await until(
      async () => {
        const { body } = await call<{ job: Job; leaves: Job[] }>('GET', `/jobs/${id}`);
        return ['completed', 'failed'].includes(body.job.status) && body;
      },
      `job ${id}`,
      90_000,
    );
    const { items } = (await call<{ items: GenerationIntent[] }>('GET', `/jobs/${id}/intents`)).body;
    return { ...tree, intents: items };
  }

  async function readShown() {
    const tree = (await call<ProjectTree>('GET', `/projects/${projectId}/tree`)).body;
    const shot: Shot = tree.scenes.flatMap(({ shots }) => shots).find(({ id }) => id === shotId)!;
    const [subject] = shot.scene.subjects;
    const { url } = (await call<Asset>('GET', `/assets/${subject!.pictureKey}`)).body;
    const image = await loadImage((await owner.ask({ method: 'GET', url })).rawPayload);
    const canvas = createCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const [red, green, blue] = context.getImageData(image.width / 2, image.height / 2, 1, 1).data;
    return { colour: [red, green, blue], width: image.width, height: image.height, madeBy: shot.takes.at(-1)!.madeBy };
  }

  beforeAll(async () => {
    studio = await createStudioApp({ environment: { KINORA_ROLES: 'api,worker,render' } });
    owner = await studio.setUp();
    await studio.app.startWork();
    ({ projectId, shotId } = await planLinenFilm(studio, owner));
  }, 120_000);
  afterAll(() => studio?.close());

  it('is looked at, makes a picture, and changes the one that a shot shows', async () => {
    const added = await call<{ server: ComfyServer }>('POST', '/comfy-servers', {
      name: 'real',
      kind: 'direct',
      baseUrl: ADDRESS,
    });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    const { server } = added.body;
    expect(server).toMatchObject({ state: 'works', queue: { running: 0, waiting: 0 } });
    expect(server.version).toMatch(/^\d+\.\d+/);
    expect(server.devices[0]!.memoryBytes).toBeGreaterThan(0);

    const plain = await make(`workflow:${await bring('Plain', PLAIN)}`);
    expect(plain.job.failure).toBe(null);
    expect(plain.intents).toMatchObject([{ state: 'finished', sends: 1, placement: { server: 'real' } }]);
    expect(plain.intents[0]!.remoteId).toBe(plain.intents[0]!.id);
    const first = await readShown();
    expect(first.colour).toEqual([0x20, 0x60, 0xa0]);
    expect(first.width / first.height).toBeCloseTo(16 / 9, 1);
    expect(first.madeBy).toContain('ComfyUI · real · Plain');

    const inverted = await make(`workflow:${await bring('Inverted', INVERTED)}`);
    expect(inverted.job.failure).toBe(null);
    // A level may be rounded on the way through floats.
    for (const [channel, level] of (await readShown()).colour.entries())
      expect(Math.abs(level! - [0xdf, 0x9f, 0x5f][channel]!)).toBeLessThanOrEqual(1);
  });

  it('names the file that the server lacks, before anything is sent', async () => {
    const wish = { projectId, connection: 'comfyui:pool', model: 'sdxl:fast', maxCredits: 0 };
    const refused = await call<{ code: string; detail: string }>('POST', `/shots/${shotId}/picture`, wish);
    expect(refused.body.code).toBe('generation.model_gone');
    expect(refused.body.detail).toContain('sd_xl_base_1.0');
  });

  it('names a kind of node that the server has not', async () => {
    const odd = { ...PLAIN, 2: { ...PLAIN[2], class_type: 'ImageScaleOfNobody' } };
    const { job } = await make(`workflow:${await bring('Odd', odd)}`);
    expect(job.failure?.sentence).toContain('ImageScaleOfNobody');
  });
});
