import { assetId, filmOutput, projectId as projectIdSchema, say } from '@kinora/contract';
import { z } from 'zod';
import type { AssetPort, Film, StudioPorts } from '../../ports.ts';
import type { RunContext } from '../../studio.ts';
import { findSoundingClips } from '../assemble.ts';
import type { FilmLeaves } from '../film-leaves.ts';
import { isShapedAsSet, markOf, shotInputsHash } from '../hash.ts';
import { findUnspoken } from '../leaves/spoken-lines.ts';
import { musicInputsHash } from '../music-inputs.ts';
import { loadMusicOrder, type MusicOrder, musicCreditsOf } from '../orders/music-order.ts';
import { loadVoiceOrder, type VoiceOrder, voiceCreditsOf } from '../orders/voice-order.ts';
import { type Step, toStep } from '../step.ts';
import { shotsOf } from '../timeline/shots.ts';
import { makeParts, renderAndFinish } from './make-film.ts';

export const refreshInput = z.object({
  projectId: projectIdSchema,
  /** Shots to make again; every stale or missing one when absent. */
  shotIds: z.array(z.string()).optional(),
  renderAfter: z.boolean().default(true),
});
export type RefreshInput = z.infer<typeof refreshInput>;
export const refreshOutput = filmOutput.extend({ reportAssetId: assetId.optional() });
export type RefreshOutput = z.infer<typeof refreshOutput>;

/** What a refresh would make: shots whose picture changed or was never made, and sounds that no longer fit. */
export type RefreshWork = {
  shots: { key: string; code: string; frames: number }[];
  needsMusic: boolean;
  needsVoice: boolean;
  /** Who speaks it, where that is a provider. */
  voiceOrder: VoiceOrder | null;
  /** Who plays it, where that is a provider. */
  musicOrder: MusicOrder | null;
  /** The watermark, what is set for a shape or whether clips are heard changed: the films are cut again from the shots they have. */
  needsCut: boolean;
  ratios: number;
};

/** @param isUnderWay it was agreed to and begun */
export async function findRefreshWork(
  ports: StudioPorts,
  input: RefreshInput,
  isUnderWay = false,
): Promise<RefreshWork> {
  const film = await ports.films.get(input.projectId);
  const { storyboard } = film;
  if (!storyboard)
    return {
      shots: [],
      needsMusic: false,
      needsVoice: false,
      voiceOrder: null,
      musicOrder: null,
      needsCut: false,
      ratios: 0,
    };
  const byKey = new Map(film.shots.map((shot) => [shot.key, shot]));
  const shots = shotsOf(storyboard).filter((shot) => {
    const stored = byKey.get(shot.key);
    if (input.shotIds) return stored !== undefined && input.shotIds.includes(stored.shotId);
    return stored?.selectedTake?.inputsHash !== shotInputsHash(storyboard, shot);
  });
  const music = musicInputsHash(storyboard);
  const needsMusic = music !== null && film.sound.music?.inputsHash !== music;
  const options = { projectId: input.projectId, isUnderWay };
  const unspoken = await findUnspoken(ports.assets, film);
  return {
    shots: shots.map((shot) => ({ key: shot.key, code: shot.code, frames: shot.lengthFrames })),
    needsMusic,
    needsVoice: unspoken.length > 0,
    voiceOrder: unspoken.length > 0 ? await loadVoiceOrder(ports, storyboard, options) : null,
    musicOrder: needsMusic ? await loadMusicOrder(ports, storyboard, options) : null,
    needsCut:
      (film.deliveredMark !== null && film.deliveredMark !== markOf(film.kit)) ||
      (film.report !== null && film.input.ratios.some((shape) => !isShapedAsSet(film, shape))) ||
      (await isClipSoundOld(ports.assets, film)),
    ratios: film.input.ratios.length,
  };
}

/** Turned on or off since the files were cut, in a film where that is heard: one without a sounding clip stays as it is. */
async function isClipSoundOld(assets: AssetPort, film: Film): Promise<boolean> {
  if (film.deliveredClipSound === null || film.deliveredClipSound === film.input.clipSound) return false;
  return (await findSoundingClips(assets, film)).length > 0;
}

/** Makes again only what changed; the report counts what was reused. */
export async function runRefresh(context: RunContext, leaves: FilmLeaves, input: RefreshInput): Promise<RefreshOutput> {
  const { projectId } = input;
  await context.stage(say('stage.changes'), 0, 0.02);
  const work = await context.step('find', async () => {
    const film = await context.ports.films.get(projectId);
    const { voiceOrder, musicOrder, ...found } = await findRefreshWork(context.ports, input, true);
    const voiceCredits = voiceCreditsOf(voiceOrder);
    const musicCredits = musicCreditsOf(musicOrder);
    const voice =
      film.storyboard && found.needsVoice && film.storyboard.voice !== 'none' ? film.storyboard.voice : null;
    return {
      ...found,
      ...(voiceCredits === undefined ? {} : { voiceCredits }),
      ...(musicCredits === undefined ? {} : { musicCredits }),
      voice,
      ratioNames: film.input.ratios,
      startedAtMs: Date.now(),
    };
  });
  const steps: Step[] = [];
  if (work.voice) {
    await context.stage(say('stage.speaking'), 0.02, 0.1);
    const price = work.voiceCredits === undefined ? {} : { credits: work.voiceCredits };
    steps.push(toStep('Voice', await context.job(leaves.voice, { projectId, voice: work.voice }, price)));
  }
  await context.stage(say('stage.drawing'), 0.1, input.renderAfter ? 0.5 : 1);
  const parts = await makeParts(context, leaves, { ...work, projectId, hasMusic: work.needsMusic });
  steps.push(...parts.steps);
  // New takes without a new film: the project's files stay the ones it has.
  if (!input.renderAfter) return { projectId, files: [], renderJobIds: [] };
  await context.stage(say('stage.cutting'), 0.5, 0.96);
  return renderAndFinish(context, leaves, {
    projectId,
    ratios: work.ratioNames,
    steps,
    drawn: parts.drawn,
    startedAtMs: work.startedAtMs,
  });
}
