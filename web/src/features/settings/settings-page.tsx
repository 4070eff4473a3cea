import { type ReactNode, useEffect, useRef } from 'react';
import { Link, Redirect } from 'wouter';
import { Screen } from '../../app/shell/index.ts';
import { useWords, type WordKey } from '../../app/words/index.ts';
import './settings.css';

export type Section = { id: string; name: WordKey; content: ReactNode; isShown?: boolean };

/** Sections beside their list, each with an address of its own; an unknown one leads to the first. */
export function SettingsPage({
  title,
  base,
  section,
  sections,
}: {
  title: string;
  base: string;
  section: string | undefined;
  sections: readonly Section[];
}) {
  const t = useWords();
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!section) return;
    // On a phone the list is a row longer than the screen.
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [section]);
  const offered = sections.filter(({ isShown }) => isShown !== false);
  const shown = offered.find(({ id }) => id === section);
  if (!shown) return <Redirect to={`${base}/${offered[0]?.id}`} replace />;
  return (
    <Screen title={title}>
      <div className="settings">
        <nav ref={list} className="settings-nav" aria-label={title}>
          {offered.map(({ id, name }) => (
            <Link
              key={id}
              href={`${base}/${id}`}
              className="rail-row"
              aria-current={id === shown.id ? 'page' : undefined}
            >
              {t(name)}
            </Link>
          ))}
        </nav>
        <div className="settings-body">
          <h2 className="page-title">{t(shown.name)}</h2>
          {shown.content}
        </div>
      </div>
    </Screen>
  );
}
