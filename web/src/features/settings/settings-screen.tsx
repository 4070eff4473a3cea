import type { ReactNode } from 'react';
import { Link, Redirect, useParams } from 'wouter';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useWords } from '../../app/words/index.ts';
import { ApiKeysSection } from './api-keys-section.tsx';
import { MembersSection } from './members-section.tsx';
import { OrganizationSection } from './organization-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import './settings.css';

/** S37: settings of the organization and of the person; adding a section is one line here. */
export function SettingsScreen() {
  const t = useWords();
  const { section } = useParams<{ section?: string }>();
  const canKeys = useMay('api_keys.manage');
  const sections: { id: 'organization' | 'members' | 'api-keys' | 'sessions'; content: ReactNode; isShown: boolean }[] =
    [
      { id: 'organization', content: <OrganizationSection />, isShown: true },
      { id: 'members', content: <MembersSection />, isShown: true },
      { id: 'api-keys', content: <ApiKeysSection />, isShown: canKeys },
      { id: 'sessions', content: <SessionsSection />, isShown: true },
    ];
  const shown = sections.find(({ id, isShown }) => id === section && isShown);
  if (!shown) return <Redirect to="/settings/organization" replace />;
  return (
    <Screen title={t('nav.settings')}>
      <div className="settings">
        <nav className="settings-nav" aria-label={t('nav.settings')}>
          {sections
            .filter(({ isShown }) => isShown)
            .map(({ id }) => (
              <Link
                key={id}
                href={`/settings/${id}`}
                className="rail-row"
                aria-current={id === shown.id ? 'page' : undefined}
              >
                {t(`settings.${id}`)}
              </Link>
            ))}
        </nav>
        <div className="settings-body">
          <h2 className="page-title">{t(`settings.${shown.id}`)}</h2>
          {shown.content}
        </div>
      </div>
    </Screen>
  );
}
