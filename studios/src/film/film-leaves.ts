import type { FilmDependencies } from './dependencies.ts';
import { createAnalyseLeaf } from './leaves/analyse.ts';
import { createFinishLeaf } from './leaves/finish.ts';
import { createMusicLeaf } from './leaves/music.ts';
import { createRenderLeaf } from './leaves/render.ts';
import { createShotLeaf } from './leaves/shot.ts';
import { createShotPictureLeaf } from './leaves/shot-picture.ts';
import { voiceLeaf } from './leaves/voice.ts';
import { writePlanLeaf } from './leaves/write-plan.ts';
import { writePromptLeaf } from './leaves/write-prompt.ts';

export function createFilmLeaves(dependencies: FilmDependencies) {
  return {
    analyse: createAnalyseLeaf(dependencies),
    voice: voiceLeaf,
    music: createMusicLeaf(dependencies),
    shot: createShotLeaf(dependencies),
    shotPicture: createShotPictureLeaf(dependencies),
    writePlan: writePlanLeaf,
    writePrompt: writePromptLeaf,
    render: createRenderLeaf(dependencies),
    finish: createFinishLeaf(dependencies),
  };
}
export type FilmLeaves = ReturnType<typeof createFilmLeaves>;
