import { type FilmInput, filmInput, filmOutput, say } from '@kinora/contract';
import type { StudioPorts } from '../ports.ts';
import { createProductFilmStudio } from '../product-film/product-film-studio.ts';
import { isUnmodifiedSample } from '../sample/sample-form.ts';
import { type AnyLeaf, defineStudio, toAnyLeaf } from '../studio.ts';
import type { FilmDependencies } from './dependencies.ts';
import { createFilmLeaves, type FilmLeaves } from './film-leaves.ts';
import { FILM_FORM } from './form.ts';
import { type FilmMaterial, loadFilmMaterial } from './material.ts';
import { loadMusicOrder, type MusicOrder } from './orders/music-order.ts';
import { loadVoiceOrder, type VoiceOrder } from './orders/voice-order.ts';
import { quoteFilm, quoteStoryboard } from './quote.ts';
import { finishRequest, finishResult, loadFinish, quoteFinish, runFinish } from './run/finish-shots.ts';
import { planFilm } from './run/plan-film.ts';
import { nameOf, runFilm } from './run/run-film.ts';
import { findRefreshWork, refreshInput, refreshOutput, runRefresh } from './run/run-refresh.ts';
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
import {
  loadWriteScript,
  quoteWriteScript,
  runWriteScript,
  writeScriptOutput,
  writeScriptRequest,
} from './run/run-write-script.ts';
import {
  loadShotOrder,
  type OrderKind,
  quoteShotOrder,
  runShotOrder,
  shotOrderRequest,
  shotOrderResult,
} from './run/shot-order.ts';

/**
 * The film studio, its refresh, what vendors make of a shot, and the product film studio, which share their leaves.
 *
 * @example const { film, refresh, productFilm, leaves } = createFilmStudios({ engine, engineChoice: {}, pool, parser, version });
 */
export function createFilmStudios(dependencies: FilmDependencies) {
  const leaves = createFilmLeaves(dependencies);
  const anyLeaves: AnyLeaf[] = [
    toAnyLeaf(leaves.analyse),
    toAnyLeaf(leaves.voice),
    toAnyLeaf(leaves.music),
    toAnyLeaf(leaves.musicOrder),
    toAnyLeaf(leaves.shot),
    toAnyLeaf(leaves.shotPicture),
    toAnyLeaf(leaves.shotMotion),
    toAnyLeaf(leaves.writePlan),
    toAnyLeaf(leaves.writePrompt),
    toAnyLeaf(leaves.writeScript),
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
    loadMaterial: loadQuoteMaterial,
    plan: (input, material: QuoteMaterial) => planFilm(input, material),
    quote: (input, material, context) =>
      quoteStoryboard(
        planFilm(input, material),
        {
          photographs: material.notAnalysed.length,
          ratios: input.ratios,
          isFreeSample: isUnmodifiedSample(input, context.freeSample),
          voiceOrder: material.voiceOrder,
          musicOrder: material.musicOrder,
        },
        context,
      ),
    leaves: anyLeaves,
    jobTitle: (input) => say('job.film', { name: nameOf(input).slice(0, 60), seconds: input.seconds }),
    run: (context, input) => runFilm(context, leaves, input),
  });
  const refresh = defineStudio({
    id: 'film-refresh',
    title: say('job.refresh'),
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
          voiceOrder: work.voiceOrder,
          musicOrder: work.musicOrder,
          hasMusic: work.needsMusic,
          ratios: input.renderAfter ? (['16:9', '9:16', '1:1', '4:5'] as const).slice(0, work.ratios) : [],
          isFreeSample: false,
          warnings: [],
        },
        context,
      ),
    leaves: anyLeaves,
    jobTitle: () => say('job.refresh'),
    run: (context, input) => runRefresh(context, leaves, input),
  });
  const shotPicture = defineShotOrder('picture', leaves, anyLeaves);
  const shotMotion = defineShotOrder('motion', leaves, anyLeaves);
  const finish = defineStudio({
    id: 'shots-finish',
    title: say('job.finish'),
    version: 1,
    isListed: false,
    input: finishRequest,
    output: finishResult,
    capabilities: ['image', 'image-edit', 'video'],
    preview: 'none',
    form: [],
    defaultInput: {},
    loadMaterial: loadFinish,
    plan: (_input, material) => material,
    quote: (_input, material, context) => quoteFinish(material, context),
    leaves: anyLeaves,
    jobTitle: () => say('job.finish'),
    run: (context, input) => runFinish(context, leaves, input),
  });
  const writePlan = defineStudio({
    id: 'film-plan',
    title: say('job.plan'),
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
    jobTitle: () => say('job.plan'),
    run: (context, input) => runWritePlan(context, leaves, input),
  });
  const writePrompt = defineStudio({
    id: 'shot-prompt',
    title: say('job.prompt'),
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
    jobTitle: () => say('job.prompt'),
    run: (context, input) => runWritePrompt(context, leaves, input),
  });
  const writeScript = defineStudio({
    id: 'film-script',
    title: say('job.script'),
    version: 1,
    isListed: false,
    input: writeScriptRequest,
    output: writeScriptOutput,
    capabilities: ['text'],
    preview: 'none',
    form: [],
    defaultInput: {},
    loadMaterial: loadWriteScript,
    plan: (_input, material) => material,
    quote: (_input, material) => quoteWriteScript(material),
    leaves: anyLeaves,
    jobTitle: () => say('job.script'),
    run: (context, input) => runWriteScript(context, leaves, input),
  });
  const productFilm = createProductFilmStudio(leaves, anyLeaves);
  return { film, refresh, shotPicture, shotMotion, finish, writePlan, writePrompt, writeScript, productFilm, leaves };
}

type QuoteMaterial = FilmMaterial & { voiceOrder: VoiceOrder | null; musicOrder: MusicOrder | null };

/** What a film is planned from, and who is to speak and play it: the script is known only once it is planned. */
async function loadQuoteMaterial(ports: StudioPorts, input: FilmInput): Promise<QuoteMaterial> {
  const material = await loadFilmMaterial(ports, input);
  if (!input.voiceBy && !input.musicBy) return { ...material, voiceOrder: null, musicOrder: null };
  const options = input.projectId === undefined ? {} : { projectId: input.projectId };
  const storyboard = planFilm(input, material);
  const voiceOrder = await loadVoiceOrder(ports, storyboard, options);
  return { ...material, voiceOrder, musicOrder: await loadMusicOrder(ports, storyboard, options) };
}

function defineShotOrder(kind: OrderKind, leaves: FilmLeaves, anyLeaves: AnyLeaf[]) {
  const title = say(`job.${kind}`);
  const quote = quoteShotOrder(kind);
  const run = runShotOrder(kind);
  return defineStudio({
    id: `shot-${kind}`,
    title,
    version: 1,
    isListed: false,
    input: shotOrderRequest,
    output: shotOrderResult,
    capabilities: kind === 'picture' ? ['image', 'image-edit'] : ['video'],
    preview: 'none',
    form: [],
    defaultInput: {},
    loadMaterial: loadShotOrder(kind),
    plan: (_input, material) => material,
    quote: (_input, material, context) => quote(material, context),
    leaves: anyLeaves,
    jobTitle: () => title,
    run: (context, input) => run(context, leaves, input),
  });
}
