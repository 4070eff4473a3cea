import type { Language, StoryBeat, StoryboardScene, StoryboardShot } from '@kinora/contract';
import { MESSAGES } from './messages.ts';
import { clip } from './text.ts';

/** Neighbouring shots of one part of the argument are one scene: 2A, 2B. */
export function groupScenes(
  shots: readonly { shot: StoryboardShot; beat: StoryBeat }[],
  language: Language,
): StoryboardScene[] {
  const scenes: StoryboardScene[] = [];
  for (const { shot, beat } of shots) {
    const last = scenes.at(-1);
    const scene = last?.beat === beat ? last : startScene(scenes, beat, language);
    scene.shots.push({ ...shot, code: `${scene.number}${String.fromCharCode(65 + (scene.shots.length % 26))}` });
  }
  return scenes.map((scene) => ({ ...scene, summary: summarise(scene) }));
}

function startScene(scenes: StoryboardScene[], beat: StoryboardScene['beat'], language: Language): StoryboardScene {
  const number = scenes.length + 1;
  const scene: StoryboardScene = {
    key: `scene${number}`,
    number,
    beat,
    title: MESSAGES[language].beats[beat],
    summary: '',
    shots: [],
  };
  scenes.push(scene);
  return scene;
}

function summarise(scene: StoryboardScene): string {
  const parts = scene.shots.map((shot) => {
    const { words } = shot.scene;
    const shown = [words.lines.join(' '), words.items.join(', '), words.figure, words.wordmark]
      .filter(Boolean)
      .join(' · ');
    return shown ? `${shot.title}: ${shown}` : shot.title;
  });
  return clip(parts.join('. '), 600);
}
