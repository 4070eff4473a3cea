import { setTimeout as sleep } from 'node:timers/promises';
import { comfyLook, say } from '@kinora/contract';
import {
  chooseForRequest,
  fillFor,
  type GenerateRequest,
  type Output,
  type OwnWorkflow,
  type PollOutcome,
  type PreparedInputs,
  type Provider,
  type ProviderFault,
  ProviderRefusal,
  planComfyGraph,
  type Submission,
  toPictureName,
  toWorkflowModel,
} from '@kinora/providers';
import type { Database, Transaction } from '../../../platform/database/index.ts';
import type { TaskFiles } from './sweep-tasks.ts';
import { cancelTask, findTask, insertTask, type TaskRow } from './task-store.ts';

const FOLDER = 'kinora/';
const POLL_MS = 1000;
const LEASE_GRACE_MS = 60_000;

export type AgentParts = {
  database: Pick<Database, 'inOrganization'>;
  files: TaskFiles;
  now: () => number;
};
type Place = { organizationId: string; serverId: string; serverName: string; own?: OwnWorkflow | undefined };

/**
 * ComfyUI behind a firewall, as one more way to submit and look: the "call" writes a row that the server's agent takes. Nothing
 * here can be lost on a line, so no outcome is unknown: the row is there or it is not.
 */
export function createAgentProvider(comfy: Provider, parts: AgentParts, place: Place): Provider {
  const { organizationId, serverId, own } = place;
  const inside = <Result>(work: (transaction: Transaction) => Promise<Result>) =>
    parts.database.inOrganization(organizationId, work);
  return {
    ...comfy,
    models: own ? [...comfy.models, toWorkflowModel(own)] : comfy.models,
    /** Its agent's frames, as they are written down; how far it is comes with each look. */
    async watch(_call, { id }, tell, signal) {
      for (let shown = 0; !signal.aborted; ) {
        const task = await inside((transaction) => findTask(transaction, id));
        if (task?.preview && task.preview_number > shown) tell({ kind: 'preview', bytes: task.preview });
        shown = task?.preview_number ?? shown;
        await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
      }
    },
    async testConnection() {
      const seen = await inside((transaction) => readSeen(transaction, serverId));
      const isHere = seen?.isFresh === true;
      return isHere
        ? { kind: 'works', account: `ComfyUI ${seen.look?.version ?? ''}`.trim() }
        : { kind: 'unreachable', reason: 'its agent is silent' };
    },
    async prepareInputs(_call, model, request) {
      const names = request.pictures.map((picture) => FOLDER + toPictureName(picture));
      if (own && model === `workflow:${own.id}`)
        return { pictureUrls: names, settled: { graph: fillFor(own, request, names) } };
      return { pictureUrls: names, settled: await chooseFiles(model, request) };
    },
    async submit(_call, submission) {
      const graph = planComfyGraph(submission);
      if (!graph) return { kind: 'refused', fault: fault('not_found', submission.model) };
      const { intentId: id } = submission;
      await inside((tx) => insertTask(tx, { id, server_id: serverId, graph, pictures: toPictures(submission) }));
      return { kind: 'accepted', remote: { id, urls: {} } };
    },
    async poll(_call, { id }) {
      return toOutcome(await inside((transaction) => findTask(transaction, id)));
    },
    cancel: async (_call, { id }) => ({
      kind: (await inside((transaction) => cancelTask(transaction, id))) ? 'requested' : 'too_late',
    }),
    async reconcile(_call, lost) {
      const task = await inside((transaction) => findTask(transaction, lost.intentId));
      return task ? { kind: 'found', remote: { id: task.id, urls: {} } } : { kind: 'absent' };
    },
  };

  async function chooseFiles(model: string, request: GenerateRequest): Promise<PreparedInputs['settled']> {
    const seen = await inside((transaction) => readSeen(transaction, serverId));
    if (!seen?.look) throw new ProviderRefusal(fault('provider_down', 'its agent has never said what it has'));
    return chooseForRequest(model, request, seen.look.files);
  }

  async function toOutcome(task: TaskRow | undefined): Promise<PollOutcome> {
    if (!task) return { kind: 'failed', fault: fault('not_found', 'the work is not there any more') };
    const { state, share, lease_until: until } = task;
    if (state === 'cancelled') return { kind: 'cancelled' };
    if (state === 'failed') return { kind: 'failed', fault: toFault(task.fault) };
    if (state === 'done') return readFiles(task);
    const lease = until?.getTime() ?? 0;
    if (state === 'leased' && lease + LEASE_GRACE_MS > parts.now())
      return { kind: 'working', share, pollAfterMs: POLL_MS };
    // Nobody has it: that is a wait while the agent is heard, and a loss once it is not.
    const seen = await inside((transaction) => readSeen(transaction, serverId));
    return seen?.isFresh
      ? { kind: 'working', share: null, pollAfterMs: POLL_MS }
      : { kind: 'unreachable', fault: fault('provider_down', 'its agent is silent') };
  }

  function toFault(text: string | null): ProviderFault {
    if (text === 'leases ran out') return fault('provider_down', say('fault.agent_lost', { server: place.serverName }));
    return fault('failed', text ?? 'failed without a reason');
  }

  async function readFiles({ files }: TaskRow): Promise<PollOutcome> {
    if (files.length === 0) return { kind: 'failed', fault: fault('failed', 'ended without a file') };
    const outputs: Output[] = [];
    for (const { hash, mediaType } of files) {
      const bytes = await readAll(parts.files, { organizationId, hash });
      outputs.push({ kind: 'bytes', bytes, mediaType });
    }
    return { kind: 'finished', made: { outputs, seed: null, costMicros: null, words: null } };
  }
}

/** What was sent in an intent is stored by hash, and its name tells its kind. */
function toPictures({ request, inputs }: Submission) {
  return inputs.pictureUrls.map((name, index) => {
    const ending = name.split('.').at(-1) ?? 'png';
    return { name: name.slice(FOLDER.length), hash: request.pictureHashes[index]!, mediaType: `image/${ending}` };
  });
}

async function readAll(files: TaskFiles, address: { organizationId: string; hash: string }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await files.open(address)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function readSeen(transaction: Transaction, serverId: string) {
  const { rows } = await transaction.query<{ seen: unknown; is_fresh: boolean }>(
    `select seen, coalesce(seen_at > clock_timestamp() - interval '90 seconds', false) as is_fresh
      from comfy_servers where id = $1`,
    [serverId],
  );
  const [row] = rows;
  return row && { look: comfyLook.safeParse(row.seen).data ?? null, isFresh: row.is_fresh };
}

function fault(kind: ProviderFault['kind'], message: string): ProviderFault {
  return { kind, message, retryAfterMs: null };
}
