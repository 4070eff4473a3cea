import { type ReactNode, useRef, useState } from 'react';
import type { Job, ProjectTree, Scene } from '../../api/index.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Duration, StatusMark } from '../../ui/index.ts';
import { BoardActions } from './board-actions.tsx';
import { BoardBanner } from './board-banner.tsx';
import { shotsOf } from './film-parts.ts';
import { FilmSoFar } from './film-so-far.tsx';
import { SceneInspector } from './scene-inspector.tsx';
import { ShotCard } from './shot-card.tsx';
import { leafOf, useLeaves } from './shot-leaves.ts';
import { UnknownBanner } from './unknown-banner.tsx';
import { useBoardKeys } from './use-board-keys.ts';
import { useColumns } from './use-columns.ts';
import { type Refresh, useRefresh } from './use-refresh.ts';

type Props = { tree: ProjectTree; tabs: ReactNode; onOpen: (shotId: string) => void; onPlay: () => void };

/** S09: the whole film as pictures, filling live, improved shot by shot. */
export function Board({ tree, tabs, onOpen, onPlay }: Props) {
  const t = useWords();
  const format = useFormat();
  const refresh = useRefresh(tree);
  const leaves = useLeaves(tree);
  const [selectedId, setSelectedId] = useState<string>();
  const [cardWidth, setCardWidth] = useState(() => Math.min(720, Math.max(300, Math.round(innerWidth / 100) * 20)));
  const board = useRef<HTMLDivElement>(null);
  const columns = useColumns(board, cardWidth);
  const shots = shotsOf(tree);
  const selected = shots.find(({ id }) => id === selectedId) ?? shots[0];
  const focusShot = useBoardKeys({ tree, refresh, board, selected, onOpen, onPlay });
  const length = (
    <span className="text-3 film-length">
      <Duration>{format.seconds(tree.project.seconds)}</Duration>
    </span>
  );
  const stale = shots.find(({ state }) => state === 'stale');
  const cards = { leaves, fps: tree.project.fps, selectedId: selected?.id, refresh, onSelect: setSelectedId, onOpen };
  return (
    <Screen
      title={tree.project.name}
      beside={length}
      tabs={tabs}
      inspectorLabel={t('board.inspector')}
      inspector={selected ? <SceneInspector tree={tree} shot={selected} onOpen={onOpen} /> : undefined}
      banner={
        <>
          <UnknownBanner tree={tree} />
          <BoardBanner tree={tree} refresh={refresh} onShow={() => focusShot(stale?.id)} />
        </>
      }
      footer={<FilmSoFar tree={tree} onPlay={onPlay} onSelect={focusShot} selectedId={selected?.id} />}
      actions={<BoardActions {...{ tree, refresh, cardWidth, onPlay }} onCardWidth={setCardWidth} />}
    >
      <div ref={board} className="scenes" style={{ '--columns': columns } as object}>
        {shots.length === 0 ? <Planning tree={tree} columns={columns} /> : null}
        {tree.scenes.map((scene) => (
          <SceneCards key={scene.id} scene={scene} columns={columns} {...cards} />
        ))}
      </div>
    </Screen>
  );
}

type SceneProps = {
  scene: Scene;
  columns: number;
  leaves: readonly Job[];
  fps: number;
  selectedId: string | undefined;
  refresh: Refresh;
  onSelect: (id: string) => void;
  onOpen: (id: string) => void;
};

/** A scene is as wide as its shots, so that short scenes share a row and the whole film is seen at once. */
function SceneCards({ scene, columns, leaves, fps, selectedId, refresh, onSelect, onOpen }: SceneProps) {
  const format = useFormat();
  const said = useSaid();
  const span = Math.max(1, Math.min(scene.shots.length, columns));
  return (
    <section className="scene" style={{ '--span': span } as object} aria-labelledby={`scene-${scene.id}`}>
      <header>
        <bdi className="time text-3">{scene.number}</bdi>
        <h2 id={`scene-${scene.id}`} className="strong cut" dir="auto">
          {scene.title}
        </h2>
        <span className="text-3">
          <Duration>{format.seconds(scene.lengthFrames / fps)}</Duration>
        </span>
        {scene.timeNotes.map((note) => (
          <span key={note} className="scene-note" title={said(note)}>
            <StatusMark mark="stale">
              <bdi className="small cut">{said(note)}</bdi>
            </StatusMark>
          </span>
        ))}
      </header>
      <ul className="shots">
        {scene.shots.map((shot) => (
          <ShotCard
            key={shot.id}
            shot={shot}
            leaf={leafOf(leaves, shot)}
            fps={fps}
            isSelected={shot.id === selectedId}
            refresh={refresh}
            onSelect={() => onSelect(shot.id)}
            onOpen={() => onOpen(shot.id)}
          />
        ))}
      </ul>
    </section>
  );
}

/** Before the plan stands: empty frames in the final shape, so that nothing jumps when it arrives. */
function Planning({ tree, columns }: { tree: ProjectTree; columns: number }) {
  const t = useWords();
  return (
    <section
      className="scene"
      style={{ '--span': columns } as object}
      aria-label={t('board.planning')}
      aria-busy="true"
    >
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
