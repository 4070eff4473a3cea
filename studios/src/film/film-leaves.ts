import type { FilmDependencies } from './dependencies.ts';
import { createAnalyseLeaf } from './leaves/analyse.ts';
import { createFinishLeaf } from './leaves/finish.ts';
import { createMusicLeaf, createMusicOrderLeaf } from './leaves/music.ts';
import { createRenderLeaf } from './leaves/render.ts';
import { createShotLeaf } from './leaves/shot.ts';
import { shotMotionLeaf } from './leaves/shot-motion.ts';
import { createShotPictureLeaf } from './leaves/shot-picture.ts';
import { createVoiceLeaf } from './leaves/voice.ts';
import { writePlanLeaf } from './leaves/write-plan.ts';
import { writePromptLeaf } from './leaves/write-prompt.ts';
import { writeScriptLeaf } from './leaves/write-script.ts';

export function createFilmLeaves(dependencies: FilmDependencies) {
  return {
    analyse: createAnalyseLeaf(dependencies),
    voice: createVoiceLeaf(dependencies),
    music: createMusicLeaf(dependencies),
    musicOrder: createMusicOrderLeaf(dependencies),
    shot: createShotLeaf(dependencies),
    shotPicture: createShotPictureLeaf(dependencies),
    shotMotion: shotMotionLeaf,
    writePlan: writePlanLeaf,
    writePrompt: writePromptLeaf,
    writeScript: writeScriptLeaf,
    render: createRenderLeaf(dependencies),
    finish: createFinishLeaf(dependencies),
  };
}
export type FilmLeaves = ReturnType<typeof createFilmLeaves>;
