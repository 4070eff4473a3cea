import { drawPng } from '../emulators/picture.ts';
import {
  type EmulatorAnswer,
  type EmulatorRequest,
  type EmulatorRoute,
  startEmulatorServer,
} from '../emulators/server.ts';
import { greetSocket } from '../emulators/socket.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';
import { checkNodes, FIXED_LISTS, type InputSpec, NODE_SPECS } from './emulator-nodes.ts';
import type { Graph } from './graph.ts';

const KEY = 'comfy-door-key';
type Job = {
  id: string;
  graph: Graph;
  endsAt: number;
  ending: 'made' | 'failed' | 'interrupted' | 'removed';
  isExpired: boolean;
  outputs: number;
};

/** A server that has a file of every kind, as the official examples name them. */
export const EXAMPLE_FILES: Readonly<Record<string, readonly string[]>> = {
  checkpoints: [
    'sd_xl_base_1.0.safetensors',
    'sd_xl_refiner_1.0.safetensors',
    'ponyDiffusionV6XL.safetensors',
    'Illustrious-XL-v1.0.safetensors',
    'ltx-video-2b-v0.9.5.safetensors',
  ],
  diffusion_models: [
    'flux1-dev.safetensors',
    'flux1-krea-dev_fp8_scaled.safetensors',
    'flux1-pro.safetensors',
    'wan2.1_t2v_14B_fp8_scaled.safetensors',
    'wan2.1_i2v_480p_14B_fp8_scaled.safetensors',
    'wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors',
    'wan2.2_t2v_low_noise_14B_fp8_scaled.safetensors',
    'wan2.2_i2v_high_noise_14B_fp8_scaled.safetensors',
    'wan2.2_i2v_low_noise_14B_fp8_scaled.safetensors',
    'hunyuan_video_t2v_720p_bf16.safetensors',
    'hunyuan_video_image_to_video_720p_bf16.safetensors',
    'hidream_i1_dev_fp8.safetensors',
    'qwen_image_fp8_e4m3fn.safetensors',
    'qwen_image_edit_2509_fp8_e4m3fn.safetensors',
  ],
  text_encoders: [
    'clip_g_hidream.safetensors',
    'clip_l.safetensors',
    'clip_l_hidream.safetensors',
    'llama_3.1_8b_instruct_fp8_scaled.safetensors',
    'llava_llama3_fp8_scaled.safetensors',
    'qwen_2.5_vl_7b_fp8_scaled.safetensors',
    't5xxl_fp16.safetensors',
    'umt5_xxl_fp8_e4m3fn_scaled.safetensors',
  ],
  vae: [
    'ae.safetensors',
    'hunyuan_video_vae_bf16.safetensors',
    'qwen_image_vae.safetensors',
    'wan2.2_vae.safetensors',
    'wan_2.1_vae.safetensors',
  ],
  clip_vision: ['clip_vision_h.safetensors', 'llava_llama3_vision.safetensors'],
  loras: ['studio-light.safetensors', 'film/grain_v2.safetensors'],
};

export type ComfyUiEmulator = VendorEmulator & {
  /** From now on the server has these files and no others. */
  setFiles(files: Readonly<Record<string, readonly string[]>>): void;
  /** A server as it comes: no door, no key. */
  openDoor(): void;
  /** It forgets its queue and its history. */
  restart(): void;
  graphs(): Graph[];
  /** From now on nobody hears from it; what it has in work is not told. */
  hang(isHung: boolean): void;
  /** Sends through the socket of whoever submitted this: progress, and a preview where a picture is given. */
  tell(id: string, share: number, preview?: Uint8Array): void;
  /** How many hold a socket. */
  listeners(): number;
  /** Bytes of model files by folder, as newer servers tell them. */
  setSizes(sizes: Readonly<Record<string, number>>): void;
};

/**
 * ComfyUI's server: statistics, node list, uploads, queue, history, files and interrupts, behind a door that wants a key and
 * may want money, as rented servers have. It checks a workflow's nodes, links and files as ComfyUI does.
 */
