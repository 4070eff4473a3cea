import type { FilmInput, Storyboard, StoryboardShot } from '@kinora/contract';
import { canonicalJson } from '@kinora/media-core';
import type { FilmMaterial } from '../material.ts';
import { shotsOf } from '../timeline/shots.ts';
import { planFilm } from './plan-film.ts';

/**
 * A plan under a kit that has changed: the look is the new kit's, and words and prompts are where nobody edited them.
 * Scenes, lengths and people's own words stay, so that only what really shows the kit becomes out of date.
 * @param planned as it was planned last · @param current the same with people's edits
 * @returns `planned` for the plan's next revision, `current` for the shots
 */
export function followKit(
  film: { input: FilmInput; planned: Storyboard; current: Storyboard },
  material: FilmMaterial,
): { planned: Storyboard; current: Storyboard } {
  const fresh = planFilm(film.input, material);
  if (!isSameFilm(film.planned, fresh)) return relook(film, fresh.look);
  const byKey = new Map(shotsOf(fresh).map((shot) => [shot.key, shot]));
  const plannedByKey = new Map(shotsOf(film.planned).map((shot) => [shot.key, shot]));
  const restyle = (storyboard: Storyboard): Storyboard => ({
    ...storyboard,
    look: fresh.look,
    notices: fresh.notices,
    scenes: storyboard.scenes.map((scene) => ({
      ...scene,
      shots: scene.shots.map((shot) => followShot(shot, plannedByKey.get(shot.key), byKey.get(shot.key))),
    })),
  });
  return { planned: restyle(film.planned), current: restyle(film.current) };
}

/** False when the brief or its pictures were edited and not planned since: its new words belong to a plan nobody asked for. */
function isSameFilm(planned: Storyboard, fresh: Storyboard): boolean {
  // Tone and name may come from the kit, the other facts from the brief alone. The seed is made of brief and pictures.
  const saidBy = ({ seed, facts, language }: Storyboard) =>
    canonicalJson({ seed, language, facts: { ...facts, tone: null, brandName: null } });
  return saidBy(planned) === saidBy(fresh);
}

function relook({ planned, current }: { planned: Storyboard; current: Storyboard }, look: Storyboard['look']) {
  return { planned: { ...planned, look }, current: { ...current, look } };
}

/** A kit that gains a call to action may be planned with other scenes: their words belong to another film. */
function followShot(
  shot: StoryboardShot,
  planned: StoryboardShot | undefined,
  fresh: StoryboardShot | undefined,
): StoryboardShot {
  if (!planned || !fresh || fresh.scene.kind !== shot.scene.kind) return shot;
  const isUnedited = canonicalJson(shot.scene.words) === canonicalJson(planned.scene.words);
  const pick = (key: 'picturePrompt' | 'motionPrompt' | 'negativePrompt') =>
    shot[key] === planned[key] ? fresh[key] : shot[key];
  return {
    ...shot,
    picturePrompt: pick('picturePrompt'),
    motionPrompt: pick('motionPrompt'),
    negativePrompt: pick('negativePrompt'),
    scene: isUnedited ? { ...shot.scene, words: fresh.scene.words } : shot.scene,
  };
}
