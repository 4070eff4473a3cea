import type { ComfyTask } from '@kinora/contract';
import {
  type ComfyLooked,
  comfyHistory,
  createComfyUi,
  listComfyFiles,
  lookAt,
  readComfyEnd,
  type SafeAnswer,
  type SafeSocket,
  type Watched,
} from '@kinora/providers';

const CALL_MS = 120_000;
/** What a socket is asked for with: it needs no key, and nothing of it is fetched. */
const LOCAL = {
  http: async () => ({ kind: 'not_sent', reason: 'only its socket is held' }) as const,
  secret: '',
  now: Date.now,
};

export type MadeFile = { name: string; bytes: Buffer };
/** What became of a piece of work at the server; `running` says nothing yet. */
export type WorkState = { kind: 'running' } | { kind: 'made'; files: MadeFile[] } | { kind: 'fault'; fault: string };

/** The ComfyUI on this machine, as the agent uses it. */
export type LocalComfy = ReturnType<typeof createLocalComfy>;

export function createLocalComfy(baseUrl: string, signal: AbortSignal, socket?: SafeSocket) {
  const base = baseUrl.replace(/\/$/, '');
  const provider = createComfyUi();
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${base}${path}`, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]) });
  const post = (path: string, body: unknown) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  async function find(id: string): Promise<WorkState> {
    const answer = comfyHistory.parse(await (await ask(`/history/${id}`)).json());
    const entry = answer[id];
    if (!entry) return { kind: 'running' };
    const end = readComfyEnd(entry);
    if (end.kind !== 'success') return { kind: 'fault', fault: end.kind === 'error' ? end.text : 'interrupted' };
    const files: MadeFile[] = [];
    for (const { filename, subfolder, type } of listComfyFiles(entry)) {
      const query = new URLSearchParams({ filename, subfolder: subfolder ?? '', type });
      const file = await ask(`/view?${query}`);
      if (!file.ok) return { kind: 'fault', fault: `${filename} is gone` };
      files.push({
        name: `${files.length + 1}.${filename.split('.').at(-1)}`,
        bytes: Buffer.from(await file.arrayBuffer()),
      });
    }
    return files.length > 0 ? { kind: 'made', files } : { kind: 'fault', fault: 'ended without a file' };
  }

  return {
    look: (): Promise<ComfyLooked> =>
      lookAt(async (path): Promise<SafeAnswer> => {
        try {
          const answer = await ask(path);
          const bytes = Buffer.from(await answer.arrayBuffer());
          return { kind: 'answered', status: answer.status, headers: answer.headers, bytes };
        } catch (error) {
          signal.throwIfAborted();
          return { kind: 'not_sent', reason: String(error) };
        }
      }, Date.now()),

    /** Named by its content; the server's own word for it counts. */
    async upload(name: string, bytes: Buffer): Promise<string> {
      const form = new FormData();
      form.set('image', new Blob([new Uint8Array(bytes)]), name);
      form.set('type', 'input');
      form.set('subfolder', 'kinora');
      const answer = await ask('/upload/image', { method: 'POST', body: form });
      const made = (await answer.json()) as { name: string; subfolder?: string };
      return made.subfolder ? `${made.subfolder}/${made.name}` : made.name;
    },

    /** Null where it is taken; a sentence where ComfyUI refuses it. */
    async submit({ taskId }: ComfyTask, graph: ComfyTask['graph']): Promise<string | null> {
      const answer = await post('/prompt', { prompt: graph, prompt_id: taskId, client_id: taskId });
      return answer.ok ? null : (await answer.text()).slice(0, 500);
    },

    find,

    /** Whether it stands in the queue already: an agent that was started again must not run it twice. */
    async isQueued(id: string): Promise<boolean> {
      return (await (await ask('/queue')).text()).includes(id);
    },

    /** Tells of progress and frames until its socket ends; without a socket of nothing. */
    watch: (id: string, tell: (event: Watched) => void, until: AbortSignal): Promise<void> =>
      provider.watch!({ ...LOCAL, socket, baseUrl: base }, { id, urls: {} }, tell, until),

    async stop(id: string): Promise<void> {
      await post('/queue', { delete: [id] });
      await post('/interrupt', { prompt_id: id });
    },
  };
}
