import { KinoraError, type SceneKind } from '@kinora/contract';
import { closeScene } from './close.ts';
import { endCardScene } from './end-card.ts';
import { heroScene } from './hero.ts';
import { macroScene } from './macro.ts';
import { panelsScene } from './panels.ts';
import { priceScene } from './price.ts';
import type { SceneDefinition } from './scene.ts';
import { splitScene } from './split.ts';
import { spotlightScene } from './spotlight.ts';

const SCENES: Partial<Record<SceneKind, SceneDefinition>> = {
  hero: heroScene,
  close: closeScene,
  end_card: endCardScene,
  macro: macroScene,
  panels: panelsScene,
  price: priceScene,
  split: splitScene,
  spotlight: spotlightScene,
};

export function sceneOf(kind: SceneKind): SceneDefinition {
  const scene = SCENES[kind];
  if (!scene) throw new KinoraError('scene.kind_unknown', `No scene of kind "${kind}" is registered.`);
  return scene;
}

/** Kinds that can be drawn. */
export const SCENE_KINDS = Object.keys(SCENES) as SceneKind[];
