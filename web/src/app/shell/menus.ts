import { useQueryClient } from '@tanstack/react-query';
import { ListOrdered, LogOut, Monitor, Moon, Scale, Settings, Sun, UserRound } from 'lucide-react';
import { useLocation } from 'wouter';
import { call, type Language, type Me } from '../../api/index.ts';
import { type MenuItem, toastProblem } from '../../ui/index.ts';
import { forgetPlaces } from '../palette/recent-places.ts';
import { type Theme, useTheme } from '../theme.ts';
import { LANGUAGES, switchLanguage, useLanguage, useWords } from '../words/index.ts';

/** Organizations one may switch to, and the settings of this one. */
export function useOrganizationMenu(me: Me): MenuItem[] {
  const t = useWords();
  const [, navigate] = useLocation();
  return [
    { kind: 'title', label: t('nav.organizations') },
    ...me.memberships.map(
      (membership): MenuItem => ({
        kind: 'action',
        label: membership.organizationName,
        aside: t(`role.${membership.role}`),
        isChecked: membership.organizationId === me.organization?.id,
        run: () => navigate(`~/o/${membership.organizationId}/`),
      }),
    ),
    { kind: 'line' },
    { kind: 'action', label: t('nav.settings'), icon: Settings, run: () => navigate('/settings/organization') },
    ...(me.user?.isOperator
      ? [
          {
            kind: 'action' as const,
            label: t('operator.queues'),
            icon: ListOrdered,
            run: () => navigate('/admin/queues'),
          },
        ]
      : []),
    { kind: 'action', label: t('nav.newOrganization'), run: () => navigate('~/organizations/new') },
  ];
}

const THEMES: readonly { theme: Theme; icon: typeof Sun }[] = [
  { theme: 'system', icon: Monitor },
  { theme: 'dark', icon: Moon },
  { theme: 'light', icon: Sun },
];

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  return async () => {
    await call('signOut');
    client.clear();
    forgetPlaces();
    navigate('~/login');
  };
}

/** Language, theme, own settings, the way out. */
export function usePersonMenu(me: Me): MenuItem[] {
  const t = useWords();
  const language = useLanguage();
  const { theme, setTheme } = useTheme();
  const [, navigate] = useLocation();
  const speak = async (next: Language) => {
    await switchLanguage(next);
    if (me.user) await call('updateMe', { body: { language: next } });
  };
  const leave = useSignOut();
  return [
    { kind: 'title', label: t('person.language') },
    ...LANGUAGES.map(
      ({ id, name }): MenuItem => ({
        kind: 'action',
        label: name,
        isChecked: id === language,
        run: () => void speak(id).catch(toastProblem),
      }),
    ),
    { kind: 'title', label: t('person.theme') },
    ...THEMES.map(
      (each): MenuItem => ({
        kind: 'action',
        label: t(`theme.${each.theme}`),
        icon: each.icon,
        isChecked: each.theme === theme,
        run: () => setTheme(each.theme),
      }),
    ),
    { kind: 'line' },
    { kind: 'action', label: t('nav.me'), icon: UserRound, run: () => navigate('/me/profile') },
    { kind: 'action', label: t('nav.credits'), icon: Scale, run: () => navigate('/help/credits') },
    { kind: 'action', label: t('person.signOut'), icon: LogOut, run: () => void leave().catch(toastProblem) },
  ];
}
