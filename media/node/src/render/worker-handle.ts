import type { ChildProcess } from 'node:child_process';
import type { EngineChoice } from '../engine/engine.ts';
import { type ChildGuard, guardChild } from '../files/child-limits.ts';
import { forkNodeChild } from '../files/node-child.ts';
import { createTextTail } from '../files/text-tail.ts';
import type { WorkerAnswer, WorkerPart, WorkerTask } from './worker-messages.ts';

export type FinishedPart = Extract<WorkerAnswer, { kind: 'finished' }>;
export type WorkerEvents = { onFrame(frame: number): void; onPreview(frame: number, jpeg: Uint8Array): void };

/** Silence after which a worker counts as stuck: no shot takes this long to prepare, no frame this long to draw. */
const STALL_LIMIT_MS = 3 * 60_000;
/** Far beyond the pool's own replacement; what stops a worker that hangs is the limit on silence. */
const LIFE_LIMIT_MS = 24 * 3600_000;
const NO_EVENTS: WorkerEvents = { onFrame: () => undefined, onPreview: () => undefined };

/** The worker's process ended without an answer: killed, out of memory, or a crash in native code. */
export class WorkerDeath extends Error {}
/** The worker answered that the drawing or the encoder failed; another worker at once would fare the same. */
export class WorkerFailure extends Error {}

/** One render worker seen from the parent: one part at a time, of any plan. Ends with the guard, and with the parent. */
export class WorkerHandle {
  readonly #process: ChildProcess;
  readonly #guard: ChildGuard;
  readonly #errors = createTextTail(8 * 1024);
  readonly #startedAt = performance.now();
  #isGone = false;
  #isOpen = false;
  #lastDrawn: string | undefined;

  private constructor(program: string, limits: { memoryLimitBytes?: number }) {
    this.#process = forkNodeChild(program);
    this.#guard = guardChild(this.#process, { ...limits, timeLimitMs: LIFE_LIMIT_MS });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => this.#errors.add(text));
    this.#process.stdout?.resume();
    this.#process.once('exit', () => {
      this.#isGone = true;
      this.#guard.release();
    });
  }

  static launch(program: string, limits: { memoryLimitBytes?: number }): WorkerHandle {
    return new WorkerHandle(program, limits);
  }

  /** Makes the worker ready; at once when it already is. */
  async open(engine: EngineChoice, signal: AbortSignal): Promise<void> {
    if (this.#isOpen) return;
    await this.#ask({ kind: 'start', engine }, NO_EVENTS, signal);
    this.#isOpen = true;
  }

  get processId(): number | undefined {
    return this.#process.pid;
  }

  get isGone(): boolean {
    return this.#isGone || !this.#process.connected;
  }

  get ageMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Content hash of the segment this worker has prepared. */
  get lastDrawn(): string | undefined {
    return this.#lastDrawn;
  }

  /** An abort kills the worker at once: it must not go on encoding for nobody. */
  async draw(task: WorkerPart, events: WorkerEvents, signal: AbortSignal): Promise<FinishedPart> {
    this.#lastDrawn = task.plan.segments[0]?.contentHash;
    const answer = await this.#ask(task, events, signal);
    if (answer.kind !== 'finished') throw new WorkerFailure(`unexpected answer ${answer.kind}`);
    return answer;
  }

  stop(): void {
    this.#guard.stop('aborted');
    this.#guard.release();
  }

  onExit(listener: () => void): void {
    if (this.#isGone) listener();
    else this.#process.once('exit', () => listener());
  }

  /** An idle worker must not keep the program alive: neither its handle, nor its channel, nor its pipes. */
  setReferenced(isReferenced: boolean): void {
    const { channel, stdin, stdout, stderr } = this.#process;
    const handles = [this.#process, channel, stdin, stdout, stderr] as (
      | { ref?(): void; unref?(): void }
      | null
      | undefined
    )[];
    for (const handle of handles) isReferenced ? handle?.ref?.() : handle?.unref?.();
    this.#guard.setReferenced(isReferenced);
  }

  #ask(task: WorkerTask, events: WorkerEvents, signal: AbortSignal): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      const stall = setTimeout(() => this.#guard.stop('time_limit'), STALL_LIMIT_MS);
      const onAbort = () => this.#guard.stop('aborted');
      const onMessage = (answer: WorkerAnswer) => {
        stall.refresh();
        if (answer.kind === 'frame') return events.onFrame(answer.frame);
        if (answer.kind === 'preview') return events.onPreview(answer.frame, answer.jpeg);
        settle();
        if (answer.kind === 'failed') reject(new WorkerFailure(answer.message));
        else resolve(answer);
      };
      const onExit = (code: number | null, signalName: string | null) => {
        settle();
        const reason = this.#guard.reason() ?? signalName ?? `exit ${code}`;
        reject(new WorkerDeath(`the render worker ended (${reason}) ${this.#errors.read().slice(-1500)}`));
      };
      const settle = () => {
        clearTimeout(stall);
        signal.removeEventListener('abort', onAbort);
        this.#process.removeListener('message', onMessage);
        this.#process.removeListener('exit', onExit);
      };
      if (this.#isGone) return onExit(this.#process.exitCode, this.#process.signalCode);
      this.#process.on('message', onMessage);
      this.#process.once('exit', onExit);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      this.#process.send(task, (error) => {
        // A closed channel is followed by `exit`, which knows more than this error does.
        if (error && this.#process.exitCode === null && this.#process.signalCode === null) this.#guard.stop('aborted');
      });
    });
  }
}
