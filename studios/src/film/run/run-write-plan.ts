import { randomInt } from 'node:crypto';
import { type FilmInput, filmInput, KinoraError, projectId as projectIdSchema, say } from '@kinora/contract';
import { z } from 'zod';
import type { RouteFacts } from '../../generation.ts';
import type { StudioPorts } from '../../ports.ts';
import type { RunContext, StudioQuote } from '../../studio.ts';
import type { FilmLeaves } from '../film-leaves.ts';
import { loadFilmMaterial } from '../material.ts';
import { askForPlan, PLAN_TOKENS } from '../writing/ask-for-plan.ts';
import { creditsOfWriting, mostMicros, quoteWriting } from '../writing/quote-writing.ts';
import { requireWriter } from '../writing/require-writer.ts';
import { planFilm } from './plan-film.ts';
import { findUnseen, nameOf } from './run-film.ts';

const writer = { connection: z.string(), model: z.string() };
/** Of a form, which becomes a film or the form of the one it names, or of a film as it stands. */
export const writePlanRequest = z.union([
  z.object({ film: filmInput, ...writer }),
  z.object({ projectId: projectIdSchema, ...writer }),
]);
export type WritePlanRequest = z.infer<typeof writePlanRequest>;
export const writePlanOutput = z.object({ projectId: z.string(), isWritten: z.boolean() });

/** What a price is made of: the film as it stands and the route. */
export type WritePlanMaterial = { facts: RouteFacts; micros: number | null };

const MOST_SEED = 2_147_483_647;

export async function loadWritePlan(ports: StudioPorts, input: WritePlanRequest): Promise<WritePlanMaterial> {
  const form = 'film' in input ? input.film : (await ports.films.get(input.projectId)).input;
  assertOfBrief(form);
  const facts = await ports.routes.find({ connection: input.connection, model: input.model });
  requireWriter(facts);
  const material = await loadFilmMaterial(ports, form);
  const draft = { storyboard: planFilm(form, material), input: form, kit: material.kit };
  const mostTokens = facts.model.limits.answerTokens ?? PLAN_TOKENS;
  const request = askForPlan(draft, { seed: 0, mostTokens, takesTemperature: false });
  return { facts, micros: mostMicros(facts, request, 2) };
}

/** A template's words stand in it, and its film is planned from them. */
function assertOfBrief(input: FilmInput): void {
  if (input.product) throw new KinoraError('film.plan_of_template', 'a film of a template has no plan to write');
}

export function quoteWritePlan({ facts, micros }: WritePlanMaterial): StudioQuote {
  return quoteWriting(say('piece.plan'), facts, micros);
}

/** Photographs nobody has looked at are looked at first: what a film can show is measured before words are put to it. */
export async function runWritePlan(context: RunContext, leaves: FilmLeaves, input: WritePlanRequest) {
  await context.stage(say('stage.photographs'), 0, 0.1);
  const found = await context.step('find', async () => {
    const opened =
      'film' in input
        ? await context.ports.films.open(context.jobId, input.film, nameOf(input.film))
        : { projectId: input.projectId };
    const film = await context.ports.films.get(opened.projectId);
    const unseen = await findUnseen(context, film.input);
    return { projectId: opened.projectId, unseen, seed: randomInt(1, MOST_SEED) };
  });
  await context.jobs(found.unseen.map(({ assetId, number }) => ({ leaf: leaves.analyse, input: { assetId, number } })));
  await context.stage(say('stage.planning'), 0.1, 1);
  const { credits } = await context.step('price', async () => {
    const { facts, micros } = await loadWritePlan(context.ports, input);
    return { credits: creditsOfWriting(facts, micros) };
  });
  const projectId = projectIdSchema.parse(found.projectId);
  const written = await context.job(
    leaves.writePlan,
    { projectId, connection: input.connection, model: input.model, seed: found.seed },
    { credits },
  );
  return { projectId, isWritten: written.isWritten };
}
