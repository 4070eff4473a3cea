import type { ComponentType } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import type { Me } from '../../api/index.ts';
import { JobTray } from '../../features/jobs/index.ts';
import { later } from '../../ui/index.ts';
import { ErrorBoundary } from '../error-boundary.tsx';
import { useHotkeys } from '../hotkeys/index.ts';
import { NotFound } from '../not-found.tsx';
import { usePresence } from '../presence/index.ts';
import { RAIL, SCREENS } from '../screens.ts';
import { useWords } from '../words/index.ts';
import { toggleInspector, useLayout } from './layout-store.ts';
import { OfflineBar } from './offline-bar.tsx';
import { useOverlay } from './overlay-store.ts';
import { Rail } from './rail.tsx';
import { TabBar } from './tab-bar.tsx';

const Palette = later(async () => (await import('../palette/index.ts')).Palette);
const HotkeySheet = later(async () => (await import('../palette/index.ts')).HotkeySheet);

/** The frame of the app: rail, top bar, content, inspector, tray. Screens fill the middle through `Screen`. */
export function Shell({ me }: { me: Me }) {
  const t = useWords();
  const [path] = useLocation();
  const layout = useLayout();
  const isInFilm = path.startsWith('/film/');
  const isFolded = isInFilm ? layout.isRailFoldedInFilm : layout.isRailFolded;
  useGlobalKeys(isInFilm);
  usePresence();
  return (
    <div className={isFolded ? 'app app-folded' : 'app'}>
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <Rail me={me} isFolded={isFolded} />
      <div className="app-main">
        <OfflineBar />
        <ErrorBoundary resetKey={path}>
          <Screens />
        </ErrorBoundary>
        <JobTray />
      </div>
      <TabBar me={me} />
      <Overlays />
    </div>
  );
}

function Screens() {
  return (
    <Switch>
      {SCREENS.map(({ path, screen }) => (
        <Route key={path} path={path} component={screen as ComponentType<object>} />
      ))}
      <Route component={NotFound} />
    </Switch>
  );
}

function Overlays() {
  const open = useOverlay((state) => state.open);
  const close = () => useOverlay.setState({ open: undefined });
  return (
    <>
      {open === 'palette' ? <Palette onClose={close} /> : null}
      {open === 'keys' ? <HotkeySheet onClose={close} /> : null}
    </>
  );
}

function useGlobalKeys(isInFilm: boolean): void {
  const t = useWords();
  const [, navigate] = useLocation();
  const fold = () =>
    useLayout.setState((state) =>
      isInFilm ? { isRailFoldedInFilm: !state.isRailFoldedInFilm } : { isRailFolded: !state.isRailFolded },
    );
  useHotkeys([
    {
      keys: 'mod+k',
      label: t('keys.palette'),
      scope: 'global',
      inFields: true,
      run: () => useOverlay.setState({ open: 'palette' }),
    },
    { keys: '?', label: t('keys.sheet'), scope: 'global', run: () => useOverlay.setState({ open: 'keys' }) },
    { keys: 'c', label: t('nav.newFilm'), scope: 'global', run: () => navigate('/projects/new/film') },
    ...RAIL.map(({ path, name, key }) => ({
      keys: `g ${key}`,
      label: t(name),
      scope: 'global' as const,
      run: () => navigate(path),
    })),
    { keys: 'g s', label: t('nav.settings'), scope: 'global', run: () => navigate('/settings') },
    { keys: '[', label: t('keys.rail'), scope: 'global', run: fold },
    {
      keys: ']',
      label: t('keys.inspector'),
      scope: 'global',
      run: toggleInspector,
    },
  ]);
}
