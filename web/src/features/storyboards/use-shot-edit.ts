import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError, call, type ProjectTree, type Shot, treeQuery } from '../../api/index.ts';
import { findUnsent, letGo, useFlushOnLeave, useKeepWaiting, useOwner } from '../../app/kept/index.ts';
import { useWords } from '../../app/words/index.ts';
import { sentenceOf, showToast } from '../../ui/index.ts';
import { previousOf, replaceShot, type ShotChanges, shownOf } from './shot-changes.ts';

const PAUSE_MS = 1000;
const TRY_AGAIN_MS = 3000;

/**
 * Edits of one shot: typed changes are kept at once and sent a second after the last one, based on the revision they
 * were made from. The old take stays; Undo sends what was there before. A refusal takes the change back, says why and
 * offers it again; without a connection the change stays where it was typed and is sent when the studio answers.
 */
export function useShotEdit(tree: ProjectTree, shot: Shot) {
  const t = useWords();
  const client = useQueryClient();
  const owner = useOwner();
  const about = `shot.${shot.id}`;
  // Typed before a reload or a crash and never sent: it stands in its field again and goes out by itself.
  const [pending, setPending] = useState<ShotChanges>(
    () => findUnsent<ShotChanges>(owner, about, { ...shot, ...shownOf(shot) }) ?? {},
  );
  const hasPending = Object.keys(pending).length > 0;
  useKeepWaiting(about, hasPending ? pending : undefined);
  const [tries, setTries] = useState(0);
  const [savedAt, setSavedAt] = useState<number>();
  const isOpen = useRef(true);
  const revision = useRef(shot.revision);
  revision.current = Math.max(revision.current, shot.revision);
  const send = useMutation({
    mutationFn: (changes: ShotChanges) =>
      call('updateShot', { params: { id: shot.id }, ifMatch: revision.current, body: changes }),
    onSuccess: (changed, changes) => {
      revision.current = changed.revision;
      letGo(owner, about, changes);
      setSavedAt(Date.now());
      setPending((now) => (now === changes ? {} : now));
      client.setQueryData(treeQuery(tree.project.id).queryKey, (old) => (old ? replaceShot(old, changed) : old));
      void client.invalidateQueries({ queryKey: treeQuery(tree.project.id).queryKey });
    },
    onError: (error, changes) => {
      // Typed words wait in their field; once the dialog is closed, the message holds them.
      if (error instanceof ApiError && error.code === 'offline' && isOpen.current) {
        setTimeout(() => setTries((count) => count + 1), TRY_AGAIN_MS);
        return;
      }
      setPending((now) => (now === changes ? {} : now));
      showToast({ text: sentenceOf(error), tone: 'bad', again: () => latest.current.save(changes) });
      void client.invalidateQueries({ queryKey: treeQuery(tree.project.id).queryKey });
    },
    scope: { id: `shot-${shot.id}` },
  });
  const commit = (changes: ShotChanges, sentence: string) => {
    const before = previousOf(shot, changes);
    send.mutateAsync(changes).then(
      () => showToast({ text: sentence, undo: () => send.mutate(before) }),
      () => undefined, // told by `onError`
    );
  };
  const save = (changes: ShotChanges) => commit(changes, t('shot.wordsChanged', { code: shot.code }));
  const latest = useRef({ pending, save });
  latest.current = { pending, save };
  const flush = useRef(() => {
    if (Object.keys(latest.current.pending).length > 0) latest.current.save(latest.current.pending);
  });
  useEffect(() => {
    void tries;
    if (Object.keys(pending).length === 0) return;
    const timer = setTimeout(() => flush.current(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [pending, tries]);
  useFlushOnLeave(() => flush.current());
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
      flush.current();
    };
  }, []);
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
    isSaving: send.isPending || hasPending,
  };
}
export type ShotEdit = ReturnType<typeof useShotEdit>;
