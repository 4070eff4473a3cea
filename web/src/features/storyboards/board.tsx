import { LayoutGrid, PanelRight, Play } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ProjectTree, Shot } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { Screen, toggleInspector } from '../../app/shell/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, Duration, Icon, IconButton, QuoteButton, StatusMark } from '../../ui/index.ts';
import { mainAction, shotsOf } from './film-parts.ts';
import { FilmSoFar } from './film-so-far.tsx';
import { SceneInspector } from './scene-inspector.tsx';
import { ShotCard } from './shot-card.tsx';
import { leafOf, useLeaves } from './shot-leaves.ts';
import { type Refresh, useRefresh } from './use-refresh.ts';

/** S09: the whole film as pictures, filling live, improved shot by shot. */
export function Board({
  tree,
  tabs,
  onOpen,
  onPlay,
}: {
  tree: ProjectTree;
  tabs: ReactNode;
  onOpen: (shotId: string) => void;
  onPlay: () => void;
}) {
  const t = useWords();
  const format = useFormat();
  const refresh = useRefresh(tree);
  const leaves = useLeaves(tree);
  const [selectedId, setSelectedId] = useState<string>();
  const [cardWidth, setCardWidth] = useState(() => Math.min(720, Math.max(300, Math.round(innerWidth / 100) * 20)));
  const board = useRef<HTMLDivElement>(null);
  const shots = shotsOf(tree);
  const selected = shots.find(({ id }) => id === selectedId) ?? shots[0];
  const focusShot = (shot: Shot | undefined) =>
    shot && board.current?.querySelector<HTMLElement>(`[data-shot="${shot.id}"]`)?.focus();
  const move = (by: number) => focusShot(shots[Math.max(0, shots.findIndex(({ id }) => id === selected?.id) + by)]);
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
  useHotkeys([
    { keys: 'arrowright', label: t('board.next'), scope: 'screen', run: () => move(forward) },
    { keys: 'arrowleft', label: t('board.previous'), scope: 'screen', run: () => move(-forward) },
    { keys: 'arrowdown', label: t('board.down'), scope: 'screen', run: () => move(columnsOf(board.current)) },
    { keys: 'arrowup', label: t('board.up'), scope: 'screen', run: () => move(-columnsOf(board.current)) },
    { keys: 'enter', label: t('board.open'), scope: 'screen', run: () => selected && onOpen(selected.id) },
    { keys: 'e', label: t('board.open'), scope: 'screen', run: () => selected && onOpen(selected.id) },
    { keys: 'space', label: t('player.play'), scope: 'screen', run: onPlay },
    {
      keys: 'mod+enter',
      label: t('board.mainAction'),
      scope: 'screen',
      run: () => ['refresh', 'make'].includes(mainAction(tree)) && refresh.run(),
    },
  ]);
  return (
    <Screen
      title={tree.project.name}
      beside={
        <span className="text-3 film-length">
          <Duration>{format.seconds(tree.project.seconds)}</Duration>
        </span>
      }
      tabs={tabs}
      inspectorLabel={t('board.inspector')}
      inspector={selected ? <SceneInspector tree={tree} shot={selected} onOpen={onOpen} /> : undefined}
      banner={
        <BoardBanner
          tree={tree}
          refresh={refresh}
          onShow={() => focusShot(shots.find(({ state }) => state === 'stale'))}
        />
      }
      footer={
        <FilmSoFar
          tree={tree}
          onPlay={onPlay}
          onSelect={(id) => focusShot(shots.find((shot) => shot.id === id))}
          selectedId={selected?.id}
        />
      }
      actions={
        <>
          <span className="board-zoom">
            <Icon of={LayoutGrid} />
            <input
              className="slider"
              type="range"
              min={180}
              max={720}
              step={20}
              value={cardWidth}
              aria-label={t('board.zoom')}
              onChange={(event) => setCardWidth(Number(event.target.value))}
            />
          </span>
          <Button icon={Play} keyHint="Space" onClick={onPlay} disabled={shots.length === 0}>
            {t('player.play')}
          </Button>
          <BoardMain tree={tree} refresh={refresh} />
          <IconButton
            className="board-fold"
            icon={PanelRight}
            flipIcon
            label={t('keys.inspector')}
            onClick={toggleInspector}
          />
        </>
      }
    >
      <div ref={board} className="scenes" style={{ '--card': `${cardWidth}px` } as object}>
        {shots.length === 0 ? <Planning tree={tree} /> : null}
        {tree.scenes.map((scene) => (
          <section key={scene.id} className="scene" aria-labelledby={`scene-${scene.id}`}>
            <header>
              <bdi className="time text-3">{scene.number}</bdi>
              <h2 id={`scene-${scene.id}`} className="strong cut" dir="auto">
                {scene.title}
              </h2>
              <span className="text-3">
                <Duration>{format.seconds(scene.lengthFrames / tree.project.fps)}</Duration>
              </span>
              {scene.timeNotes.map((note) => (
                <StatusMark key={note} mark="stale">
                  <bdi className="small">{note}</bdi>
                </StatusMark>
              ))}
            </header>
            <ul className="shots">
              {scene.shots.map((shot) => (
                <ShotCard
                  key={shot.id}
                  shot={shot}
                  leaf={leafOf(leaves, shot)}
                  fps={tree.project.fps}
                  isSelected={shot.id === selected?.id}
                  refresh={refresh}
                  onSelect={() => setSelectedId(shot.id)}
                  onOpen={() => onOpen(shot.id)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Screen>
  );
}

function columnsOf(board: HTMLElement | null): number {
  const grid = board?.querySelector('.shots');
  return grid ? getComputedStyle(grid).gridTemplateColumns.split(' ').length : 1;
}

/** Before the plan stands: empty frames in the final shape, so that nothing jumps when it arrives. */
function Planning({ tree }: { tree: ProjectTree }) {
  const t = useWords();
  return (
    <section className="scene" aria-label={t('board.planning')} aria-busy="true">
      <header>
        <StatusMark mark={tree.project.activeJobId ? 'running' : 'queued'}>
          {t(tree.project.activeJobId ? 'board.planning' : 'board.noPlan')}
        </StatusMark>
      </header>
      <ul className="shots">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((place) => (
          <li key={place} className="media shot-empty frame" />
        ))}
      </ul>
    </section>
  );
}

function BoardMain({ tree, refresh }: { tree: ProjectTree; refresh: Refresh }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const action = mainAction(tree);
  if (!refresh.canMake) return <span className="chip">{t('board.viewOnly')}</span>;
  if (action === 'deliver') {
    return (
      <ButtonLink look="main" href={`/film/${tree.project.id}/deliver`}>
        {t('film.tab.deliver')}
      </ButtonLink>
    );
  }
  if (action !== 'make') return null;
  if (tree.scenes.length === 0)
    return (
      <Button look="main" onClick={() => navigate('/projects/new/film')}>
        {t('nav.newFilm')}
      </Button>
    );
  return (
    <QuoteButton
      look="main"
      price={refresh.allPrice}
      reasons={[]}
      disabled={refresh.isBusy || refresh.reasons.length > 0}
      onClick={() => refresh.run()}
    >
      {t('board.makeMissing')}
    </QuoteButton>
  );
}

/** What changed since the takes were made, and what bringing them up to date costs. */
function BoardBanner({ tree, refresh, onShow }: { tree: ProjectTree; refresh: Refresh; onShow: () => void }) {
  const t = useWords();
  const [isKept, setKept] = useState(false);
  const stale = shotsOf(tree).filter(({ state }) => state === 'stale');
  if (stale.length === 0 || isKept || tree.project.activeJobId) return null;
  const reasons = [...new Set(stale.map(({ staleReason }) => staleReason).filter(Boolean))];
  return (
    <div className="banner board-banner">
      <StatusMark mark="stale" />
      <p className="grow cut">
        <b className="strong">{t('project.stale', { count: stale.length })}</b> <bdi>{reasons.join(' ')}</bdi>
      </p>
      <Button look="plain" onClick={() => setKept(true)}>
        {t('board.keep')}
      </Button>
      <Button onClick={onShow}>{t('board.show')}</Button>
      {refresh.canMake ? (
        <QuoteButton
          look="main"
          price={refresh.allPrice}
          disabled={refresh.isBusy || refresh.reasons.length > 0}
          onClick={() => refresh.run()}
        >
          {t('board.refresh', { count: stale.length })}
        </QuoteButton>
      ) : null}
    </div>
  );
}
