import {
  type AudioGraph,
  KinoraError,
  type Ratio,
  type RenderPlan,
  type SceneDescription,
  type Storyboard,
  type Watermark,
} from '@kinora/contract';
import { type Cue, placeLines, planMix } from '@kinora/media-core';
import type { AssetPort, Film, FilmMusic, StudioPorts } from '../ports.ts';
import { disclosureIn, listModels } from './ai-label.ts';
import { lineHash, readSpokenLines, type SpokenLines } from './leaves/spoken-lines.ts';
import { openPicture } from './material.ts';
import { openIfThere } from './orders/find-shot.ts';
import { readRecipe } from './orders/read-pictures.ts';
import { buildRenderPlan } from './timeline/build-render-plan.ts';
import type { TimelineSound } from './timeline/build-timeline.ts';
import { planCues } from './timeline/cues.ts';
import { fpsOf, shotsOf, startFrames } from './timeline/shots.ts';

/** A film read back with everything a cut or a render needs. */
export type AssembledFilm = {
  film: Film;
  storyboard: Storyboard;
  sound: TimelineSound;
  /** Captions as they are broken for a frame of this shape. */
  cuesFor: (ratio: Ratio) => Cue[];
  audio: AudioGraph | undefined;
  watermark: Watermark | undefined;
  /** Who was to speak it and did not take it; the built-in voice did then, as the quote had said. */
  voiceInsteadOf: SpokenLines['insteadOf'];
  /** Models of providers that made parts of it. */
  models: string[];
  /** The same of its music. */
  musicInsteadOf: FilmMusic['insteadOf'];
};

export async function assembleFilm(ports: StudioPorts, projectId: string): Promise<AssembledFilm> {
  const film = await ports.films.get(projectId);
  const { storyboard } = film;
  if (!storyboard) {
    throw new KinoraError('film.not_planned', `Project ${projectId} has no storyboard.`, {
      sentence: 'This film has no plan yet. Start it again from its brief.',
    });
  }
  const spoken: SpokenLines = film.sound.voice
    ? await readSpokenLines(ports.assets, film.sound.voice.linesAssetId)
    : { lines: [] };
  const placed = placeSpoken(storyboard, spoken);
  const isFromElsewhere = storyboard.voiceBy !== undefined && spoken.insteadOf === undefined;
  const music = film.sound.music
    ? { assetId: film.sound.music.assetId, lengthSeconds: film.sound.music.lengthSeconds }
    : null;
  return {
    film,
    storyboard,
    voiceInsteadOf: spoken.insteadOf,
    musicInsteadOf: film.sound.music?.insteadOf,
    sound: { music, voice: placed.map(({ line, startSeconds }) => ({ ...line, startSeconds })) },
    cuesFor: (ratio) =>
      planCues(
        storyboard,
        placed.map(({ line, startSeconds }) => ({ startSeconds, words: line.words })),
        ratio,
      ),
    audio: mixOf(storyboard, film, { placed, isFromElsewhere, ambience: await findAmbience(ports.assets, film) }),
    watermark: await loadWatermark(ports, film),
    models: await listModels(ports.assets, film, { ...spoken, lines: placed.map(({ line }) => line) }),
  };
}

type PlacedLine = { line: SpokenLines['lines'][number]; startSeconds: number };

/** Lines that shots still say, each a quarter second after its cut. */
function placeSpoken(storyboard: Storyboard, spoken: SpokenLines): PlacedLine[] {
  const starts = startFrames(storyboard);
  const narration = new Map(shotsOf(storyboard).map((shot) => [shot.key, shot.narration]));
  const lines = spoken.lines.filter((line) => {
    const text = narration.get(line.shotKey);
    return text ? line.textHash === lineHash(storyboard, text) : false;
  });
  const placed = placeLines(
    lines.map((line) => ({
      hash: line.hash,
      lengthSeconds: line.lengthSeconds,
      shotStartSeconds: starts.get(line.shotKey)! / fpsOf(storyboard),
    })),
  );
  return lines.map((line, index) => ({ line, startSeconds: placed[index]!.startSeconds }));
}

