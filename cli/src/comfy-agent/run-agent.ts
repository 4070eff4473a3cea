import { setTimeout as sleep } from 'node:timers/promises';
import type { ComfyTask } from '@kinora/contract';
import type { LocalComfy } from './comfy.ts';
import { Refused, type StudioDoor } from './studio-door.ts';

export type AgentParts = {
  studio: StudioDoor;
  comfy: LocalComfy;
  signal: AbortSignal;
  note(sentence: string): void;
  /** Shorter in tests. */
  waits?: { askSeconds: number; lookMs: number; retryMs: number; registerMs: number };
};
const WAITS = { askSeconds: 20, lookMs: 2000, retryMs: 3000, registerMs: 30_000 };

/**
 * Registers, asks for work, runs it, brings it back, until it is stopped. A studio or a ComfyUI that is away is waited for: the
 * work stands in ComfyUI under its own name, so an agent that was cut off, or started again, finds it there and goes on.
 * @throws Refused where the key opens nothing any more
 */
export async function runAgent(parts: AgentParts): Promise<void> {
  const { studio, comfy, signal, note, waits = WAITS } = parts;
  let registeredAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    try {
      if (performance.now() - registeredAt > waits.registerMs) {
        const looked = await comfy.look();
        if (looked.kind === 'fault') throw new TypeError(`ComfyUI: ${looked.fault.message}`);
        const name = await studio.register(looked.look);
        if (registeredAt < 0) note(`${name} is ready and asks for work.`);
        registeredAt = performance.now();
      }
      const task = await studio.next(waits.askSeconds);
      if (task) await doTask(parts, task);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused && error.code === 'comfy.wrong_key') throw error;
      note(`Waits and tries again: ${error instanceof Error ? error.message : String(error)}`);
      await sleep(waits.retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function doTask(parts: AgentParts, task: ComfyTask): Promise<void> {
  const { studio, comfy, note } = parts;
  note(`Works on ${task.taskId}.`);
  const refusal = await begin(parts, task);
  if (refusal !== null) return studio.complete(task.leaseId, [], refusal);
  const end = await follow(parts, task);
  if (end === null) {
    await comfy.stop(task.taskId);
    return note(`${task.taskId} is not wanted any more.`);
  }
  if (end.kind === 'fault') return studio.complete(task.leaseId, [], end.fault);
  const files = [];
  for (const { name, bytes } of end.files) files.push(await studio.putFile(task.leaseId, name, bytes));
  await studio.complete(task.leaseId, files, null);
  note(`${task.taskId} is done.`);
}

/** Once: what an agent before this one began is only followed. @returns why ComfyUI does not take it */
async function begin({ studio, comfy }: AgentParts, task: ComfyTask): Promise<string | null> {
  const { taskId, leaseId, graph, pictures } = task;
  if ((await comfy.isQueued(taskId)) || (await comfy.find(taskId)).kind !== 'running') return null;
  const names = new Map<string, string>();
  for (const { name, hash } of pictures)
    names.set(`kinora/${name}`, await comfy.upload(name, await studio.readPicture(leaseId, hash)));
  return comfy.submit(task, rename(graph, names));
}

/** Pictures by the names that this ComfyUI gave them. */
function rename(graph: ComfyTask['graph'], names: ReadonlyMap<string, string>): ComfyTask['graph'] {
  const named = (value: unknown) => (typeof value === 'string' ? (names.get(value) ?? value) : value);
  return Object.fromEntries(
    Object.entries(graph).map(([id, { class_type, inputs }]) => [
      id,
      { class_type, inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, named(value)])) },
    ]),
  );
}

/** Looks until it ends, and holds the lease meanwhile. @returns null where nobody wants it any more */
async function follow(parts: AgentParts, task: ComfyTask) {
  const own = new AbortController();
  const seen = watchTask(parts, task, AbortSignal.any([own.signal, parts.signal]));
  try {
    return await lookUntilEnded(parts, task, seen);
  } finally {
    own.abort();
  }
}

/** What its socket told since it was last handed on: the newest of each. */
type Seen = { share: number | null; preview: Uint8Array | null };
const MOST_PREVIEW_BYTES = 350_000;

/** Held while the work runs. One that breaks is begun again with the next look: it tells of nothing that matters. */
function watchTask({ comfy }: AgentParts, { taskId }: ComfyTask, signal: AbortSignal): { take(): Seen } {
  let seen: Seen = { share: null, preview: null };
  let isHeld = false;
  const hold = () => {
    if (isHeld || signal.aborted) return;
    isHeld = true;
    const release = () => {
      isHeld = false;
    };
    void comfy
      .watch(
        taskId,
        (event) => {
          if (event.kind === 'share') seen.share = event.share;
          else if (event.bytes.length <= MOST_PREVIEW_BYTES) seen.preview = event.bytes;
        },
        signal,
      )
      .then(release, release);
  };
  hold();
  return {
    take() {
      const taken = seen;
      seen = { share: taken.share, preview: null };
      hold();
      return taken;
    },
  };
}

async function lookUntilEnded(
  { studio, comfy, signal, waits = WAITS }: AgentParts,
  { taskId, leaseId }: ComfyTask,
  seen: { take(): Seen },
) {
  for (;;) {
    const state = await comfy.find(taskId);
    if (state.kind !== 'running') return state;
    if (!(await comfy.isQueued(taskId))) {
      // Ended between the two looks, or forgotten by a ComfyUI that was started again.
      const last = await comfy.find(taskId);
      return last.kind === 'running' ? { kind: 'fault' as const, fault: 'ComfyUI forgot it' } : last;
    }
    const { isCancelled } = await studio.progress(leaseId, seen.take());
    if (isCancelled) return null;
    await sleep(waits.lookMs, undefined, { signal });
  }
}
