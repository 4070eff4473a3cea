import type { FilmInput, FilmOutput } from '@kinora/contract';
import { projectId as projectIdSchema, say } from '@kinora/contract';
import type { RunContext } from '../../studio.ts';
import type { FilmLeaves } from '../film-leaves.ts';
import { type Step, toStep } from '../step.ts';
import { makeParts, renderAndFinish } from './make-film.ts';
import { savePlan } from './plan-film.ts';

/**
 * A film from its brief: look at the pictures → plan → speak → draw every shot beside the music → cut and render every
 * ratio → covers, captions, report. The parent only waits and writes small facts down; every length of work is a leaf.
 */
export async function runFilm(context: RunContext, leaves: FilmLeaves, input: FilmInput): Promise<FilmOutput> {
  await context.stage(say('stage.photographs'), 0, 0.08);
  const opened = await context.step('open', async () => {
    const { projectId } = await context.ports.films.open(context.jobId, input, nameOf(input));
    return { projectId, startedAtMs: Date.now(), unseen: await findUnseen(context, input) };
  });
  const { projectId, startedAtMs } = opened;
  const looked = await context.jobs(
    opened.unseen.map((entry) => ({ leaf: leaves.analyse, input: { assetId: entry.assetId, number: entry.number } })),
  );
  await context.stage(say('stage.planning'), 0.08, 0.1);
  let plan = await context.step('plan', () => timed(() => savePlan(context.ports, projectId)));
  const voiceCredits = plan.voiceCredits;
  const steps: Step[] = looked.map((done, index) => toStep(`Photograph ${opened.unseen[index]!.number}`, done));
  steps.push(toStep('Plan', plan));
  if (plan.voice) {
    await context.stage(say('stage.speaking'), 0.1, 0.16);
    const voice = await context.job(
      leaves.voice,
      { projectId: projectIdSchema.parse(projectId), voice: plan.voice },
      voiceCredits === undefined ? {} : { credits: voiceCredits },
    );
    steps.push(toStep('Voice', voice));
    // Shots grow to hold their lines, so the plan is made again with what was measured.
    plan = await context.step('plan to the voice', () => timed(() => savePlan(context.ports, projectId, voice.spoken)));
    steps.push(toStep('Plan to the voice', plan));
  }
  await context.step('begin shots', async () => {
    await context.ports.films.setStatus(projectId, 'scene_generation');
    const film = await context.ports.films.get(projectId);
    for (const shot of film.shots)
      await context.ports.films.setShotState(shot.shotId, 'queued', { jobId: context.jobId });
    return null;
  });
  await context.stage(say('stage.drawing'), 0.16, 0.5);
  const parts = await makeParts(context, leaves, { projectId, ...plan });
  steps.push(...parts.steps);
  await context.stage(say('stage.cutting'), 0.5, 0.96);
  return renderAndFinish(context, leaves, { projectId, ratios: input.ratios, steps, drawn: parts.drawn, startedAtMs });
}

/** Short work of the parent's own with its seconds, for the report. */
async function timed<Result>(work: () => Promise<Result>): Promise<Result & { seconds: number; attempt: number }> {
  const started = performance.now();
  return { ...(await work()), seconds: (performance.now() - started) / 1000, attempt: 1 };
}

/** Photographs without an analysis, by their place in the form. */
export async function findUnseen(context: RunContext, input: FilmInput) {
  const { assets } = context.ports;
  const unseen: { assetId: FilmInput['pictures'][number]; number: number }[] = [];
  for (const [index, assetId] of input.pictures.entries()) {
    const asset = await assets.open(assetId);
    if (asset.kind !== 'video' && !(await assets.findAnalysis(asset.hash))) unseen.push({ assetId, number: index + 1 });
  }
  return unseen;
}

/** Name of a new project before its plan gives it a title: the brief's first words. */
export function nameOf(input: FilmInput): string {
  const first = input.brief.trim().split(/[\n.!?]/)[0] ?? '';
  return (
    (input.brandName && first.length < 3 ? input.brandName : first).replace(/\s+/g, ' ').trim().slice(0, 80) || 'Film'
  );
}
