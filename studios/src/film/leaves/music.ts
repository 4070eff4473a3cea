import { join } from 'node:path';
import { projectId, say } from '@kinora/contract';
import { planMusic } from '@kinora/media-core';
import { makeFilmSound, renderMusic } from '@kinora/media-node';
import { z } from 'zod';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { assembleFilm } from '../assemble.ts';
import { type FilmDependencies, MADE_BY } from '../dependencies.ts';
import { hashValue } from '../hash.ts';
import { musicInputs } from '../music-inputs.ts';
import { toSegmentCache } from './shot.ts';

/**
 * Writes and plays the film's music to its cuts, and mixes the film's sound while the shots are drawn: every ratio's
 * render finds it finished. The same cuts keep the music they have.
 */
export function createMusicLeaf(dependencies: FilmDependencies) {
  return defineLeaf({
    kind: 'film/music',
    slot: 'light',
    stepName: say('step.music'),
    priceKey: 'music',
    timeoutMs: 180_000,
    input: z.object({ projectId }),
    output: z.object({ isReused: z.boolean(), seconds: z.number(), attempt: z.int() }),
    title: () => say('work.music'),
    async run(context, input) {
      const started = context.now();
      const film = await context.ports.films.get(input.projectId);
      const plan = film.storyboard ? musicInputs(film.storyboard) : null;
      const answer = (isReused: boolean) => ({
        isReused,
        seconds: (context.now() - started) / 1000,
        attempt: context.attempt,
      });
      if (!plan) return answer(true);
      const inputsHash = hashValue(plan);
      if (film.sound.music?.inputsHash === inputsHash) return answer(true);
      const path = join(context.temporaryFolder, 'music.wav');
      const score = planMusic(plan);
      await context.phase(say('phase.playing'), () => renderMusic(score, path, { signal: context.signal }));
      const stored = await context.ports.assets.store(path, {
        name: 'music.wav',
        kind: 'audio',
        madeBy: MADE_BY,
        projectId: input.projectId,
        recipe: { mood: plan.mood, bpm: plan.bpm, seed: plan.seed },
        role: 'working',
      });
      const music = { assetId: stored.assetId, hash: stored.hash, lengthSeconds: score.lengthSeconds, inputsHash };
      await context.ports.films.saveSound(input.projectId, { music });
      await context.phase(say('phase.mixing'), () => mixFilm(context, dependencies, input.projectId));
      return answer(false);
    },
  });
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
