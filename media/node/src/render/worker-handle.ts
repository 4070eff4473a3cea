import type { ChildProcess } from 'node:child_process';
import type { RenderPlan } from '@kinora/contract';
import type { EngineChoice } from '../engine/engine.ts';
import { type ChildGuard, guardChild } from '../files/child-limits.ts';
import { forkNodeChild } from '../files/node-child.ts';
import { createTextTail } from '../files/text-tail.ts';
import type { WorkerAnswer, WorkerPart } from './worker-messages.ts';

export type FinishedPart = Extract<WorkerAnswer, { kind: 'finished' }>;
export type WorkerEvents = { onFrame(frame: number): void; onPreview(frame: number, jpeg: Uint8Array): void };

/** Silence after which a worker counts as stuck: no shot takes this long to prepare, no frame this long to draw. */
const STALL_LIMIT_MS = 3 * 60_000;

/** The worker's process ended without an answer: killed, out of memory, or a crash in native code. */
export class WorkerDeath extends Error {}
/** The worker answered that the drawing or the encoder failed; doing it again would fail again. */
export class WorkerFailure extends Error {}

/** One render worker seen from the parent: one part at a time. Ends with the guard, and with the parent. */
export class WorkerHandle {
  readonly #process: ChildProcess;
  readonly #guard: ChildGuard;
  readonly #errors = createTextTail(8 * 1024);
  #isGone = false;

  private constructor(program: string, limits: { signal?: AbortSignal; memoryLimitBytes?: number }) {
    this.#process = forkNodeChild(program);
    this.#guard = guardChild(this.#process, { ...limits, timeLimitMs: 2 * 3600_000 });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => this.#errors.add(text));
    this.#process.stdout?.resume();
    this.#process.once('exit', () => {
      this.#isGone = true;
      this.#guard.release();
    });
  }

  static async start(
    program: string,
    message: { plan: RenderPlan; engine: EngineChoice },
    limits: { signal?: AbortSignal; memoryLimitBytes?: number },
  ): Promise<WorkerHandle> {
    const handle = new WorkerHandle(program, limits);
    try {
      await handle.#ask({ kind: 'start', ...message }, { onFrame: () => undefined, onPreview: () => undefined });
      return handle;
    } catch (error) {
      handle.stop();
      throw error;
    }
  }

  get processId(): number | undefined {
    return this.#process.pid;
  }

  async draw(task: WorkerPart, events: WorkerEvents): Promise<FinishedPart> {
    const answer = await this.#ask(task, events);
    if (answer.kind !== 'finished') throw new WorkerFailure(`unexpected answer ${answer.kind}`);
    return answer;
  }

  stop(): void {
    this.#guard.stop('aborted');
    this.#guard.release();
  }

  #ask(message: object, events: WorkerEvents): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      const stall = setTimeout(() => this.#guard.stop('time_limit'), STALL_LIMIT_MS);
      const onMessage = (answer: WorkerAnswer) => {
        stall.refresh();
        if (answer.kind === 'frame') return events.onFrame(answer.frame);
        if (answer.kind === 'preview') return events.onPreview(answer.frame, answer.jpeg);
        settle();
        if (answer.kind === 'failed') reject(new WorkerFailure(answer.message));
        else resolve(answer);
      };
      const onExit = (code: number | null, signal: string | null) => {
        settle();
        const reason = this.#guard.reason() ?? signal ?? `exit ${code}`;
        reject(new WorkerDeath(`the render worker ended (${reason}) ${this.#errors.read().slice(-1500)}`));
      };
      const settle = () => {
        clearTimeout(stall);
        this.#process.removeListener('message', onMessage);
        this.#process.removeListener('exit', onExit);
      };
      if (this.#isGone) return onExit(this.#process.exitCode, this.#process.signalCode);
      this.#process.on('message', onMessage);
      this.#process.once('exit', onExit);
      this.#process.send(message, (error) => {
        // A closed channel is followed by `exit`, which knows more than this error does.
        if (error && this.#process.exitCode === null && this.#process.signalCode === null) this.#guard.stop('aborted');
      });
    });
  }
}
