import { randomInt } from 'node:crypto';
import { pictureAct, say } from '@kinora/contract';
import { z } from 'zod';
import { creditsOf, labelOf, type Measure, warnUnpriced, whyOf } from '../film/orders/route-order.ts';
import type { RouteFacts } from '../generation.ts';
import { defineStudio, toAnyLeaf } from '../studio.ts';
import { pictureActLeaf } from './leaf.ts';
import { openPictures, requireAct } from './request.ts';

const MOST_SEED = 2_147_483_647;
const EXPECTED_SECONDS = 25;
/** A picture is a picture: no words stand in its price. */
const MEASURE: Measure = { prompt: '' };
const NAMES = { cut_out: 'job.cut_out', try_on: 'job.try_on' } as const;

/** A cut-out or a try-on by a vendor's model, from pictures of the library. */
export function createPictureActStudio() {
  return defineStudio({
    id: 'picture-act',
    title: say('job.picture_act'),
    version: 1,
    isListed: false,
    input: pictureAct,
    output: z.object({ assetId: z.string() }),
    capabilities: ['background-removal', 'try-on'],
    preview: 'none',
    form: [],
    defaultInput: {},
    async loadMaterial(ports, input): Promise<RouteFacts> {
      const facts = await ports.routes.find({ connection: input.connection, model: input.model });
      requireAct(facts, input);
      await openPictures(ports.assets, input);
      return facts;
    },
    plan: (_input, material) => material,
    quote(input, facts, context) {
      const credits = creditsOf(facts, MEASURE);
      return {
        lines: [
          {
            what: say(NAMES[input.act]),
            count: 1,
            unitCredits: credits,
            credits,
            madeBy: facts.madeBy,
            why: whyOf(facts, MEASURE),
          },
        ],
        totalCredits: credits,
        expectedSeconds: Math.round(context.medianSeconds(pictureActLeaf.kind) ?? EXPECTED_SECONDS),
        priceLabel: labelOf(facts, credits, MEASURE),
        warnings: warnUnpriced([facts], [MEASURE]),
      };
    },
    leaves: [toAnyLeaf(pictureActLeaf)],
    jobTitle: ({ act }) => say(NAMES[act]),
    async run(context, input) {
      await context.stage(say('stage.picture'), 0, 1);
      const { credits, seed } = await context.step('find', async () => {
        const facts = await context.ports.routes.find({ connection: input.connection, model: input.model });
        return { credits: creditsOf(facts, MEASURE), seed: randomInt(1, MOST_SEED) };
      });
      return context.job(pictureActLeaf, { act: input, seed }, { credits });
    },
  });
}
