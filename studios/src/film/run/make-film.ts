import { assetId, type FilmOutput, projectId as projectIdSchema, type Ratio, say } from '@kinora/contract';
import type { LeafStart, RunContext } from '../../studio.ts';
import { mainRatioOf } from '../assemble.ts';
import type { FilmLeaves } from '../film-leaves.ts';
import { type Step, type Timed, toStep } from '../step.ts';
import type { PlannedFilm } from './plan-film.ts';
import { saveCut } from './plan-film.ts';

/** Music beside the shots: both are needed for the cut, neither for the other. */
export async function makeParts(
  context: RunContext,
  leaves: FilmLeaves,
  work: { projectId: string } & Pick<PlannedFilm, 'shots' | 'hasMusic' | 'musicCredits'>,
): Promise<{ steps: Step[]; drawn: number }> {
  const projectId = projectIdSchema.parse(work.projectId);
  const starts: LeafStart<
    { projectId: typeof projectId; shotKey: string; code: string },
    Timed & { takeId: string; rendered: number }
  >[] = work.shots.map((shot) => ({
    leaf: leaves.shot,
    input: { projectId, shotKey: shot.key, code: shot.code },
    weight: shot.frames,
  }));
  const music = work.hasMusic ? startMusic(context, leaves, { projectId, credits: work.musicCredits }) : undefined;
  const shots = context.jobs(starts);
  // Both are awaited to their end even when one fails, so that finished work is kept for the retry.
  const [musicDone, shotsDone] = await Promise.allSettled([music, shots]);
  if (shotsDone.status === 'rejected') throw shotsDone.reason;
  if (musicDone.status === 'rejected') throw musicDone.reason;
  const steps = [
    ...(musicDone.value ? [toStep('Music', musicDone.value)] : []),
    ...shotsDone.value.map((done, index) => toStep(`Shot ${work.shots[index]!.code}`, done)),
  ];
  return { steps, drawn: shotsDone.value.reduce((sum, done) => sum + done.rendered, 0) };
}

function startMusic(
  context: RunContext,
  leaves: FilmLeaves,
  { projectId, credits }: { projectId: ReturnType<typeof projectIdSchema.parse>; credits: number | undefined },
): Promise<Timed & { isReused: boolean }> {
  if (credits === undefined) return context.job(leaves.music, { projectId }, { weight: 60 });
  return context.job(leaves.musicOrder, { projectId }, { weight: 60, credits });
}

/** Renders every ratio from the segments at hand, then makes what stands beside the films. */
export async function renderAndFinish(
  context: RunContext,
  leaves: FilmLeaves,
  work: { projectId: string; ratios: readonly Ratio[]; steps: readonly Step[]; drawn: number; startedAtMs: number },
): Promise<FilmOutput> {
  const projectId = projectIdSchema.parse(work.projectId);
  const cut = await context.step('cut', async () => {
    await context.ports.films.setStatus(work.projectId, 'stitching');
    return saveCut(context.ports, work.projectId);
  });
  const main = mainRatioOf(work.ratios);
  const ratios = [main, ...work.ratios.filter((ratio) => ratio !== main)];
  const renders = await context.jobs(
    ratios.map((ratio) => ({ leaf: leaves.render, input: { projectId, ratio }, weight: ratio === main ? 1 : 6 })),
  );
  await context.stage(say('piece.finish'), 0.96, 1);
  const finished = await context.job(leaves.finish, {
    projectId,
    renders: renders.map(({ ratio, assetId, recordAssetId, rendered, reused }) => ({
      ratio,
      assetId,
      recordAssetId,
      rendered,
      reused,
    })),
    steps: [...work.steps, ...renders.map((render) => toStep(`Film ${render.ratio}`, render))],
    drawnByShots: work.drawn,
    startedAtMs: work.startedAtMs,
    mark: cut.mark,
    ...(cut.shapings === undefined ? {} : { shapings: cut.shapings }),
    ...(cut.clipSound === undefined ? {} : { clipSound: cut.clipSound }),
  });
  await context.step('complete', async () => {
    await context.ports.films.setStatus(work.projectId, 'completed');
    return null;
  });
  return {
    projectId,
    files: finished.files.map((file) => ({ ...file, assetId: assetId.parse(file.assetId) })),
    reportAssetId: assetId.parse(finished.reportAssetId),
    renderJobIds: [],
  };
}
