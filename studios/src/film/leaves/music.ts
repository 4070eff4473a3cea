import { join } from 'node:path';
import { isKinoraError, projectId, type Storyboard, say, toRoute } from '@kinora/contract';
import { type MusicInput, planMusic } from '@kinora/media-core';
import { makeFilmSound, renderMusic } from '@kinora/media-node';
import { z } from 'zod';
import type { FilmMusic } from '../../ports.ts';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { assembleFilm } from '../assemble.ts';
import { type FilmDependencies, MADE_BY } from '../dependencies.ts';
import { musicInputs, musicInputsHash } from '../music-inputs.ts';
import { toMusicRequest } from '../orders/music-order.ts';
import { toSegmentCache } from './shot.ts';

type MadeMusic = Omit<FilmMusic, 'inputsHash'>;
type MakeMusic = (
  context: LeafContext,
  work: { storyboard: Storyboard; inputs: MusicInput; projectId: string },
) => Promise<MadeMusic>;

/**
 * Writes and plays the film's music to its cuts, and mixes the film's sound while the shots are drawn: every ratio's
 * render finds it finished. The same cuts keep the music they have.
 */
export function createMusicLeaf(dependencies: FilmDependencies) {
  return defineMusicLeaf(dependencies, { kind: 'film/music', slot: 'light', timeoutMs: 180_000, make: playBuiltIn });
}

/** The same for music that a provider is paid for: asked once, and kept while mood, tempo and length are the film's. */
export function createMusicOrderLeaf(dependencies: FilmDependencies) {
  const { engine } = dependencies;
  return defineMusicLeaf(dependencies, {
    kind: 'film/music-order',
    slot: 'provider',
    timeoutMs: 1_800_000,
    make: (context, work) => playByProvider(context, engine, work),
  });
}

function defineMusicLeaf(
  dependencies: FilmDependencies,
  { make, ...leaf }: { kind: string; slot: 'light' | 'provider'; timeoutMs: number; make: MakeMusic },
) {
  return defineLeaf({
    ...leaf,
    stepName: say('step.music'),
    priceKey: 'music',
    input: z.object({ projectId }),
    output: z.object({ isReused: z.boolean(), seconds: z.number(), attempt: z.int() }),
    title: () => say('work.music'),
    async run(context, input) {
      const started = context.now();
      const { storyboard, sound } = await context.ports.films.get(input.projectId);
      const inputs = storyboard ? musicInputs(storyboard) : null;
      const answer = (isReused: boolean) => ({
        isReused,
        seconds: (context.now() - started) / 1000,
        attempt: context.attempt,
      });
      if (!storyboard || !inputs) return answer(true);
      const inputsHash = musicInputsHash(storyboard)!;
      if (sound.music?.inputsHash === inputsHash) return answer(true);
      const made = await make(context, { storyboard, inputs, projectId: input.projectId });
      await context.ports.films.saveSound(input.projectId, { music: { ...made, inputsHash } });
      await context.phase(say('phase.mixing'), () => mixFilm(context, dependencies, input.projectId));
      return answer(false);
    },
  });
}

const playBuiltIn: MakeMusic = async (context, { inputs, projectId: project }) => {
  const path = join(context.temporaryFolder, 'music.wav');
  const score = planMusic(inputs);
  await context.phase(say('phase.playing'), () => renderMusic(score, path, { signal: context.signal }));
  const { assetId, hash } = await context.ports.assets.store(path, {
    name: 'music.wav',
    kind: 'audio',
    madeBy: MADE_BY,
    projectId: project,
    recipe: { mood: inputs.mood, bpm: inputs.bpm, seed: inputs.seed },
    role: 'working',
  });
  return { assetId, hash, lengthSeconds: score.lengthSeconds };
};

async function playByProvider(
  context: LeafContext,
  engine: FilmDependencies['engine'],
  work: Parameters<MakeMusic>[1],
): Promise<MadeMusic> {
  const { musicBy } = work.storyboard;
  const request = toMusicRequest(work.storyboard);
  if (!musicBy || !request) return playBuiltIn(context, work);
  try {
    const made = await context.generate({
      name: 'music',
      route: toRoute(musicBy),
      fileName: 'music',
      projectId: work.projectId,
      request,
    });
    const { assetId, hash, path } = made.files[0]!;
    const { durationSeconds } = await engine.probe(path);
    return { assetId, hash, lengthSeconds: durationSeconds ?? request.seconds, isFromElsewhere: true };
  } catch (error) {
    const isCertainNo = isKinoraError(error) && error.details['wasTaken'] === false;
    if (!isCertainNo || musicBy.orElse !== 'built_in' || context.signal.aborted) throw error;
    const { madeBy: maker } = await context.ports.routes.find(toRoute(musicBy), { isUnderWay: true });
    context.progress(0, say('progress.fallback', { maker, other: MADE_BY }));
    return { ...(await playBuiltIn(context, work)), insteadOf: { maker, why: error.sentence ?? error.code } };
  }
}

async function mixFilm(context: LeafContext, dependencies: FilmDependencies, project: string): Promise<void> {
  const { audio } = await assembleFilm(context.ports, project);
  if (!audio) return;
  const { assets, segments } = context.ports;
  await makeFilmSound(audio, {
    engine: dependencies.engine,
    cache: toSegmentCache(segments),
    pathOf: (hash) => assets.openByHash(hash),
    folder: context.temporaryFolder,
    signal: context.signal,
  });
}
