import type { ProjectTree, Shot, Take } from '../../api/index.ts';
import type { Segment } from '../../ui/media/use-sequence.ts';

export function shotsOf(tree: ProjectTree): Shot[] {
  return tree.scenes.flatMap((scene) => scene.shots);
}

export function selectedTake(shot: Shot): Take | undefined {
  return (
    shot.takes.find(({ id }) => id === shot.selectedVideoTakeId) ??
    shot.takes.findLast(({ state, kind }) => state === 'ready' && kind === 'video')
  );
}

/** The film as it can be watched now: chosen takes, and a still or the planned words where there is none yet. */
export function segmentsSoFar(tree: ProjectTree): Segment[] {
  let startFrame = 0;
  return shotsOf(tree).map((shot) => {
    const take = selectedTake(shot);
    const segment: Segment = {
      startFrame,
      lengthFrames: shot.lengthFrames,
      url: take?.url ?? null,
      posterUrl: take?.posterUrl ?? null,
      words: shot.picturePrompt,
    };
    startFrame += shot.lengthFrames;
    return segment;
  });
}

/** The finished film, when it shows what the storyboard shows; else the shots themselves. */
export function segmentsToPlay(tree: ProjectTree): Segment[] {
  const main = tree.project.ratios[0];
  const film = tree.files.find(({ kind, ratio, isCurrent }) => kind === 'film' && ratio === main && isCurrent);
  if (!film || tree.project.activeJobId) return segmentsSoFar(tree);
  const lengthFrames = film.asset.frames ?? tree.project.seconds * tree.project.fps;
  return [{ startFrame: 0, lengthFrames, url: film.asset.url, posterUrl: film.asset.thumbnailUrl }];
}

export function captionsUrl(tree: ProjectTree): string | null {
  return tree.files.find(({ kind, name }) => kind === 'captions' && name.endsWith('.vtt'))?.asset.url ?? null;
}

export type BoardAction = 'refresh' | 'make' | 'deliver' | 'wait';

/** The one main action of a storyboard: redo what is old, make what is missing, or hand over what is finished. */
export function mainAction(tree: ProjectTree): BoardAction {
  if (tree.project.activeJobId) return 'wait';
  const shots = shotsOf(tree);
  if (shots.some(({ state }) => state === 'stale')) return 'refresh';
  if (shots.length === 0 || shots.some(({ state }) => state === 'planned' || state === 'failed')) return 'make';
  return 'deliver';
}
