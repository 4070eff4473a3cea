import type { Action } from '@kinora/contract';
import { useQuery } from '@tanstack/react-query';
import { meQuery, type Role } from '../api/index.ts';

type Maker = Extract<Role, 'owner' | 'admin' | 'editor'>;
const MAKERS: readonly Role[] = ['owner', 'admin', 'editor'] satisfies Maker[];
const KEEPERS: readonly Role[] = ['owner', 'admin'];
const EVERYBODYS: readonly Action[] = [
  'saved_views.write',
  'notifications.write',
  'deliveries.record',
  'safety.appeal',
];
const KEPT: readonly Action[] = [
  'members.manage',
  'organization.update',
  'api_keys.manage',
  'webhooks.manage',
  'connections.manage',
  'safety.manage',
  'audit.read',
  'queue.control',
  'budgets.manage',
  'billing.manage',
];

/**
 * Which buttons to show. The server decides; this only spares people presses it would refuse. The table is the
 * contract's, said shorter because the contract's file would bring zod along; `session.test.ts` compares the two.
 */
export function mayDo(role: Role | null | undefined, action: Action): boolean {
  if (!role) return false;
  if (KEPT.includes(action)) return KEEPERS.includes(role);
  return action.endsWith('.read') || EVERYBODYS.includes(action) || MAKERS.includes(role);
}

export function useMay(action: Action): boolean {
  return mayDo(useQuery(meQuery).data?.role, action);
}
