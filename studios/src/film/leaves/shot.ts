import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KinoraError, projectId, type SceneDescription, say } from '@kinora/contract';
import { makeCover, type RenderRuntime, runRender, type SegmentCache } from '@kinora/media-node';
import { z } from 'zod';
import type { StudioPorts } from '../../ports.ts';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { type AssembledFilm, assembleFilm, mainRatioOf, planRatio } from '../assemble.ts';
import { type FilmDependencies, MADE_BY } from '../dependencies.ts';
import { shotInputsHash } from '../hash.ts';
import { openIfThere } from '../orders/find-shot.ts';
import { planOfShot } from '../timeline/build-render-plan.ts';
import { shotsOf } from '../timeline/shots.ts';

/** Moment of a shot at which everything has arrived; its poster is taken there. */
const POSTER_SHARE = 0.62;

/**
 * Draws one shot in the film's main ratio into the segment cache, and keeps it as the shot's selected take. The film's
 * render finds the same segment there and does not draw it again.
 */
export function createShotLeaf(dependencies: FilmDependencies) {
  return defineLeaf({
    kind: 'film/shot',
    slot: 'render',
    stepName: say('step.motion'),
    priceKey: 'motion',
    timeoutMs: 600_000,
    input: z.object({ projectId, shotKey: z.string(), code: z.string() }),
    output: z.object({ takeId: z.string(), frames: z.int(), rendered: z.int(), seconds: z.number(), attempt: z.int() }),
    title: (input) => say('piece.shot', { shot: input.code }),
    async run(context, input) {
      const started = context.now();
      const assembled = await assembleFilm(context.ports, input.projectId);
      const shotId = assembled.film.shots.find((shot) => shot.key === input.shotKey)?.shotId;
      if (!shotId) throw missingShot(input.code);
      await context.ports.films.setShotState(shotId, 'making', { jobId: context.jobId });
      try {
        const made = await makeTake(context, dependencies, { assembled, shotId, shotKey: input.shotKey });
        return { ...made, seconds: (context.now() - started) / 1000, attempt: context.attempt };
      } catch (error) {
        const sentence = error instanceof KinoraError ? error.sentence : undefined;
        await context.ports.films.setShotState(shotId, 'failed', {
          jobId: context.jobId,
          ...(sentence ? { sentence } : {}),
        });
        throw error;
      }
    },
  });
}

function missingShot(code: string): KinoraError {
  return new KinoraError('film.shot_missing', `Shot ${code} is not in the project.`, {
    sentence: `Shot ${code} was removed while it waited. Refresh the film.`,
  });
}

type TakeInput = { assembled: AssembledFilm; shotId: string; shotKey: string };

async function makeTake(context: LeafContext, dependencies: FilmDependencies, input: TakeInput) {
  const { assembled, shotKey } = input;
  const { film, storyboard } = assembled;
  const shot = shotsOf(storyboard).find((entry) => entry.key === shotKey);
  if (!shot) throw missingShot(shotKey);
  const ratio = mainRatioOf(film.input.ratios);
  const plan = planOfShot(
    planRatio(assembled, ratio, { engine: dependencies.engine.identity, freshShotKey: shotKey }),
    shotKey,
  );
  const clip = join(context.temporaryFolder, `shot-${shotKey}.mp4`);
  const report = await context.phase(say('phase.drawing'), () =>
    runRender(plan, renderRuntime(context, dependencies, clip)),
  );
  const poster = join(context.temporaryFolder, `shot-${shotKey}.jpg`);
  await makeCover(dependencies.engine, clip, poster, {
    frame: Math.floor(plan.totalFrames * POSTER_SHARE),
    signal: context.signal,
  });
  await context.preview(poster);
  const clipAsset = await storeTake(context, clip, {
    name: `shot-${shot.code}.mp4`,
    kind: 'video',
    project: film.projectId,
  });
  const posterAsset = await storeTake(context, poster, {
    name: `shot-${shot.code}.jpg`,
    kind: 'image',
    project: film.projectId,
  });
  const { takeId } = await context.ports.films.createTake({
    shotId: input.shotId,
    inputsHash: shotInputsHash(storyboard, shot),
    scene: shot.scene,
    clipAssetId: clipAsset,
    posterAssetId: posterAsset,
    previewAssetIds: [posterAsset],
    madeBy: await listMakers(context, shot.scene),
    seed: shot.scene.seed,
    isSelected: true,
    jobId: context.jobId,
  });
  return { takeId, frames: report.frames.drawn, rendered: report.segments.rendered };
}

/** Whoever made the pictures shown, then who moved them: "Replicate · FLUX schnell + Built-in engine". */
async function listMakers({ ports }: LeafContext, scene: SceneDescription): Promise<string> {
  const keys = [...new Set(scene.subjects.map(({ pictureKey }) => pictureKey))];
  const shown = await Promise.all(keys.map((key) => openIfThere(ports.assets, key)));
  return [...new Set([...shown.flatMap((asset) => asset?.madeBy ?? []), MADE_BY])].join(' + ');
}

async function storeTake(
  context: LeafContext,
  path: string,
  file: { name: string; kind: 'video' | 'image'; project: string },
): Promise<string> {
  const stored = await context.ports.assets.store(path, {
    name: file.name,
    kind: file.kind,
    madeBy: MADE_BY,
    projectId: file.project,
    role: 'take',
  });
  return stored.assetId;
}

/** The studio's segments as the renderer sees them. */
export function toSegmentCache(segments: StudioPorts['segments']): SegmentCache {
  return {
    find: (hash) => segments.find(hash),
    store: async (hash, file) => {
      await segments.put(hash, file);
    },
  };
}

/** How a leaf's render reaches files, cache, progress and preview. */
export function renderRuntime(context: LeafContext, dependencies: FilmDependencies, outputPath: string): RenderRuntime {
  let preview: Promise<void> = Promise.resolve();
  let isShowing = false;
  return {
    engine: dependencies.engine,
    engineChoice: dependencies.engineChoice,
    pathOf: (hash) => context.ports.assets.openByHash(hash),
    cache: toSegmentCache(context.ports.segments),
    temporaryRoot: context.temporaryFolder,
    outputPath,
    pool: dependencies.pool,
    signal: context.signal,
    onProgress: ({ framesReady, totalFrames }) =>
      context.progress(framesReady / totalFrames, say('progress.frames', { done: framesReady, total: totalFrames })),
    onPreview: ({ jpeg }) => {
      // One at a time: a slow disk must not pile previews up, and a lost preview is no failure of the film.
      if (isShowing) return;
      isShowing = true;
      const path = join(context.temporaryFolder, 'preview.jpg');
      preview = preview
        .then(() => writeFile(path, jpeg))
        .then(() => context.preview(path))
        .catch(() => undefined)
        .finally(() => {
          isShowing = false;
        });
    },
  };
}
