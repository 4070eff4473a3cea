import type { BodyOf, ProjectTree, Shot } from '../../api/types.ts';

export type ShotChanges = BodyOf<'updateShot'>;

/** Puts a changed shot into the tree that is on screen, so that nothing flickers until the server's events arrive. */
export function replaceShot(tree: ProjectTree, changed: Shot): ProjectTree {
  return {
    ...tree,
    scenes: tree.scenes.map((scene) => ({
      ...scene,
      shots: scene.shots.map((shot) => (shot.id === changed.id ? changed : shot)),
    })),
  };
}

/** Fields of a shot that stand in its scene's description. */
export function shownOf({ scene }: Shot) {
  return { words: scene.words, move: scene.move, seed: scene.seed };
}

/** What the changed fields were before, for Undo. */
export function previousOf(shot: Shot, changes: ShotChanges): ShotChanges {
  const before = { ...shot, ...shownOf(shot) } as Record<string, unknown>;
  return Object.fromEntries(Object.keys(changes).map((key) => [key, before[key] ?? undefined])) as ShotChanges;
}
