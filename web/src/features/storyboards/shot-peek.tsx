import { ChevronDown, ChevronUp, X } from 'lucide-react';
import type { Job, ProjectTree, Shot } from '../../api/index.ts';
import { keyLabel, useHotkeys } from '../../app/hotkeys/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useMaker, useWords } from '../../app/words/index.ts';
import { Duration, IconButton, Modal, Mono, QuoteButton, Segmented } from '../../ui/index.ts';
import { isActive } from '../jobs/index.ts';
import { selectedTake, shotsOf } from './film-parts.ts';
import './shot-peek.css';
import { ShotFields } from './shot-fields.tsx';
import { ShotFinish } from './shot-finish.tsx';
import { leafOf, useLeaves } from './shot-leaves.ts';
import { isOrder, OrderProgress, ShotMaker } from './shot-maker.tsx';
import { ShotStage, type StageMode } from './shot-stage.tsx';
import { TakeRow } from './take-row.tsx';
import { usePeekSides } from './use-peek-sides.ts';
import { type Refresh, useRefresh } from './use-refresh.ts';
import { type ShotEdit, useShotEdit } from './use-shot-edit.ts';
import { type ShotOrder, useShotOrder } from './use-shot-order.ts';

const MODES: readonly { mode: StageMode; key: string }[] = [
  { mode: 'now', key: 'n' },
  { mode: 'wipe', key: 'w' },
  { mode: 'side', key: 's' },
  { mode: 'flip', key: '\\' },
];

type Props = { tree: ProjectTree; shotId: string; onOpen: (shotId: string | null) => void };

/** S10: make, compare and choose takes of one shot; change one thing and see the exact frame before paying for it. */
export function ShotPeek({ tree, shotId, onOpen }: Props) {
  const t = useWords();
  const shots = shotsOf(tree);
  const index = shots.findIndex(({ id }) => id === shotId);
  const shot = shots[index];
  if (!shot) throw new Error(`Shot ${shotId} is not in the tree.`);
  const refresh = useRefresh(tree);
  const leaf = leafOf(useLeaves(tree), shot);
  const canWrite = useMay('projects.write');
  const edit = useShotEdit(tree, shot);
  const order = useShotOrder(tree, shot);
  const sides = usePeekSides(shot);
  const isAsked = leaf !== undefined && isOrder(leaf) && isActive(leaf);
  const isBusy = shot.state === 'making' || shot.state === 'queued' || isAsked;
  const busy = isBusy ? [t('shot.isRunning')] : [];
  const reasons = [...refresh.reasons, ...busy, ...(edit.isSaving ? [t('shot.isSaving')] : [])];
  const choose = (takeId: string) => {
    if (canWrite && takeId !== shot.selectedVideoTakeId)
      edit.commit({ selectedVideoTakeId: takeId }, t('shot.takeChosen', { code: shot.code }));
  };
  const neighbour = (by: number) => {
    const next = shots[index + by];
    if (next) onOpen(next.id);
  };
  const make = () => {
    if (!refresh.canMake || reasons.length > 0) return;
    if (order.chosen) order.run();
    else refresh.run([shot.id]);
  };
  usePeekKeys({ shot, sides, neighbour, choose, make });
  return (
    <Modal shape="peek" label={t('shot.dialog', { code: shot.code })} onClose={() => onOpen(null)}>
      <PeekHead tree={tree} shot={shot} sides={sides} neighbour={neighbour} onClose={() => onOpen(null)} />
      <div className="peek-body">
        <div className="peek-main">
          <ShotStage tree={tree} shot={shot} mode={sides.mode} a={sides.a} b={sides.b} />
          <TakeRow
            shot={shot}
            leaf={leaf}
            a={sides.a}
            b={sides.b}
            canChoose={canWrite}
            onChoose={choose}
            onSide={sides.setSide}
          />
        </div>
        <aside className="peek-side" aria-label={t('shot.edit')}>
          <div className="peek-fields">
            <ShotFields {...{ tree, shot, edit }} isReadOnly={!canWrite} />
          </div>
          <PeekFoot {...{ tree, shot, edit, refresh, order, leaf, reasons }} onMake={make} />
        </aside>
      </div>
    </Modal>
  );
}

