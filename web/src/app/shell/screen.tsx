import { Search } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'wouter';
import { Icon } from '../../ui/index.ts';
import { keyLabel } from '../hotkeys/index.ts';
import { rememberPlace } from '../palette/recent-places.ts';
import { PeopleHere } from '../presence/index.ts';
import { useWords } from '../words/index.ts';
import { useLayout } from './layout-store.ts';
import { useOverlay } from './overlay-store.ts';

type Props = {
  /** Name of the screen: the page's heading and the browser tab. */
  title: string;
  /** Right beside the title: a length, a "Saved 14:02". */
  beside?: ReactNode;
  tabs?: ReactNode;
  actions?: ReactNode;
  /** Panel at the inline end; the person may fold it with `]`. */
  inspector?: ReactNode;
  inspectorLabel?: string;
  banner?: ReactNode;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Top bar, content and inspector of one screen, in the places every screen has them. */
export function Screen({
  title,
  beside,
  tabs,
  actions,
  inspector,
  inspectorLabel,
  banner,
  footer,
  className = '',
  children,
}: Props) {
  const { isInspectorOpen, isDrawerOpen } = useLayout();
  const [path] = useLocation();
  useEffect(() => {
    document.title = `${title} · Kinora`;
    rememberPlace(/^\/o\/([^/]+)/.exec(location.pathname)?.[1] ?? '', { href: path, name: title });
  }, [title, path]);
  return (
    <>
      <header className="top">
        <h1 className="top-title cut" dir="auto">
          {title}
        </h1>
        {beside}
        {tabs}
        <span className="grow" />
        <PeopleHere />
        {actions}
        <PaletteButton isSmall={tabs !== undefined} />
      </header>
      <div className="work">
        <main className={`board ${className}`} id="content" tabIndex={-1}>
          {banner}
          <div className="content">{children}</div>
          {footer}
        </main>
        {inspector && (isInspectorOpen || isDrawerOpen) ? (
          <aside
            className={`inspector${isInspectorOpen ? '' : ' inspector-folded'}${isDrawerOpen ? ' inspector-drawer' : ''}`}
            aria-label={inspectorLabel}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls must be reachable by keyboard
            tabIndex={0}
          >
            {inspector}
          </aside>
        ) : null}
      </div>
    </>
  );
}

function PaletteButton({ isSmall }: { isSmall: boolean }) {
  const t = useWords();
  return (
    <button
      type="button"
      className={isSmall ? 'palette-button palette-button-small' : 'palette-button'}
      aria-label={t('nav.search')}
      onClick={() => useOverlay.setState({ open: 'palette' })}
    >
      <Icon of={Search} />
      <span className="palette-hint grow">{t('nav.search')}</span>
      <span className="key palette-hint">{keyLabel('mod+k')}</span>
    </button>
  );
}
