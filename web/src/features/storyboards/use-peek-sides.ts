import { useEffect, useRef, useState } from 'react';
import type { Shot } from '../../api/index.ts';
import { selectedTake } from './film-parts.ts';
import type { StageMode } from './shot-stage.tsx';
import type { Side } from './take-row.tsx';

/** What stands on the two sides of the stage and how they are compared. */
export function usePeekSides(shot: Shot) {
  const chosen = selectedTake(shot);
  const other = shot.takes.findLast((take) => take.id !== chosen?.id);
  const [mode, setMode] = useState<StageMode>(chosen ? (shot.state === 'stale' ? 'wipe' : 'flip') : 'now');
  const [a, setA] = useState<Side>(chosen?.id ?? 'now');
  const [b, setB] = useState<Side>(shot.state === 'stale' ? 'now' : (other?.id ?? 'now'));
  const showBeside = (side: Side) => {
    setA(chosen?.id ?? 'now');
    setB(side);
    setMode('wipe');
  };
  useNewTake(shot, showBeside);
  useBecameStale(shot, () => showBeside('now'));
  const swap = () => {
    setA(b);
    setB(a);
  };
  return {
    mode,
    setMode,
    a,
    b,
    setSide: (side: 'a' | 'b', take: Side) => (side === 'a' ? setA(take) : setB(take)),
    swap,
  };
}

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
