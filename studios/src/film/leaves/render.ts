import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deliveredFile, filmCheck, projectId, type RenderPlan, ratio, ratioSlug, say } from '@kinora/contract';
import { planBeats } from '@kinora/media-core';
import { checkFilm, type RenderReport, runRender, stampFilm, toXmp } from '@kinora/media-node';
import { z } from 'zod';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { type AssembledFilm, assembleFilm, planRatio } from '../assemble.ts';
import { type FilmDependencies, MADE_BY } from '../dependencies.ts';
import { hashValue } from '../hash.ts';
import { toPlaced } from '../placed-marks.ts';
import { provenanceOf } from '../provenance.ts';
import { renderRuntime } from './shot.ts';

/**
 * What one ratio's render found out, kept as a document beside the film: the report is made of these. Nothing of how it
 * was made: a second run of the leaf finds everything drawn, and must come to the same document.
 */
export const renderRecord = z.object({
  file: deliveredFile,
  checks: z.array(filmCheck),
  notices: z.array(z.string()),
});
export type RenderRecord = z.infer<typeof renderRecord>;

export function createRenderLeaf(dependencies: FilmDependencies) {
  return defineLeaf({
    kind: 'film/render',
    slot: 'render',
    stepName: say('step.cut'),
    priceKey: 'cut',
    timeoutMs: 1_800_000,
    input: z.object({ projectId, ratio }),
    output: z.object({
      ratio,
      assetId: z.string(),
      recordAssetId: z.string(),
      rendered: z.int(),
      reused: z.int(),
      seconds: z.number(),
      attempt: z.int(),
    }),
    title: (input) => say('piece.film', { ratio: input.ratio }),
    async run(context, input) {
      const started = context.now();
      const assembled = await assembleFilm(context.ports, input.projectId);
      const plan = planRatio(assembled, input.ratio, { engine: dependencies.engine.identity });
      const name = `film-${ratioSlug(input.ratio)}.mp4`;
      const path = join(context.temporaryFolder, name);
      const report = await context.phase(say('phase.drawing'), () =>
        runRender(plan, renderRuntime(context, dependencies, path)),
      );
      await stampFilm(path, toXmp(provenanceOf(assembled, dependencies)));
      const checks = await context.phase(say('phase.checking'), () =>
        checkFilm(
          dependencies.engine,
          { ...toCheck({ path, plan, report, assembled }), pathOf: (hash) => context.ports.assets.openByHash(hash) },
          { signal: context.signal },
        ),
      );
      const stored = await context.ports.assets.store(path, {
        name,
        kind: 'video',
        madeBy: MADE_BY,
        projectId: input.projectId,
        recipe: { planHash: hashValue(plan), engine: dependencies.engine.identity },
        role: 'deliverable',
      });
      const record = toRecord({ name, plan, report, checks, stored });
      const recordAssetId = await storeRecord(context, record, input);
      await context.ports.films.saveRender(input.projectId, {
        ratio: input.ratio,
        planHash: hashValue(plan),
        assetId: stored.assetId,
        jobId: context.jobId,
      });
      const { rendered, reused } = report.segments;
      return {
        ratio: input.ratio,
        assetId: stored.assetId,
        recordAssetId,
        rendered,
        reused,
        seconds: (context.now() - started) / 1000,
        attempt: context.attempt,
      };
    },
  });
}

function toCheck(made: { path: string; plan: RenderPlan; report: RenderReport; assembled: AssembledFilm }) {
  const { storyboard, film } = made.assembled;
  const beats = planBeats({
    seconds: film.input.seconds,
    mood: film.input.music,
    fps: film.input.fps,
    tone: storyboard.facts.tone,
  });
  const { probe, loudness, facts, frameStats } = made.report;
  return { path: made.path, plan: made.plan, probe, loudness, facts, frameStats, beatFrames: beats.beatFrames };
}

type Made = {
  name: string;
  plan: RenderPlan;
  report: RenderReport;
  checks: RenderRecord['checks'];
  stored: { hash: string; sizeBytes: number };
};

function toRecord({ name, plan, report, checks, stored }: Made): RenderRecord {
  return {
    file: {
      name,
      kind: 'film',
      ratio: plan.ratio,
      hash: stored.hash,
      sizeBytes: stored.sizeBytes,
      ...plan.size,
      frames: plan.totalFrames,
      durationSeconds: (plan.totalFrames * plan.rate.denominator) / plan.rate.numerator,
      rate: plan.rate,
      ...(report.loudness ? { loudness: report.loudness } : {}),
      ...toFilmProbe(report.probe),
      ...toPlaced(plan, report.facts),
      isLabelled: plan.disclosure !== undefined,
    },
    checks,
    notices: [...new Set(report.facts.flatMap((facts) => facts?.notices ?? []))],
  };
}

function toFilmProbe({ container, video, audio }: RenderReport['probe']): Pick<RenderRecord['file'], 'probe'> {
  if (!video) return {};
  const { codec, profile, pixelFormat, bitRate } = video;
  const [sound] = audio;
  return {
    probe: {
      container,
      video: { codec, profile, pixelFormat, ...video.colour, bitRate },
      audio: sound
        ? {
            codec: sound.codec,
            sampleRate: sound.sampleRate,
            channels: sound.channels,
            durationSeconds: sound.durationSeconds,
          }
        : null,
    },
  };
}

async function storeRecord(
  context: LeafContext,
  record: RenderRecord,
  input: { projectId: string; ratio: z.infer<typeof ratio> },
): Promise<string> {
  const name = `render-${ratioSlug(input.ratio)}.json`;
  const path = join(context.temporaryFolder, name);
  await writeFile(path, JSON.stringify(record));
  const stored = await context.ports.assets.store(path, {
    name,
    kind: 'document',
    madeBy: MADE_BY,
    projectId: input.projectId,
    role: 'working',
  });
  return stored.assetId;
}
