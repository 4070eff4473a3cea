import { jobRoutes } from '@kinora/contract';
import { type AnyStudio, defineLeaf, defineStudio, toAnyLeaf } from '@kinora/studios';
import { z } from 'zod';
import type { JobService } from '../domains/jobs/index.ts';
import { bindRoutes, type RegisteredRoute, userIdOf } from '../platform/http/index.ts';

/** One paid picture. Its number is its mark at the vendor: two submissions with one number are a double. */
const piece = z.object({ number: z.int(), connection: z.string(), model: z.string() });
export type Piece = z.infer<typeof piece>;
const input = z.object({ pieces: z.array(piece) });

/** Where a vendor was told the number of what it makes, whatever its protocol makes of the words. */
export const toWords = (number: number): string => `A chair on a lit stage, piece ${number}.`;
export const readNumber = (mark: string): number => Number(/piece (\d+)\./.exec(mark)?.[1]);

/** A leaf that is nothing but one paid answer. */
const picture = defineLeaf({
  kind: 'chaos/picture',
  slot: 'provider',
  stepName: 'picture',
  priceKey: 'picture',
  timeoutMs: 300_000,
  input: piece,
  output: z.object({ assetId: z.string() }),
  title: ({ number }) => `Picture ${number}`,
  async run(context, { number, connection, model }) {
    const made = await context.generate({
      name: 'picture',
      route: { connection, model },
      fileName: `picture-${number}`,
      request: {
        capability: 'image',
        prompt: toWords(number),
        negativePrompt: '',
        ratio: '16:9',
        seed: number,
        pictures: [],
      },
    });
    return { assetId: made.files[0]!.assetId };
  },
});

export const chaosStudio: AnyStudio = defineStudio({
  id: 'chaos',
  title: 'Chaos',
  version: 1,
  isListed: false,
  input,
  output: z.object({ assetIds: z.array(z.string()) }),
  capabilities: ['image'],
  preview: 'none',
  form: [],
  defaultInput: {},
  loadMaterial: async () => null,
  plan: () => null,
  quote: ({ pieces }) => ({
    lines: [],
    totalCredits: pieces.length,
    expectedSeconds: 1,
    priceLabel: `${pieces.length} credits`,
    warnings: [],
  }),
  leaves: [toAnyLeaf(picture)],
  jobTitle: () => 'Chaos',
  async run(context, { pieces }) {
    const made = await context.jobs(pieces.map((one) => ({ leaf: picture, input: one })));
    return { assetIds: made.map(({ assetId }) => assetId) };
  },
}).any;

const chaosRoutes = {
  createChaos: {
    ...jobRoutes.createFilm,
    path: '/jobs/chaos',
    operationId: 'createChaos',
    summary: 'Order pictures',
    body: z.object({ input, maxCredits: z.int() }),
  },
} as const;

/** The door that orders this work, beside the studio's own: recognised, allowed and made once by the same edge. */
export function createChaosRoutes(jobs: JobService): RegisteredRoute[] {
  return bindRoutes(chaosRoutes, {
    async createChaos({ actor, idempotencyKey, body }) {
      const { organizationId, role } = actor;
      const job = await jobs.create(
        { organizationId, userId: userIdOf(actor), role },
        {
          studio: 'chaos',
          input: body.input,
          consent: { maxCredits: body.maxCredits },
          requestKey: `chaos ${organizationId} ${idempotencyKey}`,
        },
      );
      return { status: 202, body: { job } };
    },
  });
}
