import { KinoraError, type SceneKind } from '@kinora/contract';
import { beamScene } from './beam.ts';
import { catwalkScene } from './catwalk.ts';
import { closeScene } from './close.ts';
import { detailScene } from './detail.ts';
import { endCardScene } from './end-card.ts';
import { gridScene } from './grid.ts';
import { heroScene } from './hero.ts';
import { kineticWordsScene } from './kinetic-words.ts';
import { lineUpScene } from './line-up.ts';
import { macroScene } from './macro.ts';
import { panelsScene } from './panels.ts';
import { parallaxScene } from './parallax.ts';
import { photoScene } from './photo.ts';
import { priceScene } from './price.ts';
import type { SceneDefinition } from './scene.ts';
import { splitScene } from './split.ts';
import { spotlightScene } from './spotlight.ts';
import { stopMotionScene } from './stop-motion.ts';
import { studioFloorScene } from './studio-floor.ts';
import { turntableScene } from './turntable.ts';
import { typographicScene } from './typographic.ts';
import { videoScene } from './video.ts';

/** Every kind of the contract; the type makes a missing one a compile error. */
const SCENES: Record<SceneKind, SceneDefinition> = {
  panels: panelsScene,
  hero: heroScene,
  close: closeScene,
  split: splitScene,
  macro: macroScene,
  spotlight: spotlightScene,
  price: priceScene,
  end_card: endCardScene,
  grid: gridScene,
  kinetic_words: kineticWordsScene,
  line_up: lineUpScene,
  stop_motion: stopMotionScene,
  studio_floor: studioFloorScene,
  photo: photoScene,
  parallax: parallaxScene,
  typographic: typographicScene,
  video: videoScene,
  catwalk: catwalkScene,
  turntable: turntableScene,
  detail: detailScene,
  beam: beamScene,
};

export function sceneOf(kind: SceneKind): SceneDefinition {
  const scene = SCENES[kind];
  if (!scene) throw new KinoraError('scene.kind_unknown', `No scene of kind "${kind}" is registered.`);
  return scene;
}

/** Kinds that can be drawn. */
export const SCENE_KINDS = Object.keys(SCENES) as SceneKind[];
