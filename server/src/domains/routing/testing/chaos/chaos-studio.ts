import { type AnyStudio, defineLeaf, defineStudio, toAnyLeaf } from '@kinora/studios';
import { z } from 'zod';

const piece = z.object({ seed: z.int(), organization: z.string() });

/** A leaf that is nothing but one paid answer. Its seed is its mark at the vendor: two submissions with one seed are a double. */
const picture = defineLeaf({
  kind: 'chaos/picture',
  slot: 'provider',
  stepName: 'picture',
  priceKey: 'picture',
  timeoutMs: 300_000,
  input: piece,
  output: z.object({ assetId: z.string() }),
  title: (input) => `Picture ${input.seed}`,
  async run(context, input) {
    const made = await context.generate({
      name: 'picture',
      route: { connection: 'operator:replicate', model: 'black-forest-labs/flux-schnell' },
      fileName: `picture-${input.seed}`,
      request: {
        capability: 'image',
        prompt: `A chair for ${input.organization}`,
        negativePrompt: '',
        ratio: '16:9',
        seed: input.seed,
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
  input: z.object({ pieces: z.array(piece) }),
  output: z.object({ assetIds: z.array(z.string()) }),
  capabilities: ['image'],
  preview: 'none',
  form: [],
  defaultInput: {},
  loadMaterial: async () => null,
  plan: () => null,
  quote: (input) => ({
    lines: [],
    totalCredits: input.pieces.length,
    expectedSeconds: 1,
    priceLabel: `${input.pieces.length} credits`,
    warnings: [],
  }),
  leaves: [toAnyLeaf(picture)],
  jobTitle: () => 'Chaos',
  async run(context, input) {
    const made = await context.jobs(input.pieces.map((one) => ({ leaf: picture, input: one })));
    return { assetIds: made.map(({ assetId }) => assetId) };
  },
}).any;
