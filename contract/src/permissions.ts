import { z } from 'zod';

export const role = z.enum(['owner', 'admin', 'editor', 'viewer']);
export type Role = z.infer<typeof role>;

/** Scopes an API key may carry. `*` is every action its maker's role allows. */
export const apiKeyScope = z.enum([
  '*',
  'read',
  'films:write',
  'assets:write',
  'projects:write',
  'brands:write',
  'products:read',
  'products:write',
  'organization:admin',
]);
export type ApiKeyScope = z.infer<typeof apiKeyScope>;

/**
 * The one source of who may do what (rulings §3.3). A route names its action; the HTTP edge refuses the rest. `scope`
 * is what an API key needs besides the role. `own` limits editors to things they own or are assigned to, unless the
 * organization's `editorsEditAll` (on by default) is set.
 */
export type PermissionRule = { roles: readonly Role[]; scope: Exclude<ApiKeyScope, '*'>; own?: true };

const everyone = ['owner', 'admin', 'editor', 'viewer'] as const;
const makers = ['owner', 'admin', 'editor'] as const;
const keepers = ['owner', 'admin'] as const;

export const PERMISSIONS = {
  'organization.read': { roles: everyone, scope: 'read' },
  'organization.update': { roles: keepers, scope: 'organization:admin' },
  'members.read': { roles: everyone, scope: 'read' },
  'members.manage': { roles: keepers, scope: 'organization:admin' },
  'api_keys.manage': { roles: keepers, scope: 'organization:admin' },
  'webhooks.manage': { roles: keepers, scope: 'organization:admin' },
  'connections.manage': { roles: keepers, scope: 'organization:admin' },
  'models.read': { roles: everyone, scope: 'read' },
  'safety.read': { roles: everyone, scope: 'read' },
  'safety.appeal': { roles: everyone, scope: 'films:write' },
  'safety.manage': { roles: keepers, scope: 'organization:admin' },
  'consents.read': { roles: everyone, scope: 'read' },
  'consents.manage': { roles: makers, scope: 'assets:write' },
  'audit.read': { roles: keepers, scope: 'organization:admin' },
  'brands.read': { roles: everyone, scope: 'read' },
  'brands.write': { roles: makers, scope: 'brands:write' },
  'assets.read': { roles: everyone, scope: 'read' },
  'assets.write': { roles: makers, scope: 'assets:write' },
  'projects.read': { roles: everyone, scope: 'read' },
  'projects.create': { roles: makers, scope: 'projects:write' },
  'projects.write': { roles: makers, scope: 'projects:write', own: true },
  'deliveries.read': { roles: everyone, scope: 'read' },
  // Who may read a film may hand it on, and what went out is noted whoever sent it.
  'deliveries.record': { roles: everyone, scope: 'projects:write' },
  'products.read': { roles: everyone, scope: 'products:read' },
  'products.write': { roles: makers, scope: 'products:write' },
  // A viewer keeps views as well; the service lets makers alone share them.
  'saved_views.read': { roles: everyone, scope: 'read' },
  'saved_views.write': { roles: everyone, scope: 'products:write' },
  // A person's own: everybody reads theirs and says what they want to be told.
  'notifications.read': { roles: everyone, scope: 'read' },
  'notifications.write': { roles: everyone, scope: 'projects:write' },
  'templates.read': { roles: everyone, scope: 'read' },
  'templates.write': { roles: makers, scope: 'brands:write' },
  'jobs.read': { roles: everyone, scope: 'read' },
  'jobs.create': { roles: makers, scope: 'films:write' },
  'jobs.control': { roles: makers, scope: 'films:write', own: true },
  'credits.read': { roles: everyone, scope: 'read' },
  'budgets.manage': { roles: keepers, scope: 'organization:admin' },
  'billing.manage': { roles: keepers, scope: 'organization:admin' },
  'events.read': { roles: everyone, scope: 'read' },
  'queue.control': { roles: keepers, scope: 'organization:admin' },
} as const satisfies Record<string, PermissionRule>;

export type Action = keyof typeof PERMISSIONS;
export const ACTIONS = Object.keys(PERMISSIONS) as Action[];

/** True when the role may do the action on a thing it owns. Ownership itself is checked where the record is known. */
export function isAllowed(actorRole: Role, action: Action): boolean {
  return (PERMISSIONS[action].roles as readonly Role[]).includes(actorRole);
}

/** True when a key with these scopes may do the action. "read" reads everything, products too. */
export function isInScope(scopes: readonly ApiKeyScope[], action: Action): boolean {
  const { scope } = PERMISSIONS[action];
  return scopes.includes('*') || scopes.includes(scope) || (scope === 'products:read' && scopes.includes('read'));
}