export async function startComfyUiEmulator(picture = { width: 64, height: 64 }): Promise<ComfyUiEmulator> {
  const jobs = new Map<string, Job>();
  const uploads = new Set<string>();
  let files = EXAMPLE_FILES;
  let isDoorOpen = false;
  let workMs = 0;
  let next: { kind: 'made' | 'moderated' | 'failed'; outputs: number } = { kind: 'made', outputs: 1 };
  let hasCredit = true;
  let isHung = false;
  let sizes: Readonly<Record<string, number>> | null = null;
  const talkers = new Map<string, (message: string | Uint8Array) => void>();

  const guarded = (handle: EmulatorRoute['handle']): EmulatorRoute['handle'] => {
    return (request, parts) =>
      isHung
        ? HUNG
        : isDoorOpen || request.headers.get('authorization') === `Bearer ${KEY}`
          ? handle(request, parts)
          : { status: 401, body: 'Unauthorized' };
  };
  const isOver = (job: Job) => Date.now() >= job.endsAt;
  const lists = () => ({ ...FIXED_LISTS, ...files, input: [...uploads] });

  function submit({ json }: EmulatorRequest): EmulatorAnswer {
    const { prompt: graph, prompt_id: id } = json as { prompt: Graph; prompt_id: string };
    if (!hasCredit) return { status: 402, body: { error: 'no hours left' } };
    const ending = next;
    next = { kind: 'made', outputs: 1 };
    const wrong =
      ending.kind === 'moderated' ? refused('custom_validation_failed', 'not on this server') : check(graph);
    if (wrong) return wrong;
    jobs.set(id, {
      id,
      graph,
      endsAt: Date.now() + workMs,
      ending: ending.kind === 'failed' ? 'failed' : 'made',
      isExpired: false,
      outputs: ending.outputs,
    });
    return { status: 200, body: { prompt_id: id, number: jobs.size, node_errors: {} } };
  }

  function check(graph: Graph): EmulatorAnswer | null {
    for (const [id, { class_type: type }] of Object.entries(graph)) {
      if (!NODE_SPECS[type])
        return {
          status: 400,
          body: {
            error: {
              type: 'invalid_prompt',
              message: `Cannot execute because node ${type} does not exist.`,
              details: `Node ID '#${id}'`,
              extra_info: {},
            },
            node_errors: {},
          },
        };
    }
    const found = checkNodes(graph, lists());
    if (Object.keys(found).length === 0) return null;
    const node_errors = Object.fromEntries(
      Object.entries(found).map(([id, errors]) => [
        id,
        {
          errors: errors.map((one) => ({ ...one, extra_info: {} })),
          dependent_outputs: [],
          class_type: graph[id]!.class_type,
        },
      ]),
    );
    return { status: 400, body: { error: invalid(), node_errors } };
  }

  function toHistory(job: Job): object {
    const images = Array.from({ length: job.outputs }, (_, index) => ({
      filename: `${job.id}_${index + 1}.png`,
      subfolder: 'kinora',
      type: 'output',
    }));
    const preview = { filename: 'preview.png', subfolder: '', type: 'temp' };
    const status = {
      made: { status_str: 'success', completed: true, messages: [['execution_success', {}]] },
      failed: {
        status_str: 'error',
        completed: false,
        messages: [
          [
            'execution_error',
            {
              node_type: 'KSampler',
              exception_type: 'torch.OutOfMemoryError',
              exception_message: 'Allocation on device',
            },
          ],
        ],
      },
      interrupted: { status_str: 'error', completed: false, messages: [['execution_interrupted', {}]] },
      removed: {},
    }[job.ending];
    return {
      prompt: [0, job.id, job.graph, {}, []],
      outputs: job.ending === 'made' ? { 9: { images: [...images, preview] } } : {},
      status,
    };
  }

  const server = await startEmulatorServer(
    [
      {
        name: 'account',
        method: 'GET',
        path: /^\/system_stats$/,
        handle: guarded(() => ({
          status: 200,
          body: {
            system: { os: 'posix', comfyui_version: '0.3.64' },
            devices: [
              {
                name: 'cuda:0 Emulated',
                type: 'cuda',
                index: 0,
                vram_total: 24 * 1024 ** 3,
                vram_free: 18 * 1024 ** 3,
              },
            ],
          },
        })),
      },
      {
        name: 'nodes',
        method: 'GET',
        path: /^\/object_info\/(\w+)$/,
        handle: guarded((_request, [type]) => ({ status: 200, body: describeNode(type ?? '', lists()) })),
      },
      {
        name: 'upload',
        method: 'POST',
        path: /^\/upload\/image$/,
        handle: guarded(({ body }) => {
          const name = /filename="([^"]+)"/.exec(body.toString('latin1'))?.[1] ?? 'x.png';
          uploads.add(`kinora/${name}`);
          return { status: 200, body: { name, subfolder: 'kinora', type: 'input' } };
        }),
      },
      {
        name: 'sizes',
        method: 'GET',
        path: /^\/experiment\/models\/(\w+)$/,
        handle: guarded((_request, [folder = '']) =>
          sizes === null
            ? { status: 404 }
            : {
                status: 200,
                body: (files[folder] ?? []).map((name) => ({ name, pathIndex: 0, size: sizes?.[name] ?? 0 })),
              },
        ),
      },
      { name: 'submit', method: 'POST', path: /^\/prompt$/, handle: guarded((request) => submit(request)) },
      {
        name: 'poll',
        method: 'GET',
        path: /^\/history\/([\w-]+)$/,
        handle: guarded((_request, [id]) => {
          const job = jobs.get(id ?? '');
          return {
            status: 200,
            body: job && isOver(job) && job.ending !== 'removed' ? { [job.id]: toHistory(job) } : {},
          };
        }),
      },
      {
        name: 'list',
        method: 'GET',
        path: /^\/queue$/,
        handle: guarded(() => {
          const [running, ...pending] = [...jobs.values()]
            .filter((job) => !isOver(job))
            .map((job) => [0, job.id, job.graph, {}, []]);
          return { status: 200, body: { queue_running: running ? [running] : [], queue_pending: pending } };
        }),
      },
      {
        name: 'remove',
        method: 'POST',
        path: /^\/queue$/,
        handle: guarded(({ json }) => {
          const waiting = [...jobs.values()].filter((job) => !isOver(job)).slice(1);
          for (const id of (json as { delete: string[] }).delete) {
            const job = waiting.find((one) => one.id === id);
            if (job) Object.assign(job, { ending: 'removed', endsAt: Date.now() });
          }
          return { status: 200 };
        }),
      },
      {
        name: 'cancel',
        method: 'POST',
        path: /^\/interrupt$/,
        handle: guarded(({ json }) => {
          const [running] = [...jobs.values()].filter((job) => !isOver(job));
          const id = (json as { prompt_id?: string } | undefined)?.prompt_id;
          if (running && (id === undefined || running.id === id))
            Object.assign(running, { ending: 'interrupted', endsAt: Date.now() });
          return { status: 200 };
        }),
      },
      {
        name: 'output',
        method: 'GET',
        path: /^\/view$/,
        handle: guarded(({ query }) => {
          const job = jobs.get(query.get('filename')?.split('_')[0] ?? '');
          if (!job || job.isExpired || query.get('type') !== 'output') return { status: 404 };
          return {
            status: 200,
            headers: { 'content-type': 'image/png' },
            body: drawPng(picture.width, picture.height, seedOf(job.graph)),
          };
        }),
      },
    ],
    (request, socket) => {
      const id = new URL(request.url ?? '/', 'http://emulator').searchParams.get('clientId') ?? '';
      if (isHung) return void socket.destroy();
      talkers.set(id, greetSocket(request, socket));
      socket.on('close', () => talkers.delete(id));
    },
  );

  return {
    ...server,
    baseUrl: server.url,
    key: KEY,
    submissions: () => [...jobs.values()].map(({ id, graph }) => ({ id, mark: JSON.stringify(graph) })),
    charges: () => [...jobs.values()].filter((job) => isOver(job) && job.ending === 'made').map(({ id }) => id),
    graphs: () => [...jobs.values()].map(({ graph }) => graph),
    setWorkMs(ms) {
      workMs = ms;
    },
    refuseNext(kind) {
      next = { ...next, kind };
    },
    setCredit(has) {
      hasCredit = has;
    },
    setOutputs(count) {
      next = { ...next, outputs: count };
    },
    setFiles(given) {
      files = given;
    },
    openDoor() {
      isDoorOpen = true;
    },
    restart: () => jobs.clear(),
    hang(given) {
      isHung = given;
    },
    setSizes(given) {
      sizes = given;
    },
    listeners: () => talkers.size,
    tell(id, share, preview) {
      const talk = talkers.get(id);
      talk?.(JSON.stringify({ type: 'status', data: { status: { exec_info: { queue_remaining: 1 } } } }));
      talk?.(JSON.stringify({ type: 'progress', data: { value: Math.round(share * 20), max: 20, prompt_id: id } }));
      if (preview) talk?.(toPreview(preview));
    },
    expire: (id) => void Object.assign(jobs.get(id)!, { isExpired: true }),
    endNow: (id) => void Object.assign(jobs.get(id)!, { endsAt: Date.now() }),
  };
}