type Ambience = NonNullable<Parameters<typeof planMix>[0]['ambience']>;
type Heard = { placed: readonly PlacedLine[]; isFromElsewhere: boolean; ambience: Ambience };

function mixOf(storyboard: Storyboard, film: Film, heard: Heard): AudioGraph | undefined {
  const { music } = film.sound;
  const { placed, isFromElsewhere, ambience } = heard;
  if (!music && placed.length === 0 && ambience.length === 0) return undefined;
  return planMix({
    lengthSeconds: storyboard.targetFrames / fpsOf(storyboard),
    ...(music ? { music: toMixed(music) } : {}),
    voice: placed.map(({ line, startSeconds }) => ({
      hash: line.hash,
      startSeconds,
      lengthSeconds: line.lengthSeconds,
      isFromElsewhere,
    })),
    ambience,
  });
}

function toMixed({ hash, lengthSeconds, isFromElsewhere = false }: FilmMusic) {
  return { hash, lengthSeconds, isFromElsewhere };
}

/** What shots of providers sound like, where the film asks for it. */
async function findAmbience(assets: AssetPort, film: Film): Promise<Ambience> {
  return film.input.clipSound === 'under' ? findSoundingClips(assets, film) : [];
}

/**
 * Clips of providers that have a sound, where they are seen. People's own recordings stay silent (decision 0018): they say
 * what was said in the room.
 */
export async function findSoundingClips(assets: AssetPort, film: Film): Promise<Ambience> {
  const { storyboard } = film;
  if (!storyboard) return [];
  const fps = fpsOf(storyboard);
  const starts = startFrames(storyboard);
  const takes = takeScenes(film, undefined);
  const found = shotsOf(storyboard).map(async (shot) => {
    const scene = takes.get(shot.key) ?? shot.scene;
    const [subject] = scene.subjects;
    if (scene.kind !== 'video' || subject?.use !== 'video') return [];
    const clip = await openIfThere(assets, subject.pictureKey);
    if (!clip?.hasSound || readRecipe(clip.recipe) === null) return [];
    const frames = Math.min(shot.lengthFrames, subject.lengthFrames ?? shot.lengthFrames);
    const place = { startSeconds: starts.get(shot.key)! / fps, inSeconds: subject.inFrame / fps };
    return [{ hash: clip.hash, ...place, lengthSeconds: frames / fps }];
  });
  return (await Promise.all(found)).flat();
}

async function loadWatermark(ports: StudioPorts, film: Film): Promise<Watermark | undefined> {
  if (!film.kit?.watermark) return undefined;
  const { assetId, onDarkAssetId, ...place } = film.kit.watermark;
  const mark = await openPicture(ports.assets, assetId);
  const onDark = onDarkAssetId ? await openPicture(ports.assets, onDarkAssetId) : null;
  return mark ? { ...mark, ...(onDark ? { onDark } : {}), ...place } : undefined;
}

/** The ratio whose segments become the shots' takes. */
export function mainRatioOf(ratios: readonly Ratio[]): Ratio {
  return ratios.includes('16:9') ? '16:9' : ratios[0]!;
}

/** One ratio's plan from what people selected. `freshShotKey` draws that shot as it is worded now. */
export function planRatio(
  assembled: AssembledFilm,
  ratio: Ratio,
  options: { engine: { name: string; version: string }; freshShotKey?: string },
): RenderPlan {
  const { film, storyboard } = assembled;
  return buildRenderPlan({
    storyboard,
    ratio,
    takeScenes: takeScenes(film, options.freshShotKey),
    paths: film.shaping.framings[ratio],
    quality: film.input.quality,
    cues: film.input.burnCaptions ? assembled.cuesFor(ratio) : [],
    watermark: assembled.watermark,
    disclosure: film.shaping.labelled.includes(ratio) ? disclosureIn(storyboard.language) : undefined,
    audio: assembled.audio,
    engine: options.engine,
  });
}

function takeScenes(film: Film, freshShotKey: string | undefined): Map<string, SceneDescription> {
  return new Map(
    film.shots.flatMap((shot) =>
      shot.selectedTake && shot.key !== freshShotKey ? [[shot.key, shot.selectedTake.scene] as const] : [],
    ),
  );
}
