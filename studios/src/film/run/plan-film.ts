import {
  type ClipSound,
  type FilmInput,
  framesPerSecond,
  type Storyboard,
  say,
  type VoiceName,
} from '@kinora/contract';
import { planBeats } from '@kinora/media-core';
import type { ShapingHashes, StudioPorts } from '../../ports.ts';
import { planProductFilm } from '../../product-film/plan-product-film.ts';
import { assembleFilm, mainRatioOf } from '../assemble.ts';
import { markOf, shapingHashes } from '../hash.ts';
import { type FilmMaterial, loadFilmMaterial } from '../material.ts';
import { loadMusicOrder, musicCreditsOf } from '../orders/music-order.ts';
import { loadVoiceOrder, voiceCreditsOf } from '../orders/voice-order.ts';
import { hasVoice } from '../planner/has-voice.ts';
import { planStoryboard, type SpokenSeconds } from '../planner/plan-storyboard.ts';
import { buildTimeline } from '../timeline/build-timeline.ts';
import { CAPTION_FILE_RATIO } from '../timeline/cues.ts';
import { shotsOf } from '../timeline/shots.ts';

/** The film's plan from its form and what is known of its pictures. */
export function planFilm(input: FilmInput, material: FilmMaterial, spoken: SpokenSeconds = {}): Storyboard {
  const storyboard = input.product
    ? planProductFilm(input, input.product, material)
    : planStoryboard(input, material, spoken);
  return { ...storyboard, notices: [...storyboard.notices, ...noticeMaterial(material)] };
}

function noticeMaterial({ notAnalysed, withSound }: FilmMaterial): string[] {
  const notices: string[] = [];
  if (notAnalysed.length > 0) notices.push(say('notice.not_looked_at', { count: notAnalysed.length }));
  if (withSound.length > 0) {
    const names = withSound.map((name) => `“${name.slice(0, 48)}”`).join(', ');
    notices.push(say('notice.sound_not_heard', { names }));
  }
  return notices;
}

/** Reads the project's form and pictures, plans, and writes the plan down. Safe to run twice: the same plan again. */
export async function savePlan(
  ports: StudioPorts,
  projectId: string,
  spoken: SpokenSeconds = {},
): Promise<PlannedFilm> {
  const film = await ports.films.get(projectId);
  const material = await loadFilmMaterial(ports, film.input);
  const storyboard = planFilm(film.input, material, spoken);
  await ports.films.saveStoryboard(projectId, storyboard, material.kitRevision);
  await ports.films.setStatus(projectId, 'storyboard');
  const order = await loadVoiceOrder(ports, storyboard, { projectId, isUnderWay: true });
  const voiceCredits = voiceCreditsOf(order);
  return {
    ...summarise(storyboard),
    ...(voiceCredits === undefined ? {} : { voiceCredits }),
    ...(await orderedMusic(ports, storyboard, projectId)),
  };
}

/** Price of a provider's music, set aside when its leaf begins. */
export async function orderedMusic(
  ports: StudioPorts,
  storyboard: Storyboard,
  projectId: string,
): Promise<{ musicCredits?: number }> {
  const credits = musicCreditsOf(await loadMusicOrder(ports, storyboard, { projectId, isUnderWay: true }));
  return credits === undefined ? {} : { musicCredits: credits };
}

/** What the workflow needs to know of a plan: keys, codes and lengths, no words (rulings §1.4). */
export type PlannedFilm = {
  shots: { key: string; code: string; frames: number }[];
  hasMusic: boolean;
  /** Price of a provider's music; absent for the built-in one. */
  musicCredits?: number;
  /** Voice to speak with, when there is a line to speak. */
  voice: VoiceName | null;
  /** Price of a provider's voice; absent for the built-in one, which has its own. */
  voiceCredits?: number;
};

export function summarise(storyboard: Storyboard): PlannedFilm {
  const shots = shotsOf(storyboard);
  const isSpoken = shots.some((shot) => shot.narration !== '') && hasVoice(storyboard, storyboard.language);
  return {
    shots: shots.map((shot) => ({ key: shot.key, code: shot.code, frames: shot.lengthFrames })),
    hasMusic: storyboard.music.choice !== 'none',
    voice: isSpoken && storyboard.voice !== 'none' ? storyboard.voice : null,
  };
}

/** `shapings` and `clipSound` are absent from a cut that was written down before they were known. */
export type SavedCut = { revision: number; mark: string; shapings?: ShapingHashes; clipSound?: ClipSound };

/** Writes the cut down once plan and sounds exist, and says which watermark lies over it, how its shapes are set and whether clips are heard. */
export async function saveCut(ports: StudioPorts, projectId: string): Promise<SavedCut> {
  const { film, storyboard, sound, cuesFor } = await assembleFilm(ports, projectId);
  const beats = planBeats({
    seconds: storyboard.targetFrames / framesPerSecond(storyboard.rate),
    mood: film.input.music,
    fps: framesPerSecond(storyboard.rate),
    tone: storyboard.facts.tone,
  });
  const { revision } = await ports.films.saveTimeline(
    projectId,
    buildTimeline({
      storyboard,
      shotIds: new Map(film.shots.map((shot) => [shot.key, shot.shotId])),
      mainRatio: mainRatioOf(film.input.ratios),
      sound,
      cues: cuesFor(CAPTION_FILE_RATIO),
      beatFrames: beats.beatFrames,
      framings: film.shaping.framings,
    }),
  );
  const shapings = shapingHashes(film.shaping);
  return { revision, mark: markOf(film.kit), shapings, clipSound: film.input.clipSound };
}
