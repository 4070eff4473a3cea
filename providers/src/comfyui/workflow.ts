import { z } from 'zod';
import type { Graph, Link } from './graph.ts';

/** What a request can put into a workflow, and as what. */
const INPUTS = {
  prompt: 'string',
  negative: 'string',
  seed: 'number',
  width: 'number',
  height: 'number',
  frames: 'number',
  picture1: 'string',
  picture2: 'string',
  picture3: 'string',
} as const;
export type InputName = keyof typeof INPUTS;
export type InputValues = Partial<Record<InputName, string | number>>;

/** A workflow of somebody's own, read and held to be whole; `places` says where each named input goes. */
export type Workflow = { graph: Graph; places: readonly { name: InputName; node: string; input: string }[] };

/**
 * Why it is not taken.
 *
 *   not_api     it was saved for the editor; ComfyUI exports it for the API by another command
 *   not_whole   a link leads nowhere, or round in a circle
 *   no_end      nothing in it saves, or more than one node does: one answer is wanted
 *   bad_name    a title names an input that the node has not, that is linked, or that no request has
 *   no_prompt   no input is named `prompt`: whatever one writes, the same would come out
 */
export type WorkflowProblem = {
  kind: 'not_api' | 'not_whole' | 'no_end' | 'bad_name' | 'no_prompt';
  node: string | null;
};

const link = z.tuple([z.coerce.string(), z.int().nonnegative()]);
const value = z.union([z.string(), z.number(), z.boolean(), link]);
const apiFormat = z.record(
  z.string(),
  z.object({
    class_type: z.string(),
    inputs: z.record(z.string(), value),
    _meta: z.object({ title: z.string().optional() }).optional(),
  }),
);
type ApiNodes = z.infer<typeof apiFormat>;

const SAVES = new Set([
  'SaveImage',
  'SaveVideo',
  'SaveWEBM',
  'SaveAnimatedWEBP',
  'SaveAnimatedPNG',
  'VHS_VideoCombine',
]);

/**
 * Inputs are named in the titles of nodes, which the editor lets people write and the export keeps: `Words {prompt=text}`
 * puts the prompt into the node's `text`, `{seed}` is short for `{seed=seed}`.
 */
const NAME = /\{(\w+)(?:=(\w+))?\}/g;

export function readWorkflow(json: unknown): { workflow: Workflow } | { problem: WorkflowProblem } {
  const parsed = apiFormat.safeParse(json);
  if (!parsed.success || Object.keys(parsed.data).length === 0) return { problem: { kind: 'not_api', node: null } };
  const nodes = parsed.data;
  const broken = findBroken(nodes);
  if (broken !== null) return { problem: { kind: 'not_whole', node: broken } };
  const ends = Object.keys(nodes).filter((id) => SAVES.has(nodes[id]?.class_type ?? ''));
  if (ends.length !== 1) return { problem: { kind: 'no_end', node: ends[1] ?? null } };
  const named = findPlaces(nodes);
  if ('node' in named) return { problem: { kind: 'bad_name', node: named.node } };
  if (!named.places.some(({ name }) => name === 'prompt')) return { problem: { kind: 'no_prompt', node: null } };
  return { workflow: { graph: toGraph(nodes), places: named.places } };
}

function toGraph(nodes: ApiNodes): Graph {
  return Object.fromEntries(Object.entries(nodes).map(([id, { class_type, inputs }]) => [id, { class_type, inputs }]));
}

/** The first node whose links lead nowhere or back to itself; null where all is whole. */
function findBroken(nodes: ApiNodes): string | null {
  const whole = new Set<string>();
  const isWhole = (id: string, above: ReadonlySet<string>): boolean => {
    if (whole.has(id)) return true;
    const node = nodes[id];
    if (!node || above.has(id)) return false;
    const below = new Set(above).add(id);
    if (!linksOf(node.inputs).every(([from]) => isWhole(from, below))) return false;
    whole.add(id);
    return true;
  };
  return Object.keys(nodes).find((id) => !isWhole(id, new Set())) ?? null;
}

function linksOf(inputs: ApiNodes[string]['inputs']): Link[] {
  return Object.values(inputs).filter((one): one is Link => Array.isArray(one));
}

function findPlaces(nodes: ApiNodes): { places: Workflow['places'] } | { node: string } {
  const places: { name: InputName; node: string; input: string }[] = [];
  for (const [id, { inputs, _meta }] of Object.entries(nodes)) {
    for (const [, name = '', input = name] of (_meta?.title ?? '').matchAll(NAME)) {
      if (!isInputName(name) || typeof inputs[input] !== INPUTS[name]) return { node: id };
      places.push({ name, node: id, input });
    }
  }
  return { places };
}

function isInputName(name: string): name is InputName {
  return Object.hasOwn(INPUTS, name);
}

/** The workflow with these values in their places; `unused` names those that it has no place for. */
export function fillWorkflow({ graph, places }: Workflow, values: InputValues): { graph: Graph; unused: InputName[] } {
  const filled = structuredClone(graph);
  for (const { name, node, input } of places) {
    const given = values[name];
    if (given !== undefined) filled[node]!.inputs[input] = given;
  }
  const placed = new Set(places.map(({ name }) => name));
  return { graph: filled, unused: (Object.keys(values) as InputName[]).filter((name) => !placed.has(name)) };
}
