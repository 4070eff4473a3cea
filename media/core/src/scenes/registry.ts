import { KinoraError, type SceneKind } from '@kinora/contract';
import { closeScene } from './close.ts';
import { endCardScene } from './end-card.ts';
import { heroScene } from './hero.ts';
import type { SceneDefinition } from './scene.ts';

const SCENES: Partial<Record<SceneKind, SceneDefinition>> = {
  hero: heroScene,
  close: closeScene,
  end_card: endCardScene,
};

export function sceneOf(kind: SceneKind): SceneDefinition {
  const scene = SCENES[kind];
  if (!scene) throw new KinoraError('scene.kind_unknown', `No scene of kind "${kind}" is registered.`);
  return scene;
}

/** Kinds that can be drawn. */
export const SCENE_KINDS = Object.keys(SCENES) as SceneKind[];
