import { KinoraError, type LogoIdea, logoBrief, logoIdeas, say } from '@kinora/contract';
import { z } from 'zod';
import { askForRepair } from '../film/writing/ask-for-plan.ts';
import { readAnswer } from '../film/writing/read-answer.ts';
import { requireWriter } from '../film/writing/require-writer.ts';
import type { StudioPorts } from '../ports.ts';
import { defineLeaf, type LeafContext } from '../studio.ts';
import { type LogoGrounds, thinkOfLogos } from './built-in.ts';
import { askForLogos, checkLogos, LOGO_TOKENS, logoWriting } from './writing.ts';

export const logoRequest = logoBrief.extend({
  brandId: z.string(),
  connection: z.string().min(1).max(80),
  model: z.string().min(1).max(200),
});
export type LogoRequest = z.output<typeof logoRequest>;

/** The brief with what the kit says. @throws `project.brand_unknown` */
export async function groundsOfBrand(
  ports: Pick<StudioPorts, 'films'>,
  { brandId, about, count, language }: Pick<LogoRequest, 'brandId' | 'about' | 'count' | 'language'>,
): Promise<LogoGrounds> {
  const kit = await ports.films.findKit(brandId);
  if (!kit) throw new KinoraError('project.brand_unknown', `no brand ${brandId}`);
  const { name, colours, wordsToAvoid } = kit;
  return { name, about, count, language, colours, wordsToAvoid };
}

/**
 * Concepts by a model, told its faults once; by the built-in writer, with a notice, where its answer cannot be used. A
 * vendor's no is no idea: the leaf fails with its sentence.
 */
export const logoPromptsLeaf = defineLeaf({
  kind: 'logo-prompts/write',
  slot: 'provider',
  stepName: say('step.logo_ideas'),
  priceKey: 'plan',
  timeoutMs: 1_800_000,
  input: z.object({ request: logoRequest, seed: z.int().nonnegative() }),
  output: logoIdeas,
  title: () => say('job.logo_ideas'),
  async run(context, { request, seed }) {
    const { connection, model } = request;
    const facts = await context.ports.routes.find({ connection, model }, { isUnderWay: true });
    requireWriter(facts);
    const grounds = await groundsOfBrand(context.ports, request);
    const first = askForLogos(grounds, {
      seed,
      mostTokens: facts.model.limits.answerTokens ?? LOGO_TOKENS,
      takesTemperature: facts.model.limits.takesSeed,
    });
    const answer = await ask(context, request, { name: 'logos', request: first });
    const read = judge(answer, grounds);
    if (read.ideas) return { ideas: read.ideas, isWritten: true, notice: null };
    const repair = askForRepair(first, answer.text, read.faults);
    const second = judge(await ask(context, request, { name: 'logos-repair', request: repair }), grounds);
    if (second.ideas) return { ideas: second.ideas, isWritten: true, notice: null };
    const notice = say('notice.logos_not_written', { model: facts.madeBy, faults: second.faults.length });
    return { ideas: thinkOfLogos(grounds), isWritten: false, notice };
  },
});

async function ask(
  context: LeafContext,
  { connection, model }: LogoRequest,
  { name, request }: { name: string; request: ReturnType<typeof askForLogos> },
) {
  const made = await context.generate({ name, route: { connection, model }, request, fileName: name });
  return made.written ?? { text: '', isCut: false };
}

function judge(
  answer: { text: string; isCut: boolean },
  grounds: LogoGrounds,
): { ideas: LogoIdea[] | null; faults: string[] } {
  const read = readAnswer(logoWriting, answer);
  if (read.kind === 'faulty') return { ideas: null, faults: read.faults };
  const faults = checkLogos(read.value, grounds);
  return { ideas: faults.length > 0 ? null : read.value.ideas, faults };
}
