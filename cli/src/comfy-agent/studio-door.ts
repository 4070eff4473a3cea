import { type ComfyLook, type ComfyTask, comfyAgentRoutes, comfyTask } from '@kinora/contract';
import { z } from 'zod';
import { commandError } from '../errors.ts';

/** The studio refused: a wrong key ends the agent, a lost lease ends one piece of work. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, sentence: string) {
    super(sentence);
    this.name = 'Refused';
    this.code = code;
  }
}

/** As little of a refusal as is read here. */
const refusal = z.object({ code: z.string(), detail: z.string().optional() });
/** Longer than any answer is waited for; a line that hangs is a line that broke. */
const CALL_MS = 120_000;
const KEY = /^kca_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[\w-]{43}$/;

/** What an agent may ask the studio, with the key of one server, which also names it. */
export type StudioDoor = ReturnType<typeof openStudioDoor>;

export function openStudioDoor(url: string, key: string, signal: AbortSignal) {
  const id = KEY.exec(key)?.slice(1).join('-');
  if (!id) throw commandError('cli.wrong_key', 'This is no key of a ComfyUI server. Copy it again from the settings.');
  const base = `${url.replace(/\/$/, '')}/api/v1/comfy-servers/${id}/agent`;

  async function ask(method: string, path: string, body?: Buffer | object): Promise<Response> {
    const isBytes = Buffer.isBuffer(body);
    const type = isBytes ? 'application/octet-stream' : 'application/json';
    const response = await fetch(`${base}/${path}`, {
      method,
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]),
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': type } : {}) },
      ...(body ? { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) } : {}),
    });
    if (response.ok) return response;
    const said = refusal.safeParse(await response.json().catch(() => null)).data;
    // What a gateway says is the road's, and passes; what the studio says is meant.
    if (!said || response.status >= 500) throw new TypeError(`HTTP ${response.status}`);
    throw new Refused(said.code, said.detail ?? said.code);
  }

  return {
    async register(look: ComfyLook): Promise<string> {
      const answer = await ask('POST', 'register', look);
      return comfyAgentRoutes.registerComfyAgent.responses[200].parse(await answer.json()).name;
    },
    async next(waitSeconds: number): Promise<ComfyTask | null> {
      const answer = await ask('POST', 'next', { waitSeconds });
      return answer.status === 204 ? null : comfyTask.parse(await answer.json());
    },
    async progress(
      leaseId: string,
      { share, preview }: { share: number | null; preview: Uint8Array | null },
    ): Promise<{ isCancelled: boolean }> {
      const picture = preview === null ? null : Buffer.from(preview).toString('base64');
      const answer = await ask('POST', 'progress', { leaseId, share, preview: picture });
      return comfyAgentRoutes.reportComfyProgress.responses[200].parse(await answer.json());
    },
    readPicture: async (leaseId: string, hash: string): Promise<Buffer> =>
      Buffer.from(await (await ask('GET', `pictures/${leaseId}/${hash}`)).arrayBuffer()),
    async putFile(leaseId: string, name: string, bytes: Buffer): Promise<{ name: string; hash: string }> {
      const answer = await ask('PUT', `files/${leaseId}/${name}`, bytes);
      return { name, hash: comfyAgentRoutes.putComfyFile.responses[200].parse(await answer.json()).hash };
    },
    async complete(leaseId: string, files: { name: string; hash: string }[], fault: string | null): Promise<void> {
      await ask('POST', 'complete', { leaseId, files, fault });
    },
  };
}