type Sides = ReturnType<typeof usePeekSides>;
type Keys = {
  shot: Shot;
  sides: Sides;
  neighbour: (by: number) => void;
  choose: (takeId: string) => void;
  make: () => void;
};

function usePeekKeys({ shot, sides, neighbour, choose, make }: Keys): void {
  const t = useWords();
  useHotkeys([
    { keys: 'arrowup', label: t('shot.previous'), scope: 'screen', run: () => neighbour(-1) },
    { keys: 'arrowdown', label: t('shot.next'), scope: 'screen', run: () => neighbour(1) },
    { keys: 'mod+enter', label: t('shot.make'), scope: 'screen', inFields: true, run: make },
    { keys: 'x', label: t('shot.swap'), scope: 'screen', run: sides.swap },
    ...MODES.map(({ mode, key }) => ({
      keys: key,
      label: t(`stage.${mode}`),
      scope: 'screen' as const,
      run: () => sides.setMode(mode),
    })),
    ...shot.takes.slice(0, 9).map((take, place) => ({
      keys: String(place + 1),
      label: t('shot.chooseTake', { number: take.number }),
      scope: 'screen' as const,
      run: () => choose(take.id),
    })),
  ]);
}

type HeadProps = Pick<Keys, 'shot' | 'sides' | 'neighbour'> & { tree: ProjectTree; onClose: () => void };

function PeekHead({ tree, shot, sides, neighbour, onClose }: HeadProps) {
  const t = useWords();
  const format = useFormat();
  const shots = shotsOf(tree);
  const isFirst = shots[0]?.id === shot.id;
  const isLast = shots.at(-1)?.id === shot.id;
  return (
    <header className="top peek-top">
      <IconButton icon={ChevronUp} label={t('shot.previous')} disabled={isFirst} onClick={() => neighbour(-1)} />
      <IconButton icon={ChevronDown} label={t('shot.next')} disabled={isLast} onClick={() => neighbour(1)} />
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
        value={sides.mode}
        choices={MODES.map(({ mode: value, key }) => ({
          value,
          label: t(`stage.${value}`),
          keyHint: keyLabel(key),
          isHeld: value !== 'now' && !selectedTake(shot),
        }))}
        onChange={sides.setMode}
      />
      <IconButton data-autofocus icon={X} label={t('do.close')} onClick={onClose} />
    </header>
  );
}

type FootProps = {
  tree: ProjectTree;
  shot: Shot;
  edit: ShotEdit;
  refresh: Refresh;
  order: ShotOrder;
  leaf: Job | undefined;
  reasons: string[];
  onMake: () => void;
};

const PRESSES = { picture: 'shot.makePicture', motion: 'shot.makeMotion' } as const;

/** Who made what is shown, and the one paid button with its price. */
function PeekFoot({ tree, shot, edit, refresh, order, leaf, reasons, onMake }: FootProps) {
  const maker = useMaker();
  const t = useWords();
  const format = useFormat();
  return (
    <footer className="peek-foot">
      <p className="small text-2">
        {t('quote.madeBy')} <bdi className="strong">{maker(selectedTake(shot)?.madeBy ?? t('maker.builtIn'))}</bdi>
        {edit.savedAt ? (
          <span className="text-3"> · {t('film.saved', { time: format.clock(edit.savedAt) })}</span>
        ) : null}
      </p>
      <OrderProgress leaf={leaf} />
      {refresh.canMake ? <ShotMaker order={order} /> : null}
      {refresh.canMake ? (
        <QuoteButton
          isWide
          look="main"
          size="form"
          price={order.chosen ? order.price : refresh.onePrice}
          keyHint={order.chosen ? undefined : keyLabel('mod+enter')}
          reasons={reasons}
          disabled={order.chosen ? order.isBusy : refresh.isBusy}
          onClick={onMake}
        >
          {t(order.chosen ? PRESSES[order.what] : 'shot.make')}
        </QuoteButton>
      ) : (
        <span className="chip">{t('board.viewOnly')}</span>
      )}
      {refresh.canMake ? <ShotFinish {...{ tree, shot, order, reasons }} /> : null}
    </footer>
  );
}
