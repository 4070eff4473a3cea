import { randomInt } from 'node:crypto';
import { KinoraError, projectId as projectIdSchema, say, shotId as shotIdSchema } from '@kinora/contract';
import { z } from 'zod';
import type { RouteFacts } from '../../generation.ts';
import type { Film, StudioPorts } from '../../ports.ts';
import type { RunContext, StudioQuote } from '../../studio.ts';
import type { FilmLeaves } from '../film-leaves.ts';
import { openDraft, proposedWords } from '../leaves/write-script.ts';
import { shotsOf } from '../timeline/shots.ts';
import { askForScript, SCRIPT_TOKENS } from '../writing/ask-for-script.ts';
import { creditsOfWriting, mostMicros, quoteWriting } from '../writing/quote-writing.ts';
import { requireWriter } from '../writing/require-writer.ts';

export const writeScriptRequest = z.object({
  projectId: projectIdSchema,
  /** Without any: every shot. */
  shotIds: z.array(shotIdSchema).max(120).default([]),
  connection: z.string(),
  model: z.string(),
});
export type WriteScriptRequest = z.infer<typeof writeScriptRequest>;
export const writeScriptOutput = z.object({
  projectId: z.string(),
  isWritten: z.boolean(),
  notice: z.string().nullable(),
  /** What is proposed, by the ids of the shots. */
  shots: z.array(proposedWords.extend({ shotId: z.string() })),
});
export type WriteScriptMaterial = { facts: RouteFacts; micros: number | null };

const MOST_SEED = 2_147_483_647;

export async function loadWriteScript(ports: StudioPorts, input: WriteScriptRequest): Promise<WriteScriptMaterial> {
  const film = await ports.films.get(input.projectId);
  const keys = keysOf(film, input.shotIds);
  const facts = await ports.routes.find({ connection: input.connection, model: input.model });
  requireWriter(facts);
  const draft = await openDraft({ ports }, film);
  const mostTokens = facts.model.limits.answerTokens ?? SCRIPT_TOKENS;
  const request = askForScript(draft, { keys, seed: 0, mostTokens, takesTemperature: false });
  return { facts, micros: mostMicros(facts, request, 2) };
}

/** A template's words are its own; a film without a plan has no shots to write for. */
function keysOf(film: Film, shotIds: readonly string[]): string[] {
  if (film.input.product) throw new KinoraError('film.plan_of_template', 'a film of a template has no script to write');
  if (!film.storyboard) throw new KinoraError('film.shot_missing', `project ${film.projectId} has no plan`);
  const standing = shotsOf(film.storyboard).map(({ key }) => key);
  const wanted = film.shots.filter(({ shotId }) => shotIds.length === 0 || shotIds.includes(shotId));
  const keys = standing.filter((key) => wanted.some((shot) => shot.key === key));
  if (keys.length === 0 || (shotIds.length > 0 && keys.length < new Set(shotIds).size))
    throw new KinoraError('film.shot_missing', `a shot of ${shotIds.join(', ')} is not in ${film.projectId}`);
  return keys;
}

export function quoteWriteScript({ facts, micros }: WriteScriptMaterial): StudioQuote {
  return quoteWriting(say('piece.script'), facts, micros);
}

export async function runWriteScript(context: RunContext, leaves: FilmLeaves, input: WriteScriptRequest) {
  await context.stage(say('stage.planning'), 0, 1);
  const found = await context.step('find', async () => {
    const film = await context.ports.films.get(input.projectId);
    const { facts, micros } = await loadWriteScript(context.ports, input);
    return {
      keys: keysOf(film, input.shotIds),
      shotIds: film.shots.map(({ key, shotId }) => ({ key, shotId })),
      credits: creditsOfWriting(facts, micros),
      seed: randomInt(1, MOST_SEED),
    };
  });
  const { keys, credits, seed } = found;
  const { projectId, connection, model } = input;
  const written = await context.job(
    leaves.writeScript,
    { projectId: projectIdSchema.parse(projectId), keys, connection, model, seed },
    { credits },
  );
  const idOf = new Map(found.shotIds.map(({ key, shotId }) => [key, shotId]));
  const shots = written.shots.map((shot) => ({ ...shot, shotId: idOf.get(shot.key)! }));
  return { projectId, isWritten: written.isWritten, notice: written.notice, shots };
}
