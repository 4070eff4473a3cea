import { filmInput, filmOutput } from '@kinora/contract';
import { createProductFilmStudio } from '../product-film/product-film-studio.ts';
import { isUnmodifiedSample } from '../sample/sample-form.ts';
import { type AnyLeaf, defineStudio, toAnyLeaf } from '../studio.ts';
import type { FilmDependencies } from './dependencies.ts';
import { createFilmLeaves } from './film-leaves.ts';
import { FILM_FORM } from './form.ts';
import { loadFilmMaterial } from './material.ts';
import { quoteFilm, quoteStoryboard } from './quote.ts';
import { planFilm } from './run/plan-film.ts';
import { nameOf, runFilm } from './run/run-film.ts';
import { findRefreshWork, refreshInput, refreshOutput, runRefresh } from './run/run-refresh.ts';
import {
  loadShotPicture,
  quoteShotPicture,
  runShotPicture,
  shotPictureOutput,
  shotPictureRequest,
} from './run/run-shot-picture.ts';
import {
  loadWritePlan,
  quoteWritePlan,
  runWritePlan,
  writePlanOutput,
  writePlanRequest,
} from './run/run-write-plan.ts';
import {
  loadWritePrompt,
  quoteWritePrompt,
  runWritePrompt,
  writePromptOutput,
  writePromptRequest,
} from './run/run-write-prompt.ts';

/**
 * The film studio, its refresh, a shot's picture and the product film studio, which share their leaves.
 *
 * @example const { film, refresh, productFilm, leaves } = createFilmStudios({ engine, engineChoice: {}, pool, parser, version });
 */
export function createFilmStudios(dependencies: FilmDependencies) {
  const leaves = createFilmLeaves(dependencies);
  const anyLeaves: AnyLeaf[] = [
    toAnyLeaf(leaves.analyse),
    toAnyLeaf(leaves.voice),
    toAnyLeaf(leaves.music),
    toAnyLeaf(leaves.shot),
    toAnyLeaf(leaves.shotPicture),
    toAnyLeaf(leaves.writePlan),
    toAnyLeaf(leaves.writePrompt),
    toAnyLeaf(leaves.render),
    toAnyLeaf(leaves.finish),
  ];
  const film = defineStudio({
    id: 'film',
    title: 'Film',
    version: 1,
    isListed: true,
    input: filmInput,
    output: filmOutput,
    capabilities: ['image', 'video', 'speech', 'music'],
    preview: 'exact',
    form: FILM_FORM,
    defaultInput: {
      seconds: 15,
      language: 'en',
      voice: 'none',
      music: 'uplifting',
      ratios: ['16:9', '9:16', '1:1', '4:5'],
      fps: 30,
      quality: 'final',
    },
    loadMaterial: loadFilmMaterial,
    plan: planFilm,
    quote: (input, material, context) =>
      quoteStoryboard(
        planFilm(input, material),
        {
          photographs: material.notAnalysed.length,
          ratios: input.ratios,
          isFreeSample: isUnmodifiedSample(input, context.freeSample),
        },
        context,
      ),
    leaves: anyLeaves,
    jobTitle: (input) => `${nameOf(input).slice(0, 60)}, ${input.seconds} s`,
    run: (context, input) => runFilm(context, leaves, input),
  });
  const refresh = defineStudio({
    id: 'film-refresh',
    title: 'Refresh',
    version: 1,
    isListed: false,
    input: refreshInput,
    output: refreshOutput,
    capabilities: ['video'],
    preview: 'none',
    form: [],
    defaultInput: {},
    loadMaterial: findRefreshWork,
    plan: (_input, material) => material,
    quote: (input, work, context) =>
      quoteFilm(
        {
          photographs: 0,
          shots: work.shots.length,
          frames: work.shots.reduce((sum, shot) => sum + shot.frames, 0),
          hasVoice: work.needsVoice,
          hasMusic: work.needsMusic,
          ratios: input.renderAfter ? (['16:9', '9:16', '1:1', '4:5'] as const).slice(0, work.ratios) : [],
          isFreeSample: false,
          warnings: [],
        },
        context,
      ),
    leaves: anyLeaves,
    jobTitle: () => 'Refresh',
    run: (context, input) => runRefresh(context, leaves, input),
  });
  const shotPicture = defineStudio({
    id: 'shot-picture',
    title: 'Picture of a shot',
    version: 1,
    isListed: false,
    input: shotPictureRequest,
    output: shotPictureOutput,
    capabilities: ['image', 'image-edit'],
    preview: 'none',
    form: [],
    defaultInput: {},
    loadMaterial: loadShotPicture,
    plan: (_input, material) => material,
    quote: (_input, material, context) => quoteShotPicture(material, context),
    leaves: anyLeaves,
    jobTitle: () => 'Picture of a shot',
    run: (context, input) => runShotPicture(context, leaves, input),
  });
  const writePlan = defineStudio({
    id: 'film-plan',
    title: 'Plan by a model',
    version: 1,
    isListed: false,
    input: writePlanRequest,
    output: writePlanOutput,
    capabilities: ['text'],
    preview: 'none',
    form: [],
    defaultInput: {},
    loadMaterial: loadWritePlan,
    plan: (_input, material) => material,
    quote: (_input, material) => quoteWritePlan(material),
    leaves: anyLeaves,
    jobTitle: () => 'Plan by a model',
    run: (context, input) => runWritePlan(context, leaves, input),
  });
  const writePrompt = defineStudio({
    id: 'shot-prompt',
    title: 'Prompt of a shot',
    version: 1,
    isListed: false,
    input: writePromptRequest,
    output: writePromptOutput,
    capabilities: ['text'],
    preview: 'none',
    form: [],
    defaultInput: {},
    loadMaterial: loadWritePrompt,
    plan: (_input, material) => material,
    quote: (_input, material) => quoteWritePrompt(material),
    leaves: anyLeaves,
    jobTitle: () => 'Prompt of a shot',
    run: (context, input) => runWritePrompt(context, leaves, input),
  });
  return {
    film,
    refresh,
    shotPicture,
    writePlan,
    writePrompt,
    productFilm: createProductFilmStudio(leaves, anyLeaves),
    leaves,
  };
}
