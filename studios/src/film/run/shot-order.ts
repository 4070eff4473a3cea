import { randomInt } from 'node:crypto';
import {
  KinoraError,
  PRICES,
  projectId as projectIdSchema,
  type QuoteLine,
  type StoryboardShot,
  say,
  shotId as shotIdSchema,
} from '@kinora/contract';
import { z } from 'zod';
import type { RouteFacts } from '../../generation.ts';
import type { Film, StudioPorts } from '../../ports.ts';
import type { QuoteContext, RunContext, StudioQuote } from '../../studio.ts';
import { MADE_BY } from '../dependencies.ts';
import type { FilmLeaves } from '../film-leaves.ts';
import { requireFilm, secondsOf, soundOf, wordsOf } from '../orders/motion-request.ts';
import { requirePicture } from '../orders/picture-request.ts';
import { planLength } from '../orders/plan-length.ts';
import {
  assertNoDearer,
  creditsOf,
  fallbackLines,
  findRoutes,
  labelOf,
  type Measure,
  routeChain,
  warnUnpriced,
  whyOf,
} from '../orders/route-order.ts';
import { shotsOf } from '../timeline/shots.ts';

/** What a vendor is asked for about one shot: the picture it shows, or its motion. */
export type OrderKind = 'picture' | 'motion';
export const shotOrderRequest = z.object({ projectId: projectIdSchema, shotId: shotIdSchema, ...routeChain });
export type ShotOrderRequest = z.infer<typeof shotOrderRequest>;
export const shotOrderResult = z.object({
  projectId: z.string(),
  shotId: z.string(),
  assetId: z.string(),
  takeId: z.string(),
});

/** The shot and the routes as they are now: what a price is made from, and what a run begins with. */
export type ShotOrderMaterial = {
  key: string;
  code: string;
  shotSeconds: number;
  facts: readonly RouteFacts[];
  /** What each of the routes would be asked for, as far as its price goes. */
  measures: readonly Measure[];
};

const MOST_SEED = 2_147_483_647;
const EXPECTED_SECONDS: Readonly<Record<OrderKind, number>> = { picture: 30, motion: 120 };
const LEAF_KINDS: Readonly<Record<OrderKind, string>> = { picture: 'film/shot-picture', motion: 'film/shot-motion' };

export function loadShotOrder(kind: OrderKind) {
  return async (ports: StudioPorts, input: ShotOrderRequest): Promise<ShotOrderMaterial> => {
    const film = await ports.films.get(input.projectId);
    const key = film.shots.find(({ shotId }) => shotId === input.shotId)?.key;
    const shot = film.storyboard && shotsOf(film.storyboard).find((one) => one.key === key);
    if (!shot) throw new KinoraError('film.shot_missing', `no shot ${input.shotId} in project ${input.projectId}`);
    const facts = await findRoutes(ports.routes, input, input.projectId);
    const measures = facts.map((each) => measureOf(kind, each, { film, shot }));
    assertNoDearer(facts, measures);
    return { key: shot.key, code: shot.code, shotSeconds: secondsOf(film, shot), facts, measures };
  };
}

function measureOf(kind: OrderKind, facts: RouteFacts, { film, shot }: { film: Film; shot: StoryboardShot }): Measure {
  if (kind === 'picture') {
    requirePicture(facts);
    return { prompt: shot.picturePrompt };
  }
  requireFilm(facts);
  const hasPicture = facts.model.limits.pictures.most > 0 && shot.scene.subjects.length > 0;
  if (!hasPicture && facts.model.limits.pictures.least > 0)
    throw new KinoraError('film.no_first_frame', `shot ${shot.code} shows no picture`);
  const { seconds } = planLength(facts.model.limits.seconds, secondsOf(film, shot));
  return { prompt: wordsOf(shot, hasPicture), seconds, ...soundOf(facts, film) };
}

export function quoteShotOrder(kind: OrderKind) {
  return (material: ShotOrderMaterial, context: QuoteContext): StudioQuote => {
    const { code, facts, measures } = material;
    const [first, measure] = [facts[0]!, measures[0]!];
    const credits = creditsOf(first, measure);
    const drawing = PRICES[context.preset].motion;
    const lines: QuoteLine[] = [
      {
        what: kind === 'picture' ? say('piece.picture', { shot: code }) : say('piece.motion', { shot: code }),
        count: 1,
        unitCredits: credits,
        credits,
        madeBy: first.madeBy,
        why: whyOf(first, measure),
      },
      ...fallbackLines(facts, measures),
      {
        what: say('work.shots'),
        count: 1,
        unitCredits: drawing,
        credits: drawing,
        madeBy: MADE_BY,
        why: say('work.shots.why'),
      },
    ];
    const totalCredits = credits + drawing;
    const waiting = context.medianSeconds(LEAF_KINDS[kind]) ?? EXPECTED_SECONDS[kind];
    return {
      lines,
      totalCredits,
      expectedSeconds: Math.round(waiting + (context.medianSeconds('film/shot') ?? 10)),
      priceLabel: labelOf(first, totalCredits, measure),
      warnings: [...warnUnpriced(facts, measures), ...noticeLength(material)],
    };
  };
}

const toTenths = (seconds: number) => Math.round(seconds * 10) / 10;

/** What is paid for and what of it is seen, said where the two differ. */
function noticeLength({ facts, measures, shotSeconds }: ShotOrderMaterial): string[] {
  if (measures[0]!.seconds === undefined) return [];
  const { seconds, shownSeconds, heldSeconds } = planLength(facts[0]!.model.limits.seconds, shotSeconds);
  if (toTenths(heldSeconds) > 0) return [say('route.held', { seconds })];
  const kept = toTenths(shownSeconds);
  return toTenths(seconds) > kept ? [say('route.trimmed', { seconds, kept })] : [];
}

/** What a vendor makes, then the shot drawn with it as a new take. The film itself is not cut again: that is the refresh's. */
export function runShotOrder(kind: OrderKind) {
  return async (context: RunContext, leaves: FilmLeaves, input: ShotOrderRequest) => {
    const projectId = projectIdSchema.parse(input.projectId);
    const shotId = shotIdSchema.parse(input.shotId);
    await context.stage(kind === 'picture' ? say('stage.picture') : say('stage.motion'), 0, 0.6);
    const found = await context.step('find', async () => {
      const { key, code, facts, measures } = await loadShotOrder(kind)(context.ports, input);
      return { key, code, credits: creditsOf(facts[0]!, measures[0]!), seed: randomInt(1, MOST_SEED) };
    });
    const { key: shotKey, code, credits, seed } = found;
    const { connection, model, fallbacks } = input;
    const made = await context.job(
      kind === 'picture' ? leaves.shotPicture : leaves.shotMotion,
      { projectId, shotId, shotKey, code, connection, model, fallbacks, seed, isAgain: false },
      { credits },
    );
    await context.stage(say('stage.drawing'), 0.6, 1);
    const take = await context.job(leaves.shot, { projectId, shotKey, code });
    return { projectId, shotId, assetId: made.assetId, takeId: take.takeId };
  };
}
