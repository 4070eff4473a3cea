import type { QuoteLine } from '@kinora/contract';
import type { z } from 'zod';
import type { Generated, GenerateOrder } from './generation.ts';
import type { StudioPorts } from './ports.ts';

/**
 * What the server runs. A studio is data plus three functions (`plan`, `quote`, `run`); it never imports the server and
 * never sees a database, a queue or an HTTP request. The server implements the contexts below on its durable engine
 * (rulings §1) and registers every leaf by its `kind`.
 */

/**
 * Capacity a leaf needs while it runs. `light`: short planning and packing. `render`: draws or encodes pictures and keeps
 * a core busy. `voice`: speech. `provider`: waits for a vendor. A parent holds none, whatever it waits for.
 */
export type SlotKind = 'light' | 'render' | 'voice' | 'provider';

/**
 * A leaf: one job of minutes with its own row, price, attempts, retry and cancel. It is executed as ONE durable step:
 * after a crash it begins again from its start, so it stores under content addresses and ends as if it had run once.
 * Inputs and outputs are small JSON made of ids, hashes and numbers; texts stay behind the ports (rulings §1.4).
 */
export type Leaf<Input, Output> = {
  /** `studio/leaf`, stable for ever: it stands in the jobs table. */
  kind: string;
  slot: SlotKind;
  /** Step of the queue's bar this leaf counts to: plan, picture, motion, voice, music, cut, check. */
  stepName: string;
  /** Key into the price table (`PRICES`). */
  priceKey: string;
  timeoutMs: number;
  input: z.ZodType<Input>;
  output: z.ZodType<Output>;
  /** Line people read in the queue, such as "Shot 2A". Called with parsed input. */
  title(input: Input): string;
  run(context: LeafContext, input: Input): Promise<Output>;
};

/** A leaf whose input and output types are forgotten; parses both, so that a stored row can be handed to it as it is. */
export type AnyLeaf = {
  kind: string;
  slot: SlotKind;
  stepName: string;
  priceKey: string;
  timeoutMs: number;
  title(input: unknown): string;
  run(context: LeafContext, input: unknown): Promise<unknown>;
};

export interface LeafContext {
  readonly jobId: string;
  /** 1 for the first try of this leaf. */
  readonly attempt: number;
  /** Opened for the job's organization: nothing of another one can be reached through it. */
  readonly ports: StudioPorts;
  /** Aborts when the job is cancelled or times out. Encoding must stop within two seconds of it. */
  readonly signal: AbortSignal;
  /** Empty folder of this run; the server removes it afterwards, also after a failure. */
  readonly temporaryFolder: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Times a part of the leaf under a name people read. Not durable: its result is never stored. */
  phase<Result>(name: string, run: () => Promise<Result>): Promise<Result>;
  /** @param share 0–1 @param text true counts, such as "frame 112 of 450". May be called often; the server thins it. */
  progress(share: number, text: string): void;
  /**
   * Asks the chosen connection for one paid answer and waits for its files. Asked again under the same name, after a crash
   * too, it goes on with the same answer: nothing is paid twice. Rejects with a sentence where it is refused or fails.
   */
  generate(order: GenerateOrder): Promise<Generated>;
  /** Shows a JPEG or PNG as the job's preview. The file may be deleted once the promise resolves. */
  preview(path: string): Promise<void>;
}

/**
 * One leaf to start. `weight` is its share of the stage's progress bar against its siblings; 1 by default. `credits` is its
 * price where that depends on who makes it; that of its price key by default.
 */
export type LeafStart<Input, Output> = { leaf: Leaf<Input, Output>; input: Input; weight?: number; credits?: number };

/**
 * Context of a parent. The parent is a durable workflow: between crashes its code is replayed with recorded results, so
 * it must do the same calls in the same order for the same results, and must not read clocks, files or ports outside
 * `step` (`now()` is for leaves; a parent takes times from step results).
 */
export interface RunContext {
  readonly jobId: string;
  /** For use INSIDE `step` functions only. */
  readonly ports: StudioPorts;
  readonly signal: AbortSignal;
  /** Own short work: seconds, holds no slot, safe to run twice. The result is recorded: small JSON of ids and numbers. */
  step<Result>(name: string, run: () => Promise<Result>): Promise<Result>;
  /** Starts a leaf and waits for its output without holding a slot. Rejects when the leaf fails or is cancelled. */
  job<Input, Output>(
    leaf: Leaf<Input, Output>,
    input: Input,
    options?: { weight?: number; credits?: number },
  ): Promise<Output>;
  /**
   * Starts all at once, waits for all, outputs in the same order. Rejects after every one has ended if any failed, so
   * that finished siblings are kept for the retry.
   */
  jobs<Input, Output>(starts: readonly LeafStart<Input, Output>[]): Promise<Output[]>;
  /** Leaves started from here on move the parent's bar between the two shares (0–1). `name` is what people read. */
  stage(name: string, from: number, to: number): Promise<void>;
}

