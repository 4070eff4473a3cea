import { KinoraError, PRICES, projectId as projectIdSchema, say, shotId as shotIdSchema } from '@kinora/contract';
import { z } from 'zod';
import type { StudioPorts } from '../../ports.ts';
import type { QuoteContext, RunContext, StudioQuote } from '../../studio.ts';
import { MADE_BY } from '../dependencies.ts';
import type { FilmLeaves } from '../film-leaves.ts';
import { findMadeWith, findShot } from '../orders/find-shot.ts';
import { readRecipe } from '../orders/read-pictures.ts';
import { creditsOf, labelOf, route, warnUnpriced, whyOf } from '../orders/route-order.ts';
import { loadShotOrder, type ShotOrderMaterial } from './shot-order.ts';

/** Shots that were tried with a cheap model, made again by the one that finishes: the same words, the same seed. */
export const finishRequest = z.object({
  projectId: projectIdSchema,
  shotIds: z.array(shotIdSchema).min(1).max(24),
  what: z.enum(['picture', 'motion']),
  ...route.shape,
});
export type FinishRequest = z.infer<typeof finishRequest>;
export const finishResult = z.object({
  projectId: z.string(),
  takes: z.array(z.object({ shotId: z.string(), takeId: z.string() })),
});
export type FinishMaterial = { what: FinishRequest['what']; shots: (ShotOrderMaterial & { shotId: string })[] };

const EXPECTED_SECONDS = { picture: 30, motion: 120 } as const;

export async function loadFinish(ports: StudioPorts, input: FinishRequest): Promise<FinishMaterial> {
  const { projectId, what, connection, model } = input;
  const load = loadShotOrder(what);
  const shots: FinishMaterial['shots'] = [];
  for (const shotId of new Set(input.shotIds)) {
    const material = await load(ports, { projectId, shotId, connection, model, fallbacks: [] });
    await assertDraft(ports, what, { projectId, shotKey: material.key, code: material.code });
    shots.push({ ...material, shotId });
  }
  return { what, shots };
}

/** Words and seed must be known: what the built-in engine drew, or a person brought, has none a vendor could repeat. */
async function assertDraft(
  ports: StudioPorts,
  what: FinishRequest['what'],
  place: Parameters<typeof findShot>[1],
): Promise<void> {
  const { shot } = await findShot(ports, place);
  const made = readRecipe(await findMadeWith(ports, shot));
  const isDraft = made !== null && (made.capability === 'video') === (what === 'motion');
  if (!isDraft) throw new KinoraError('film.no_draft', `shot ${place.code} has no ${what} of a provider`);
}

export function quoteFinish({ what, shots }: FinishMaterial, context: QuoteContext): StudioQuote {
  const drawing = PRICES[context.preset].motion;
  const lines = shots.map(({ code, facts, measures }) => {
    const credits = creditsOf(facts[0]!, measures[0]!);
    return {
      what: what === 'picture' ? say('piece.picture', { shot: code }) : say('piece.motion', { shot: code }),
      count: 1,
      unitCredits: credits,
      credits,
      madeBy: facts[0]!.madeBy,
      why: whyOf(facts[0]!, measures[0]!),
    };
  });
  const count = shots.length;
  lines.push({
    what: say('work.shots'),
    count,
    unitCredits: drawing,
    credits: drawing * count,
    madeBy: MADE_BY,
    why: say('work.shots.why'),
  });
  const totalCredits = lines.reduce((sum, { credits }) => sum + credits, 0);
  const [first] = shots;
  return {
    lines,
    totalCredits,
    expectedSeconds: Math.round(EXPECTED_SECONDS[what] + (context.medianSeconds('film/shot') ?? 10) * count),
    priceLabel: labelOf(first!.facts[0]!, totalCredits, first!.measures[0]!),
    warnings: [...new Set(shots.flatMap(({ facts, measures }) => warnUnpriced(facts, measures)))],
  };
}

export async function runFinish(context: RunContext, leaves: FilmLeaves, input: FinishRequest) {
  const { projectId, what, connection, model } = input;
  await context.stage(what === 'picture' ? say('stage.picture') : say('stage.motion'), 0, 0.6);
  const found = await context.step('find', async () => {
    const { shots } = await loadFinish(context.ports, input);
    return shots.map(({ shotId, key, code, facts, measures }) => ({
      shotId: shotIdSchema.parse(shotId),
      key,
      code,
      credits: creditsOf(facts[0]!, measures[0]!),
    }));
  });
  await context.jobs(
    found.map(({ shotId, key: shotKey, code, credits }) => ({
      leaf: what === 'picture' ? leaves.shotPicture : leaves.shotMotion,
      // The seed is that of what is made again; this one stands for models whose answer kept none.
      input: { projectId, shotId, shotKey, code, connection, model, fallbacks: [], seed: 1, isAgain: true },
      credits,
    })),
  );
  await context.stage(say('stage.drawing'), 0.6, 1);
  const drawn = await context.jobs(
    found.map(({ key: shotKey, code }) => ({ leaf: leaves.shot, input: { projectId, shotKey, code } })),
  );
  return { projectId, takes: found.map(({ shotId }, index) => ({ shotId, takeId: drawn[index]!.takeId })) };
}
