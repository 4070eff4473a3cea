import type { GenerationModel } from '@kinora/contract';
import { z } from 'zod';
import { type PreparedInputs, type Provider, type ProviderCall, ProviderRefusal } from '../contract/provider.ts';
import type { GenerateRequest } from '../contract/request.ts';
import { readJson, type SafeAnswer } from '../contract/safe-http.ts';
import { readChoices } from './catalogue.ts';
import { normaliseComfyError } from './errors.ts';
import type { Graph } from './graph.ts';
import { planSize } from './size.ts';
import { missingFile, missingNode } from './words.ts';
import { fillWorkflow, type InputValues, type Workflow } from './workflow.ts';

/** A workflow of somebody's own as it is stored. */
export type OwnWorkflow = { id: string; name: string; workflow: Workflow };

const FILMS = new Set(['SaveVideo', 'SaveWEBM', 'SaveAnimatedWEBP', 'VHS_VideoCombine']);
const node = z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) });
/** A graph that was made beforehand, as it stands among an intent's inputs. */
export const settledGraph = z.object({ graph: z.record(z.string(), node) });

/** The workflow as a model: what it takes is what it has named inputs for. */
export function toWorkflowModel({ id, name, workflow }: OwnWorkflow): GenerationModel {
  const has = (input: string) => workflow.places.some((place) => place.name === input);
  const pictures = ['picture1', 'picture2', 'picture3'].filter(has).length;
  const isFilm = Object.values(workflow.graph).some(({ class_type: type }) => FILMS.has(type));
  return {
    id: `workflow:${id}`,
    provider: 'comfyui',
    title: name,
    capability: isFilm ? 'video' : pictures > 0 ? 'image-edit' : 'image',
    limits: {
      promptCharacters: 2000,
      pictures: { least: pictures, most: pictures },
      ratios: ['16:9', '9:16', '1:1', '4:5'],
      seconds: isFilm ? [2, 3, 4, 5] : [],
      takesSeed: has('seed'),
      takesNegativePrompt: has('negative'),
    },
    price: { currency: 'USD', per: isFilm ? 'second' : 'picture', micros: 0, isVerified: true },
    // Which weights it loads, and under which licence, is for whoever brought it in to know.
    licence: 'commercial',
    shutsDownOn: null,
    checkedOn: '2026-11-26',
  };
}

/** About the size that the families of ours are laid out at. */
const LAYOUT = { pixels: 1024 * 1024, multiple: 16 };
const FRAMES_PER_SECOND = 16;

/** The graph of one request: values in their places, everything else as its maker left it. */
export function fillFor({ workflow }: OwnWorkflow, request: GenerateRequest, pictures: readonly string[]): Graph {
  const size = 'ratio' in request ? planSize(request.ratio, LAYOUT) : {};
  const values: InputValues = {
    prompt: request.prompt,
    seed: request.seed,
    ...size,
    ...('negativePrompt' in request ? { negative: request.negativePrompt } : {}),
    ...('seconds' in request ? { frames: Math.ceil(request.seconds * FRAMES_PER_SECOND) + 1 } : {}),
    ...Object.fromEntries(pictures.map((name, index) => [`picture${index + 1}`, name])),
  };
  return fillWorkflow(workflow, values).graph;
}

export type Uploads = (call: ProviderCall, request: GenerateRequest) => Promise<string[]>;

/** ComfyUI with one more model. The graph is made when it is prepared, so a workflow that changes later changes nothing. */
export function withWorkflow(
  comfy: Provider,
  own: OwnWorkflow,
  parts: { upload: Uploads; ask: (call: ProviderCall, path: string) => Promise<SafeAnswer> },
): Provider {
  const model = toWorkflowModel(own);
  return {
    ...comfy,
    models: [...comfy.models, model],
    async prepareInputs(call, modelId, request): Promise<PreparedInputs> {
      if (modelId !== model.id) return comfy.prepareInputs(call, modelId, request);
      const pictureUrls = await parts.upload(call, request);
      const graph = fillFor(own, request, pictureUrls);
      await requireNodes(graph, own.name, (path) => parts.ask(call, path), call.now());
      return { pictureUrls, settled: { graph } };
    },
  };
}

/** Every kind of node is there, and every file that the graph names is one the server lists. */
async function requireNodes(graph: Graph, title: string, ask: (path: string) => Promise<SafeAnswer>, nowMs: number) {
  const described = new Map<string, unknown>();
  for (const { class_type: type, inputs } of Object.values(graph)) {
    if (!described.has(type)) {
      const answer = await ask(`/object_info/${encodeURIComponent(type)}`);
      if (answer.kind !== 'answered')
        throw new ProviderRefusal({ kind: 'provider_down', message: answer.reason, retryAfterMs: null });
      if (answer.status !== 200) throw new ProviderRefusal(normaliseComfyError(answer, nowMs));
      described.set(type, readJson(answer.bytes));
    }
    const about = described.get(type);
    if (!z.record(z.string(), z.object({})).safeParse(about).data?.[type])
      throw new ProviderRefusal(missingNode(title, type));
    for (const [name, value] of Object.entries(inputs)) {
      if (typeof value !== 'string' || !MODEL_FILE.test(value)) continue;
      const choices = readChoices(about, type, name);
      if (choices.length > 0 && !choices.includes(value))
        throw new ProviderRefusal(missingFile(title, { file: value, folder: type }));
    }
  }
}

const MODEL_FILE = /\.(safetensors|sft|ckpt|pt|pth|bin|gguf)$/i;
