import type { Action } from '@kinora/contract';
import type { WordKey } from '../words/index.ts';

/** Sections of the settings and of one's own account; `needs` is what a person must be allowed to see them. */
export const SETTINGS_PLACES: readonly { href: string; name: WordKey; needs?: Action }[] = [
  { href: '/settings/organization', name: 'settings.organization' },
  { href: '/settings/members', name: 'settings.members' },
  { href: '/settings/billing', name: 'settings.billing' },
  { href: '/settings/budgets', name: 'settings.budgets', needs: 'budgets.manage' },
  { href: '/settings/providers', name: 'settings.providers', needs: 'connections.manage' },
  { href: '/settings/servers', name: 'settings.servers', needs: 'connections.manage' },
  { href: '/settings/models', name: 'settings.models' },
  { href: '/settings/safety', name: 'settings.safety' },
  { href: '/settings/api-keys', name: 'settings.api-keys', needs: 'api_keys.manage' },
  { href: '/settings/webhooks', name: 'settings.webhooks', needs: 'webhooks.manage' },
  { href: '/me/profile', name: 'me.profile' },
  { href: '/me/security', name: 'me.security' },
  { href: '/me/sessions', name: 'settings.sessions' },
  { href: '/me/notifications', name: 'notifications.title' },
  { href: '/me/language', name: 'me.language' },
];