/** One field of a studio's form as data; the input schema stays the truth about what is accepted. */
export type FormField = {
  name: string;
  label: string;
  widget: 'text' | 'long_text' | 'pictures' | 'choice' | 'choices' | 'switch' | 'number' | 'brand' | 'asset';
  help?: string;
  unit?: string;
  options?: readonly { value: string | number; label: string }[];
  /** Shown only while another field has one of these values. */
  visibleWhen?: { field: string; oneOf: readonly (string | number | boolean)[] };
  isAdvanced?: boolean;
};
export type FormGroup = { title: string; fields: readonly FormField[] };

export type QuoteContext = {
  preset: 'self-hosted' | 'hosted';
  /** The sample as it stands in the organization; null once its free run is used or while it is not there (rulings §2.3). */
  freeSample: { brandId: string; pictureIds: readonly string[] } | null;
  /** Median seconds of past runs of a leaf kind on this installation; undefined while there is no history. */
  medianSeconds(leafKind: string): number | undefined;
  /** Render slots working side by side. */
  renderSlots: number;
};
export type StudioQuote = {
  lines: QuoteLine[];
  totalCredits: number;
  expectedSeconds: number;
  /** "Free · built-in engine" or "12 credits". */
  priceLabel: string;
  warnings: string[];
  /** This run is the organization's free one of the sample: it is taken with the job. */
  isFreeSample?: true;
};

export type Studio<Input, Output, Material, Plan> = {
  id: string;
  title: string;
  /** Raised when `run` changes the order of its calls; stored with each job. */
  version: number;
  /** False for runs which people start from another place than the wall of studios. */
  isListed: boolean;
  input: z.ZodType<Input>;
  output: z.ZodType<Output>;
  capabilities: readonly string[];
  preview: 'none' | 'exact' | 'sketch';
  consent?: string;
  form: readonly FormGroup[];
  defaultInput: Partial<Input>;
  /** Reads what `plan` and `quote` need. Not pure: the only place outside `run` that touches ports. */
  loadMaterial(ports: StudioPorts, input: Input): Promise<Material>;
  /** Pure and instant: what will be made. */
  plan(input: Input, material: Material): Plan;
  /** Pure: what it costs, a line per kind of leaf. */
  quote(input: Input, material: Material, context: QuoteContext): StudioQuote;
  leaves: readonly AnyLeaf[];
  /** Line people read in the queue for the parent: "Linen, 15 s". */
  jobTitle(input: Input): string;
  run(context: RunContext, input: Input): Promise<Output>;
};

/** A studio whose types are forgotten; every function parses its input by the studio's own schema. */
export type AnyStudio = Omit<
  Studio<unknown, unknown, unknown, unknown>,
  'input' | 'output' | 'defaultInput' | 'run' | 'jobTitle' | 'plan' | 'quote' | 'loadMaterial'
> & {
  input: z.ZodType;
  output: z.ZodType;
  defaultInput: Record<string, unknown>;
  loadMaterial(ports: StudioPorts, input: unknown): Promise<unknown>;
  plan(input: unknown, material: unknown): unknown;
  quote(input: unknown, material: unknown, context: QuoteContext): StudioQuote;
  jobTitle(input: unknown): string;
  run(context: RunContext, input: unknown): Promise<unknown>;
};

/** Keeps the types of one leaf together; parents pass the result to `context.job`. */
export function defineLeaf<Input, Output>(leaf: Leaf<Input, Output>): Leaf<Input, Output> {
  return leaf;
}

/** Forgets the types of a leaf by parsing at both ends. */
export function toAnyLeaf<Input, Output>(leaf: Leaf<Input, Output>): AnyLeaf {
  const { kind, slot, stepName, priceKey, timeoutMs } = leaf;
  return {
    kind,
    slot,
    stepName,
    priceKey,
    timeoutMs,
    title: (input) => leaf.title(leaf.input.parse(input)),
    run: async (context, input) => leaf.output.parse(await leaf.run(context, leaf.input.parse(input))),
  };
}

/** Checks a studio's own consistency once, at start, and forgets its types. */
export function defineStudio<Input, Output, Material, Plan>(
  studio: Studio<Input, Output, Material, Plan>,
): Studio<Input, Output, Material, Plan> & { any: AnyStudio } {
  const any: AnyStudio = {
    ...studio,
    defaultInput: { ...studio.defaultInput },
    loadMaterial: (ports, input) => studio.loadMaterial(ports, studio.input.parse(input)),
    // Material comes from this studio's own `loadMaterial`; it never crosses a boundary, so it is not parsed again.
    plan: (input, material) => studio.plan(studio.input.parse(input), material as Material),
    quote: (input, material, context) => studio.quote(studio.input.parse(input), material as Material, context),
    jobTitle: (input) => studio.jobTitle(studio.input.parse(input)),
    run: async (context, input) => studio.output.parse(await studio.run(context, studio.input.parse(input))),
  };
  return { ...studio, any };
}
