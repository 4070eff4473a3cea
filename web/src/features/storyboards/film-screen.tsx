import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, Redirect, useParams, useSearchParams } from 'wouter';
import { ApiError, type ProjectTree, treeQuery } from '../../api/index.ts';
import { NotFound } from '../../app/not-found.tsx';
import { Waiting } from '../../app/waiting.tsx';
import { useWords } from '../../app/words/index.ts';
import { later, Problem } from '../../ui/index.ts';
import { Board } from './board.tsx';
import { CutBanner } from './board-banner.tsx';
import './film.css';

const BriefTab = later(async () => (await import('./brief-tab.tsx')).BriefTab, Waiting);
const DeliverTab = later(async () => (await import('../deliveries/index.ts')).DeliverTab, Waiting);
const ShotPeek = later(async () => (await import('./shot-peek.tsx')).ShotPeek);
const FilmViewer = later(async () => (await import('./film-viewer.tsx')).FilmViewer);

const TABS = ['brief', 'storyboard', 'deliver'] as const;

/** S08, S09, S13: one film. The tab, the open shot and the player stand in the address. */
export function FilmScreen() {
  const { id = '', tab } = useParams<{ id: string; tab: string }>();
  const tree = useQuery(treeQuery(id));
  if (tree.error instanceof ApiError && [403, 404, 400, 422].includes(tree.error.status)) return <NotFound />;
  if (tree.error && !tree.data) return <Problem error={tree.error} onRetry={() => void tree.refetch()} />;
  if (!tree.data) return <Waiting />;
  const shown = TABS.find((each) => each === tab);
  if (!shown) return <Redirect to={`/film/${id}/storyboard`} replace />;
  return <Film tree={tree.data} tab={shown} />;
}

function Film({ tree, tab }: { tree: ProjectTree; tab: (typeof TABS)[number] }) {
  const [search, setSearch] = useSearchParams();
  const shotId = search.get('shot');
  const openShot = (next: string | null) =>
    setSearch((before) => withParameter(before, 'shot', next), { replace: shotId !== null && next !== null });
  const setPlaying = (isOn: boolean) => setSearch((before) => withParameter(before, 'play', isOn ? '1' : null));
  useFirstShowing(tree, tab === 'storyboard' && shotId === null, () => setPlaying(true));
  const tabs = <FilmTabs id={tree.project.id} tab={tab} />;
  return (
    <>
      {tab === 'storyboard' ? (
        <Board tree={tree} tabs={tabs} onOpen={openShot} onPlay={() => setPlaying(true)} />
      ) : null}
      {tab === 'brief' ? <BriefTab tree={tree} tabs={tabs} /> : null}
      {tab === 'deliver' ? <DeliverTab tree={tree} tabs={tabs} banner={<CutBanner tree={tree} />} /> : null}
      {shotId && tree.scenes.some((scene) => scene.shots.some(({ id }) => id === shotId)) ? (
        <ShotPeek key={shotId} tree={tree} shotId={shotId} onOpen={openShot} />
      ) : null}
      {search.get('play') ? <FilmViewer tree={tree} onClose={() => setPlaying(false)} /> : null}
    </>
  );
}

/** The first time a film is finished before one's eyes it plays once by itself, unless something else is being done. */
function useFirstShowing(tree: ProjectTree, isFree: boolean, play: () => void): void {
  const wasUnmade = useRef(tree.project.filmUrl === null);
  const isMade = tree.project.filmUrl !== null && tree.project.activeJobId === null;
  const latest = useRef({ isFree, play });
  latest.current = { isFree, play };
  useEffect(() => {
    if (!isMade || !wasUnmade.current) return;
    wasUnmade.current = false;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (latest.current.isFree && !isStill && document.visibilityState === 'visible') latest.current.play();
  }, [isMade]);
}

function withParameter(search: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(search);
  if (value === null) next.delete(name);
  else next.set(name, value);
  return next;
}

function FilmTabs({ id, tab }: { id: string; tab: string }) {
  const t = useWords();
  return (
    <nav className="tabs" aria-label={t('film.tabs')}>
      {TABS.map((each) => (
        <Link key={each} href={`/film/${id}/${each}`} aria-current={each === tab ? 'page' : undefined}>
          {t(`film.tab.${each}`)}
        </Link>
      ))}
    </nav>
  );
}
