import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type BodyOf, call, type ProjectTree, type Shot, treeQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';

export type ShotChanges = BodyOf<'updateShot'>;
const PAUSE_MS = 1000;

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

/** What the changed fields were before, for Undo. */
export function previousOf(shot: Shot, changes: ShotChanges): ShotChanges {
  const before = { ...shot, words: shot.scene.words, move: shot.scene.move, seed: shot.scene.seed } as Record<
    string,
    unknown
  >;
  return Object.fromEntries(Object.keys(changes).map((key) => [key, before[key] ?? undefined])) as ShotChanges;
}

/**
 * Edits of one shot: typed changes are kept at once and sent a second after the last one, based on the revision they
 * were made from. The old take stays; Undo sends what was there before.
 */
export function useShotEdit(tree: ProjectTree, shot: Shot) {
  const t = useWords();
  const client = useQueryClient();
  const [pending, setPending] = useState<ShotChanges>({});
  const [savedAt, setSavedAt] = useState<number>();
  const revision = useRef(shot.revision);
  revision.current = Math.max(revision.current, shot.revision);
  const send = useMutation({
    mutationFn: (changes: ShotChanges) =>
      call('updateShot', { params: { id: shot.id }, ifMatch: revision.current, body: changes }),
    onSuccess: (changed, changes) => {
      revision.current = changed.revision;
      setSavedAt(Date.now());
      setPending((now) => (now === changes ? {} : now));
      client.setQueryData(treeQuery(tree.project.id).queryKey, (old) => (old ? replaceShot(old, changed) : old));
      void client.invalidateQueries({ queryKey: treeQuery(tree.project.id).queryKey });
    },
    onError: (error) => {
      toastProblem(error);
      void client.invalidateQueries({ queryKey: treeQuery(tree.project.id).queryKey });
    },
    scope: { id: `shot-${shot.id}` },
  });
  const commit = (changes: ShotChanges, sentence: string) => {
    const before = previousOf(shot, changes);
    send.mutate(changes, {
      onSuccess: () => showToast({ text: sentence, undo: () => send.mutate(before) }),
    });
  };
  const latest = useRef({ pending, commit });
  latest.current = { pending, commit };
  const flush = useRef(() => {
    const { pending: now, commit: save } = latest.current;
    if (Object.keys(now).length > 0) save(now, t('shot.wordsChanged', { code: shot.code }));
  });
  useEffect(() => {
    if (Object.keys(pending).length === 0) return;
    const timer = setTimeout(() => flush.current(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [pending]);
  useEffect(() => () => flush.current(), []);
  return {
    value: {
      ...previousOf(shot, {
        title: '',
        picturePrompt: '',
        motionPrompt: '',
        narration: '',
        words: {},
        move: 'pan',
        seed: 0,
      }),
      ...pending,
    } as Required<ShotChanges>,
    change: (changes: ShotChanges) => setPending((before) => ({ ...before, ...changes })),
    commit,
    savedAt,
    isSaving: send.isPending || Object.keys(pending).length > 0,
  };
}
