import { randomInt } from 'node:crypto';
import {
  BILLING_CURRENCY,
  CREDIT_TERMS,
  KinoraError,
  PRICES,
  projectId as projectIdSchema,
  type QuoteLine,
  say,
  shotId as shotIdSchema,
  toCredits,
} from '@kinora/contract';
import { estimateMicros } from '@kinora/providers';
import { z } from 'zod';
import type { RouteFacts } from '../../generation.ts';
import type { StudioPorts } from '../../ports.ts';
import type { QuoteContext, RunContext, StudioQuote } from '../../studio.ts';
import { MADE_BY } from '../dependencies.ts';
import type { FilmLeaves } from '../film-leaves.ts';
import { requirePicture } from '../leaves/shot-picture.ts';
import { shotsOf } from '../timeline/shots.ts';

export const shotPictureRequest = z.object({
  projectId: projectIdSchema,
  shotId: shotIdSchema,
  connection: z.string(),
  model: z.string(),
});
export type ShotPictureRequest = z.infer<typeof shotPictureRequest>;
export const shotPictureOutput = z.object({
  projectId: z.string(),
  shotId: z.string(),
  assetId: z.string(),
  takeId: z.string(),
});

/** The shot and the route as they are now: what a price is made from, and what a run begins with. */
export type ShotPictureMaterial = { key: string; code: string; prompt: string; frames: number; facts: RouteFacts };

const MOST_SEED = 2_147_483_647;
const EXPECTED_SECONDS = 30;

export async function loadShotPicture(ports: StudioPorts, input: ShotPictureRequest): Promise<ShotPictureMaterial> {
  const film = await ports.films.get(input.projectId);
  const key = film.shots.find(({ shotId }) => shotId === input.shotId)?.key;
  const shot = film.storyboard && shotsOf(film.storyboard).find((one) => one.key === key);
  if (!shot) throw new KinoraError('film.shot_missing', `no shot ${input.shotId} in project ${input.projectId}`);
  const facts = await ports.routes.find({ connection: input.connection, model: input.model });
  requirePicture(facts);
  return { key: shot.key, code: shot.code, prompt: shot.picturePrompt, frames: shot.lengthFrames, facts };
}

/** Credits of the vendor's part: none on an organization's own connection (rulings §2.2). */
function creditsOf({ facts, prompt }: ShotPictureMaterial): number {
  if (!facts.isOperators) return 0;
  const micros = estimateMicros(facts.model, { prompt });
  if (micros === null) throw new KinoraError('generation.no_price', `${facts.model.id} has no price`);
  return toCredits({ currency: BILLING_CURRENCY, micros }, CREDIT_TERMS);
}

export function quoteShotPicture(material: ShotPictureMaterial, context: QuoteContext): StudioQuote {
  const { facts, prompt } = material;
  const credits = creditsOf(material);
  const micros = estimateMicros(facts.model, { prompt });
  const motion = PRICES[context.preset].motion;
  const lines: QuoteLine[] = [
    {
      what: say('piece.picture', { shot: material.code }),
      count: 1,
      unitCredits: credits,
      credits,
      madeBy: facts.madeBy,
      why: whyOf(facts, micros),
    },
    {
      what: say('work.shots'),
      count: 1,
      unitCredits: motion,
      credits: motion,
      madeBy: MADE_BY,
      why: say('work.shots.why'),
    },
  ];
  const totalCredits = credits + motion;
  return {
    lines,
    totalCredits,
    expectedSeconds: Math.round(EXPECTED_SECONDS + (context.medianSeconds('film/shot') ?? 10)),
    priceLabel: labelOf(facts, totalCredits, micros),
    warnings: [],
  };
}

function whyOf(facts: RouteFacts, micros: number | null): string {
  const provider = facts.providerTitle;
  if (facts.isOperators) return say('work.picture.operators', { provider });
  return micros === null
    ? say('work.picture.own_unpriced', { provider })
    : say('work.picture.own', { provider, price: toDollars(micros) });
}

function labelOf(facts: RouteFacts, credits: number, micros: number | null): string {
  if (credits > 0) return credits === 1 ? '1 credit' : `${credits} credits`;
  return micros === null ? `${facts.providerTitle} · your connection` : `${toDollars(micros)} · your connection`;
}

function toDollars(micros: number): string {
  return `$${(micros / 1_000_000).toFixed(micros < 10_000 ? 4 : 2)}`;
}

/** The picture, then the shot drawn with it as a new take. The film itself is not cut again: that is the refresh's. */
export async function runShotPicture(context: RunContext, leaves: FilmLeaves, input: ShotPictureRequest) {
  const projectId = projectIdSchema.parse(input.projectId);
  const shotId = shotIdSchema.parse(input.shotId);
  await context.stage(say('stage.picture'), 0, 0.6);
  const found = await context.step('find', async () => {
    const material = await loadShotPicture(context.ports, input);
    return { key: material.key, code: material.code, credits: creditsOf(material), seed: randomInt(1, MOST_SEED) };
  });
  const { key: shotKey, code, credits, seed } = found;
  const { connection, model } = input;
  const picture = await context.job(
    leaves.shotPicture,
    { projectId, shotId, shotKey, code, connection, model, seed },
    { credits },
  );
  await context.stage(say('stage.drawing'), 0.6, 1);
  const take = await context.job(leaves.shot, { projectId, shotKey, code });
  return { projectId, shotId, assetId: picture.assetId, takeId: take.takeId };
}
