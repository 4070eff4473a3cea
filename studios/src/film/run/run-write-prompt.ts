import { randomInt } from 'node:crypto';
import { KinoraError, projectId as projectIdSchema, say, shotId as shotIdSchema } from '@kinora/contract';
import { z } from 'zod';
import type { RouteFacts } from '../../generation.ts';
import type { StudioPorts } from '../../ports.ts';
import type { RunContext, StudioQuote } from '../../studio.ts';
import type { FilmLeaves } from '../film-leaves.ts';
import { askForPrompt } from '../leaves/write-prompt.ts';
import { shotsOf } from '../timeline/shots.ts';
import { creditsOfWriting, mostMicros, quoteWriting } from '../writing/quote-writing.ts';
import { requireWriter } from '../writing/require-writer.ts';

export const writePromptRequest = z.object({
  projectId: projectIdSchema,
  shotId: shotIdSchema,
  kind: z.enum(['picture', 'motion']),
  connection: z.string(),
  model: z.string(),
});
export type WritePromptRequest = z.infer<typeof writePromptRequest>;
export const writePromptOutput = z.object({ projectId: z.string(), shotId: z.string(), isWritten: z.boolean() });
export type WritePromptMaterial = { key: string; code: string; facts: RouteFacts; micros: number | null };

const MOST_SEED = 2_147_483_647;

export async function loadWritePrompt(ports: StudioPorts, input: WritePromptRequest): Promise<WritePromptMaterial> {
  const film = await ports.films.get(input.projectId);
  const key = film.shots.find(({ shotId }) => shotId === input.shotId)?.key;
  const shot = film.storyboard && shotsOf(film.storyboard).find((one) => one.key === key);
  if (!shot) throw new KinoraError('film.shot_missing', `no shot ${input.shotId} in project ${input.projectId}`);
  const facts = await ports.routes.find({ connection: input.connection, model: input.model });
  requireWriter(facts);
  const prompt = input.kind === 'picture' ? shot.picturePrompt : shot.motionPrompt;
  const avoid = film.kit?.wordsToAvoid ?? [];
  const micros = mostMicros(facts, askForPrompt({ kind: input.kind, prompt, avoid, seed: 0 }), 1);
  return { key: shot.key, code: shot.code, facts, micros };
}

export function quoteWritePrompt({ code, facts, micros }: WritePromptMaterial): StudioQuote {
  return quoteWriting(say('piece.prompt', { shot: code }), facts, micros);
}

export async function runWritePrompt(context: RunContext, leaves: FilmLeaves, input: WritePromptRequest) {
  await context.stage(say('stage.planning'), 0, 1);
  const found = await context.step('find', async () => {
    const { key, code, facts, micros } = await loadWritePrompt(context.ports, input);
    return { key, code, credits: creditsOfWriting(facts, micros), seed: randomInt(1, MOST_SEED) };
  });
  const { key: shotKey, code, credits, seed } = found;
  const { isWritten } = await context.job(leaves.writePrompt, { ...input, shotKey, code, seed }, { credits });
  return { projectId: input.projectId, shotId: input.shotId, isWritten };
}
