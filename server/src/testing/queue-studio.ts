import { setTimeout as sleep } from 'node:timers/promises';
import { type AnyStudio, defineLeaf, defineStudio, toAnyLeaf } from '@kinora/studios';
import { z } from 'zod';

const piece = z.object({ connection: z.string().nullable(), ms: z.int() });
const input = z.object({ pieces: z.array(piece) });
const done = z.object({ isDone: z.literal(true) });

const common = {
  slot: 'provider',
  stepName: 'words',
  priceKey: 'picture',
  timeoutMs: 300_000,
  input: piece,
  output: done,
  title: () => 'Piece',
} as const;

/** One answer of a vendor, asked for as every paid answer is. */
const answer = defineLeaf({
  ...common,
  kind: 'bench/answer',
  async run(context, { connection }) {
    await context.generate({
      name: 'words',
      route: { connection: connection!, model: 'gpt-5.4-mini' },
      fileName: 'words',
      request: {
        capability: 'text',
        system: '',
        turns: [],
        prompt: 'A line about a chair.',
        answer: null,
        maxTokens: 200,
        temperature: null,
        seed: 1,
        pictures: [],
      },
    });
    return { isDone: true as const };
  },
});

/** Work that takes its time and no core: what remains is the queue's own. */
const rest = defineLeaf({
  ...common,
  kind: 'bench/rest',
  async run(context, { ms }) {
    await sleep(ms, undefined, { signal: context.signal });
    return { isDone: true as const };
  },
});

export const queueStudio: AnyStudio = defineStudio({
  id: 'bench',
  title: 'Bench',
  version: 1,
  isListed: false,
  input,
  output: done,
  capabilities: [],
  preview: 'none',
  form: [],
  defaultInput: {},
  loadMaterial: async () => null,
  plan: () => null,
  quote: () => ({ lines: [], totalCredits: 0, expectedSeconds: 1, priceLabel: 'Free', warnings: [] }),
  leaves: [toAnyLeaf(answer), toAnyLeaf(rest)],
  jobTitle: () => 'Bench',
  async run(context, { pieces }) {
    await context.jobs(pieces.map((one) => ({ leaf: one.connection === null ? rest : answer, input: one })));
    return { isDone: true as const };
  },
}).any;
