import { projectId, type SceneDescription, type SceneSubject, shotId } from '@kinora/contract';
import type { GenerateRequest } from '@kinora/providers';
import { z } from 'zod';
import type { Generated, RouteFacts } from '../../generation.ts';
import type { StudioPorts } from '../../ports.ts';
import type { LeafContext } from '../../studio.ts';
import { askChain } from './ask.ts';
import { type FoundShot, findMadeWith, findShot } from './find-shot.ts';
import { readRecipe, type StoredOrder } from './read-pictures.ts';
import { routeChain } from './route-order.ts';

export const shotOrderInput = z.object({
  projectId,
  shotId,
  shotKey: z.string(),
  code: z.string(),
  ...routeChain,
  seed: z.int().nonnegative(),
  /** With the words and seed of what it shows now. */
  isAgain: z.boolean().default(false),
});
type ShotOrderInput = z.output<typeof shotOrderInput>;

export const shotOrderOutput = z.object({
  assetId: z.string(),
  madeBy: z.string(),
  seconds: z.number(),
  attempt: z.int(),
});

type Wanted = FoundShot & { seed: number; before: StoredOrder | null };

type ShotOrder = {
  name: 'picture' | 'motion';
  toRequest: (ports: StudioPorts, facts: RouteFacts, wanted: Wanted) => Promise<GenerateRequest>;
  /** What came, as a scene can show it. */
  toSubject: (file: Generated['files'][number], found: FoundShot) => Promise<SceneSubject>;
  show: (scene: SceneDescription, subject: SceneSubject) => SceneDescription;
};

/** Asks vendors for what a shot is to show, and puts it into the shot as it is by then: people go on editing meanwhile. */
export async function orderForShot(
  context: LeafContext,
  input: ShotOrderInput,
  order: ShotOrder,
): Promise<z.output<typeof shotOrderOutput>> {
  const started = context.now();
  const found = await findShot(context.ports, input);
  const before = input.isAgain ? readRecipe(await findMadeWith(context.ports, found.shot)) : null;
  const made = await askChain(context, input, {
    name: order.name,
    fileName: `shot-${found.shot.code}-${order.name}`,
    projectId: input.projectId,
    toRequest: (facts) => order.toRequest(context.ports, facts, { ...found, seed: input.seed, before }),
  });
  const file = made.files[0]!;
  const subject = await order.toSubject(file, found);
  const { shot } = await findShot(context.ports, input);
  await context.ports.films.saveShotScene(input.shotId, order.show(shot.scene, subject));
  const seconds = (context.now() - started) / 1000;
  return { assetId: file.assetId, madeBy: made.madeBy, seconds, attempt: context.attempt };
}
