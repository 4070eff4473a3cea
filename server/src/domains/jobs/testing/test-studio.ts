import { spawn } from 'node:child_process';
import { access, appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KinoraError } from '@kinora/contract';
import { type AnyStudio, defineLeaf, defineStudio, type LeafContext, toAnyLeaf } from '@kinora/studios';
import { z } from 'zod';
import { MustWait } from '../waiting.ts';

/**
 * A studio that makes nothing of worth, for tests of the queue: its pieces sleep and write lines into files, so that a test
 * sees how often each of them began and ended, whatever process did it.
 */
const piece = z.object({
  folder: z.string(),
  name: z.string(),
  ms: z.int(),
  /** Fails while the file `fail-NAME` exists: `hard` by rule, `soft` as a passing fault, `wait` by asking a person. */
  failure: z.enum(['hard', 'soft', 'wait']).optional(),
});
export type Piece = z.infer<typeof piece>;

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function work(context: LeafContext, input: Piece): Promise<{ name: string }> {
  const log = join(input.folder, `${input.name}.log`);
  await appendFile(log, 'start\n');
  const steps = Math.max(1, Math.round(input.ms / 50));
  for (let step = 1; step <= steps; step += 1) {
    await sleep(input.ms / steps, undefined, { signal: context.signal });
    context.progress(step / steps, `${step} of ${steps}`);
  }
  if (await exists(join(input.folder, `fail-${input.name}`))) {
    if (input.failure === 'wait') throw new MustWait('unknown_outcome');
    throw new KinoraError('jobs.part_failed', `${input.name} fails`, { isRetryable: input.failure === 'soft' });
  }
  await appendFile(log, 'end\n');
  return { name: input.name };
}

const common = {
  stepName: 'motion',
  priceKey: 'motion',
  timeoutMs: 60_000,
  input: piece,
  output: z.object({ name: z.string() }),
};
export const lightPiece = defineLeaf({
  ...common,
  kind: 'test/light',
  slot: 'light',
  title: (input) => `Piece ${input.name}`,
  run: work,
});
export const renderPiece = defineLeaf({
  ...common,
  kind: 'test/render',
  slot: 'render',
  title: (input) => `Render ${input.name}`,
  run: work,
});

/** Stands for an encoder: a program that runs for long and stops only when it is told to. */
export const childPiece = defineLeaf({
  ...common,
  kind: 'test/child',
  slot: 'render',
  title: (input) => `Child ${input.name}`,
  async run(context, input) {
    const child = spawn('sleep', [String(input.ms / 1000)]);
    context.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    await appendFile(join(input.folder, `${input.name}.log`), `pid ${child.pid}\n`);
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    await appendFile(join(input.folder, `${input.name}.log`), 'exit\n');
    if (code !== 0) throw new Error('the child was killed');
    return { name: input.name };
  },
});

export const testInput = z.object({
  folder: z.string(),
  text: z.string(),
  pieces: z.array(z.object({ name: z.string(), ms: z.int(), failure: z.enum(['hard', 'soft', 'wait']).optional() })),
  kind: z.enum(['light', 'render', 'child']).default('light'),
});
const leafOf = { light: lightPiece, render: renderPiece, child: childPiece };

export const testStudio: AnyStudio = defineStudio({
  id: 'test',
  title: 'Test',
  version: 1,
  isListed: false,
  input: testInput,
  output: z.object({ names: z.array(z.string()), text: z.string() }),
  capabilities: [],
  preview: 'none',
  form: [],
  defaultInput: {},
  loadMaterial: async () => null,
  plan: () => null,
  quote(input, _material, { preset }) {
    const unitCredits = preset === 'hosted' ? 1 : 0;
    const totalCredits = unitCredits * input.pieces.length;
    return {
      lines: [
        {
          what: 'Pieces',
          count: input.pieces.length,
          unitCredits,
          credits: totalCredits,
          madeBy: 'Built-in engine',
          why: 'The only one',
        },
      ],
      totalCredits,
      expectedSeconds: 1,
      priceLabel: totalCredits === 0 ? 'Free · built-in engine' : `${totalCredits} credits`,
      warnings: [],
    };
  },
  leaves: [toAnyLeaf(lightPiece), toAnyLeaf(renderPiece), toAnyLeaf(childPiece)],
  jobTitle: () => 'Test run',
  async run(context, input) {
    const plan = await context.step('plan', async () => {
      await appendFile(join(input.folder, 'plan.log'), 'ran\n');
      return { text: input.text };
    });
    await context.stage('pieces', 0, 0.9);
    const leaf = leafOf[input.kind];
    const made = await context.jobs(input.pieces.map((one) => ({ leaf, input: { folder: input.folder, ...one } })));
    await context.step('finish', async () => {
      await appendFile(join(input.folder, 'finish.log'), 'ran\n');
      if (await exists(join(input.folder, 'fail-finish'))) {
        throw new KinoraError('jobs.part_failed', 'finish fails');
      }
      return null;
    });
    return { names: made.map((one) => one.name), text: plan.text };
  },
}).any;
