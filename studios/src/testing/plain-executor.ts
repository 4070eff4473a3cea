import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KinoraError } from '@kinora/contract';
import type { RoutePort } from '../generation.ts';
import type { StudioPorts } from '../ports.ts';
import type { Leaf, LeafContext, LeafStart, RunContext } from '../studio.ts';

/** Films made without a server have no connections: every route is unknown. */
export const NO_ROUTES: RoutePort = {
  async find() {
    throw new KinoraError('connection.not_found', 'films made without a server have no connections');
  },
};

export type ExecutorOptions = {
  ports: StudioPorts;
  folder: string;
  /** Leaves at the same time. */
  slots: number;
  signal?: AbortSignal;
  jobId?: string;
  onLine?: (line: string) => void;
};

/** Runs studios in this process: no queue, no database, leaves side by side up to `slots`. Nothing is durable. */
export class PlainExecutor implements RunContext {
  readonly jobId: string;
  readonly ports: StudioPorts;
  readonly signal: AbortSignal;
  readonly #options: ExecutorOptions;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.ports = options.ports;
    this.signal = options.signal ?? new AbortController().signal;
    this.jobId = options.jobId ?? randomUUID();
    this.#free = options.slots;
  }

  async step<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
    this.signal.throwIfAborted();
    this.#say(`step ${name}`);
    return run();
  }

  async stage(name: string): Promise<void> {
    this.#say(name);
  }

  async job<Input, Output>(leaf: Leaf<Input, Output>, input: Input): Promise<Output> {
    await this.#take();
    try {
      return await this.#runLeaf(leaf, input);
    } finally {
      this.#give();
    }
  }

  async jobs<Input, Output>(starts: readonly LeafStart<Input, Output>[]): Promise<Output[]> {
    const settled = await Promise.allSettled(starts.map(({ leaf, input }) => this.job(leaf, input)));
    const failed = settled.find((entry) => entry.status === 'rejected');
    if (failed) throw failed.reason;
    return settled.flatMap((entry) => (entry.status === 'fulfilled' ? [entry.value] : []));
  }

  async #runLeaf<Input, Output>(leaf: Leaf<Input, Output>, input: Input): Promise<Output> {
    this.signal.throwIfAborted();
    const parsed = leaf.input.parse(JSON.parse(JSON.stringify(input)));
    const temporaryFolder = join(this.#options.folder, 'temporary', randomUUID());
    await mkdir(temporaryFolder, { recursive: true });
    const started = performance.now();
    try {
      const output = leaf.output.parse(await leaf.run(this.#leafContext(temporaryFolder), parsed));
      this.#say(`${leaf.title(parsed)}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
      return output;
    } finally {
      await rm(temporaryFolder, { recursive: true, force: true });
    }
  }

  #leafContext(temporaryFolder: string): LeafContext {
    return {
      jobId: this.jobId,
      attempt: 1,
      ports: this.ports,
      signal: this.signal,
      temporaryFolder,
      now: () => Date.now(),
      phase: (_name, run) => run(),
      progress: () => undefined,
      preview: async () => undefined,
      generate: ({ route }) => NO_ROUTES.find(route) as Promise<never>,
    };
  }

  async #take(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }

  #say(line: string): void {
    this.#options.onLine?.(line);
  }
}
