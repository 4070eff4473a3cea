import { useParams } from 'wouter';
import { useWords } from '../../app/words/index.ts';
import { NotificationsSection } from '../notifications/index.ts';
import { LanguageSection } from './language-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { SecuritySection } from './security-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { SettingsPage } from './settings-page.tsx';

/** What is the person's own, in whichever organization. */
export function MeScreen() {
  const t = useWords();
  const { section } = useParams<{ section?: string }>();
  return (
    <SettingsPage
      title={t('nav.me')}
      base="/me"
      section={section}
      sections={[
        { id: 'profile', name: 'me.profile', content: <ProfileSection /> },
        { id: 'security', name: 'me.security', content: <SecuritySection /> },
        { id: 'sessions', name: 'settings.sessions', content: <SessionsSection /> },
        { id: 'notifications', name: 'notifications.title', content: <NotificationsSection /> },
        { id: 'language', name: 'me.language', content: <LanguageSection /> },
      ]}
    />
  );
}
