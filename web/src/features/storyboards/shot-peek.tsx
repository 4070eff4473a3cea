import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ProjectTree, Shot } from '../../api/index.ts';
import { keyLabel, useHotkeys } from '../../app/hotkeys/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Duration, IconButton, Modal, Mono, QuoteButton, Segmented } from '../../ui/index.ts';
import { selectedTake, shotsOf } from './film-parts.ts';
import './shot-peek.css';
import { ShotFields } from './shot-fields.tsx';
import { leafOf, useLeaves } from './shot-leaves.ts';
import { ShotStage, type StageMode } from './shot-stage.tsx';
import { type Side, TakeRow } from './take-row.tsx';
import { useRefresh } from './use-refresh.ts';
import { useShotEdit } from './use-shot-edit.ts';

const MODES: readonly { mode: StageMode; key: string }[] = [
  { mode: 'now', key: 'n' },
  { mode: 'wipe', key: 'w' },
  { mode: 'side', key: 's' },
  { mode: 'flip', key: '\\' },
];

/** The first edit that makes the take old puts the exact new frame beside it. */
function useBecameStale(shot: Shot, show: () => void): void {
  const before = useRef(shot.state);
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (shot.state === 'stale' && before.current === 'ready') latest.current();
    before.current = shot.state;
  }, [shot.state]);
}

/** A take that arrives while the dialog is open is shown beside the chosen one; choosing it stays with the person. */
function useNewTake(shot: Shot, show: (takeId: string) => void): void {
  const seen = useRef(shot.takes.length);
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    const newest = shot.takes.at(-1);
    if (newest && shot.takes.length > seen.current) latest.current(newest.id);
    seen.current = shot.takes.length;
  }, [shot.takes]);
}

/** S10: make, compare and choose takes of one shot; change one thing and see the exact frame before paying for it. */
export function ShotPeek({
  tree,
  shotId,
  onOpen,
}: {
  tree: ProjectTree;
  shotId: string;
  onOpen: (shotId: string | null) => void;
}) {
  const t = useWords();
  const format = useFormat();
  const shots = shotsOf(tree);
  const index = shots.findIndex(({ id }) => id === shotId);
  const shot = shots[index];
  if (!shot) throw new Error(`Shot ${shotId} is not in the tree.`);
  const refresh = useRefresh(tree);
  const leaf = leafOf(useLeaves(tree), shot);
  const canWrite = useMay('projects.write');
  const edit = useShotEdit(tree, shot);
  const chosen = selectedTake(shot);
  const other = shot.takes.findLast((take) => take.id !== chosen?.id);
  const [mode, setMode] = useState<StageMode>(chosen ? (shot.state === 'stale' ? 'wipe' : 'flip') : 'now');
  const [a, setA] = useState<Side>(chosen?.id ?? 'now');
  const [b, setB] = useState<Side>(shot.state === 'stale' ? 'now' : (other?.id ?? 'now'));
  useNewTake(shot, (takeId) => {
    setA(chosen?.id ?? 'now');
    setB(takeId);
    setMode('wipe');
  });
  useBecameStale(shot, () => {
    setA(chosen?.id ?? 'now');
    setB('now');
    setMode('wipe');
  });
  const isBusy = shot.state === 'making' || shot.state === 'queued';
  const reasons = [
    ...refresh.reasons,
    ...(isBusy ? [t('shot.isRunning')] : []),
    ...(edit.isSaving ? [t('shot.isSaving')] : []),
  ];
  const choose = (takeId: string) => {
    if (canWrite && takeId !== shot.selectedVideoTakeId)
      edit.commit({ selectedVideoTakeId: takeId }, t('shot.takeChosen', { code: shot.code }));
  };
  const swap = () => {
    setA(b);
    setB(a);
  };
  const neighbour = (by: number) => {
    const next = shots[index + by];
    if (next) onOpen(next.id);
  };
  const make = () => {
    if (refresh.canMake && reasons.length === 0) refresh.run([shot.id]);
  };
  useHotkeys([
    { keys: 'arrowup', label: t('shot.previous'), scope: 'screen', run: () => neighbour(-1) },
    { keys: 'arrowdown', label: t('shot.next'), scope: 'screen', run: () => neighbour(1) },
    { keys: 'mod+enter', label: t('shot.make'), scope: 'screen', inFields: true, run: make },
    { keys: 'x', label: t('shot.swap'), scope: 'screen', run: swap },
    ...MODES.map(({ mode: each, key }) => ({
      keys: key,
      label: t(`stage.${each}`),
      scope: 'screen' as const,
      run: () => setMode(each),
    })),
    ...shot.takes.slice(0, 9).map((take, place) => ({
      keys: String(place + 1),
      label: t('shot.chooseTake', { number: take.number }),
      scope: 'screen' as const,
      run: () => choose(take.id),
    })),
  ]);
  return (
    <Modal shape="peek" label={t('shot.dialog', { code: shot.code })} onClose={() => onOpen(null)}>
      <header className="top peek-top">
        <IconButton icon={ChevronUp} label={t('shot.previous')} disabled={index === 0} onClick={() => neighbour(-1)} />
        <IconButton
          icon={ChevronDown}
          label={t('shot.next')}
          disabled={index === shots.length - 1}
          onClick={() => neighbour(1)}
        />
        <Mono>{shot.code}</Mono>
        <h2 className="strong cut" dir="auto">
          {shot.title}
        </h2>
        <span className="text-3">
          <Duration>{format.seconds(shot.lengthFrames / tree.project.fps)}</Duration>
        </span>
        <span className="grow" />
        <Segmented
          label={t('stage.mode')}
          value={mode}
          choices={MODES.map(({ mode: value, key }) => ({
            value,
            label: t(`stage.${value}`),
            keyHint: keyLabel(key),
            isHeld: value !== 'now' && !chosen,
          }))}
          onChange={setMode}
        />
        <IconButton data-autofocus icon={X} label={t('do.close')} onClick={() => onOpen(null)} />
      </header>
      <div className="peek-body">
        <div className="peek-main">
          <ShotStage tree={tree} shot={shot} mode={mode} a={a} b={b} />
          <TakeRow
            shot={shot}
            leaf={leaf}
            a={a}
            b={b}
            canChoose={canWrite}
            onChoose={choose}
            onSide={(side, take) => (side === 'a' ? setA(take) : setB(take))}
          />
        </div>
        <aside className="peek-side" aria-label={t('shot.edit')}>
          <div className="peek-fields">
            <ShotFields edit={edit} isReadOnly={!canWrite} />
          </div>
          <footer className="peek-foot">
            <p className="small text-2">
              {t('quote.madeBy')} <bdi className="strong">{chosen?.madeBy ?? t('maker.builtIn')}</bdi>
              {edit.savedAt ? (
                <span className="text-3"> · {t('film.saved', { time: format.clock(edit.savedAt) })}</span>
              ) : null}
            </p>
            {refresh.canMake ? (
              <QuoteButton
                isWide
                look="main"
                size="form"
                price={refresh.onePrice}
                keyHint={keyLabel('mod+enter')}
                reasons={reasons}
                disabled={refresh.isBusy}
                onClick={make}
              >
                {t('shot.make')}
              </QuoteButton>
            ) : (
              <span className="chip">{t('board.viewOnly')}</span>
            )}
          </footer>
        </aside>
      </div>
    </Modal>
  );
}
