import { randomInt } from 'node:crypto';
import { logoIdeas, say } from '@kinora/contract';
import { creditsOfWriting, mostMicros, quoteWriting } from '../film/writing/quote-writing.ts';
import { requireWriter } from '../film/writing/require-writer.ts';
import type { RouteFacts } from '../generation.ts';
import type { StudioPorts } from '../ports.ts';
import { defineStudio, toAnyLeaf } from '../studio.ts';
import { groundsOfBrand, type LogoRequest, logoPromptsLeaf, logoRequest } from './leaf.ts';
import { askForLogos, LOGO_TOKENS } from './writing.ts';

const MOST_SEED = 2_147_483_647;
type Material = { facts: RouteFacts; micros: number | null };

/** Concepts for a brand's logo with the prompts to draw them by; drawing them is another studio's. */
export function createLogoIdeasStudio() {
  return defineStudio({
    id: 'logo-prompts',
    title: say('job.logo_ideas'),
    version: 1,
    isListed: false,
    input: logoRequest,
    output: logoIdeas,
    capabilities: ['text'],
    preview: 'none',
    form: [],
    defaultInput: {},
    loadMaterial,
    plan: (_input, material) => material,
    quote: (_input, { facts, micros }) => quoteWriting(say('job.logo_ideas'), facts, micros),
    leaves: [toAnyLeaf(logoPromptsLeaf)],
    jobTitle: () => say('job.logo_ideas'),
    async run(context, request) {
      await context.stage(say('stage.planning'), 0, 1);
      const { credits, seed } = await context.step('find', async () => {
        const { facts, micros } = await loadMaterial(context.ports, request);
        return { credits: creditsOfWriting(facts, micros), seed: randomInt(1, MOST_SEED) };
      });
      return context.job(logoPromptsLeaf, { request, seed }, { credits });
    },
  });
}

async function loadMaterial(ports: StudioPorts, request: LogoRequest): Promise<Material> {
  const facts = await ports.routes.find({ connection: request.connection, model: request.model });
  requireWriter(facts);
  const grounds = await groundsOfBrand(ports, request);
  const mostTokens = facts.model.limits.answerTokens ?? LOGO_TOKENS;
  const question = askForLogos(grounds, { seed: 0, mostTokens, takesTemperature: false });
  return { facts, micros: mostMicros(facts, question, 2) };
}
