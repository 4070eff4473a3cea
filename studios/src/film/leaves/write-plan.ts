import { filmInput, projectId, type Storyboard, say } from '@kinora/contract';
import { z } from 'zod';
import type { RouteFacts } from '../../generation.ts';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { loadFilmMaterial } from '../material.ts';
import { planFilm } from '../run/plan-film.ts';
import { applyWriting } from '../writing/apply-writing.ts';
import { askForPlan, askForRepair, PLAN_TOKENS } from '../writing/ask-for-plan.ts';
import { checkWriting } from '../writing/check-writing.ts';
import type { Draft } from '../writing/draft.ts';
import { planWriting } from '../writing/plan-writing.ts';
import { readAnswer } from '../writing/read-answer.ts';
import { requireWriter } from '../writing/require-writer.ts';

export const writePlanInput = z.object({
  projectId,
  connection: z.string(),
  model: z.string(),
  seed: z.int().nonnegative(),
});
type WritePlanInput = z.infer<typeof writePlanInput>;

/**
 * Asks a language model for a film's plan, once more with its faults where it has some, and writes the plan down: the
 * model's, or the built-in planner's with a notice that says so. A vendor's no is no plan: the leaf fails with its sentence.
 */
export const writePlanLeaf = defineLeaf({
  kind: 'film/write-plan',
  slot: 'provider',
  stepName: say('step.plan'),
  priceKey: 'plan',
  timeoutMs: 1_800_000,
  input: writePlanInput,
  output: z.object({ isWritten: z.boolean(), faults: z.int(), seconds: z.number(), attempt: z.int() }),
  title: () => say('piece.plan'),
  async run(context, input) {
    const started = context.now();
    const { films } = context.ports;
    const film = await films.get(input.projectId);
    const facts = await context.ports.routes.find(
      { connection: input.connection, model: input.model },
      { isUnderWay: true },
    );
    const material = await loadFilmMaterial(context.ports, film.input);
    const storyboard = planFilm(film.input, material);
    const draft: Draft = { storyboard, input: filmInput.parse(film.input), kit: material.kit };
    const { plan, faults } = await writePlan(context, { ...input, facts, draft });
    context.signal.throwIfAborted();
    await films.saveStoryboard(input.projectId, plan, material.kitRevision);
    await films.setStatus(input.projectId, 'storyboard');
    const seconds = (context.now() - started) / 1000;
    return { isWritten: faults === 0, faults, seconds, attempt: context.attempt };
  },
});

type Work = WritePlanInput & { facts: RouteFacts; draft: Draft };

async function writePlan(context: LeafContext, work: Work): Promise<{ plan: Storyboard; faults: number }> {
  const { draft, facts } = work;
  requireWriter(facts);
  const first = askForPlan(draft, {
    seed: work.seed,
    mostTokens: facts.model.limits.answerTokens ?? PLAN_TOKENS,
    // Where a model can be told a seed it can be told how freely to draw; the others refuse both.
    takesTemperature: facts.model.limits.takesSeed,
  });
  const answer = await ask(context, work, { name: 'plan', request: first });
  const read = judge(answer, draft, facts);
  if (read.kind === 'plan') return { plan: read.plan, faults: 0 };
  const repair = askForRepair(first, answer.text, read.faults);
  const second = judge(await ask(context, work, { name: 'plan-repair', request: repair }), draft, facts);
  if (second.kind === 'plan') return { plan: second.plan, faults: 0 };
  const faults = second.faults.length;
  const notice = say('notice.plan_not_written', { model: facts.madeBy, faults });
  return { plan: { ...draft.storyboard, notices: [notice, ...draft.storyboard.notices] }, faults };
}

async function ask(
  context: LeafContext,
  { projectId: id, connection, model }: Work,
  order: { name: string; request: ReturnType<typeof askForPlan> },
) {
  const { name, request } = order;
  const made = await context.generate({
    name,
    route: { connection, model },
    request,
    fileName: name,
    projectId: id,
  });
  return made.written ?? { text: '', isCut: false };
}

type Judged = { kind: 'plan'; plan: Storyboard } | { kind: 'faulty'; faults: string[] };

/** An answer that keeps to the brief becomes the plan; any other is told what is wrong with it. */
function judge(answer: { text: string; isCut: boolean }, draft: Draft, facts: RouteFacts): Judged {
  const read = readAnswer(planWriting, answer);
  if (read.kind === 'faulty') return read;
  const faults = checkWriting(read.value, draft);
  if (faults.length > 0) return { kind: 'faulty', faults };
  return { kind: 'plan', plan: applyWriting(read.value, draft, [say('notice.plan_written', { model: facts.madeBy })]) };
}
