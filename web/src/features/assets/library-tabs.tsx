import { Link } from 'wouter';
import { useWords } from '../../app/words/index.ts';

const TABS = [
  { id: 'files', path: '/library/assets', name: 'library.tab.files' },
  { id: 'held', path: '/library/held', name: 'library.tab.held' },
] as const;

/** The files here, and what vendors still have. */
export function LibraryTabs({ at }: { at: (typeof TABS)[number]['id'] }) {
  const t = useWords();
  return (
    <nav className="tabs" aria-label={t('nav.library')}>
      {TABS.map(({ id, path, name }) => (
        <Link key={id} href={path} aria-current={id === at ? 'page' : undefined}>
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