/** A machine that is gone answers nothing; a gateway in front of it says so, which is quicker than waiting it out. */
const HUNG: EmulatorAnswer = { status: 502, body: 'Bad Gateway' };

/** Event 1, a JPEG, and the picture. */
function toPreview(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(1, 4);
  return Buffer.concat([head, bytes]);
}

const invalid = () => ({
  type: 'prompt_outputs_failed_validation',
  message: 'Prompt outputs failed validation',
  details: '',
  extra_info: {},
});

function refused(type: string, details: string): EmulatorAnswer {
  const errors = [{ type, message: type, details, extra_info: {} }];
  return {
    status: 400,
    body: { error: invalid(), node_errors: { 1: { errors, dependent_outputs: [], class_type: 'CLIPTextEncode' } } },
  };
}

function seedOf(graph: Graph): number {
  const inputs = Object.values(graph).map((node) => node.inputs['seed'] ?? node.inputs['noise_seed']);
  return Number(inputs.find((seed) => seed !== undefined) ?? 1);
}

/** Both ways in which real servers write a choice: files as the older nodes do, the rest as the newer ones. */
function describeNode(type: string, lists: Readonly<Record<string, readonly string[]>>): object {
  const spec = NODE_SPECS[type];
  if (!spec) return {};
  const describe = (input: InputSpec): unknown => {
    if (input.kind !== 'choice') return [input.type, {}];
    const options = lists[input.list] ?? [];
    return input.list === 'vae' ? ['COMBO', { options }] : [options, {}];
  };
  const required = Object.fromEntries(Object.entries(spec.inputs).map(([name, input]) => [name, describe(input)]));
  return { [type]: { input: { required }, output: spec.outputs, output_node: spec.isOutput } };
}
