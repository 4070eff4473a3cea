import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Redirect } from 'wouter';
import { ApiError, call, meQuery } from '../api/index.ts';
import { later, Problem } from '../ui/index.ts';
import { createPatcher, startEvents } from './live/index.ts';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell/index.ts';

const SecondStepRequired = later(async () => (await import('../features/accounts/index.ts')).SecondStepRequired);

/** Everything behind sign-in, for one organization: the address names it, the session follows the address. */
export function Studio({ organizationId }: { organizationId: string }) {
  const me = useQuery(meQuery);
  const isMember = me.data?.memberships.some((membership) => membership.organizationId === organizationId) ?? false;
  const isCurrent = me.data?.organization?.id === organizationId;
  const isOpen = isCurrent && me.data?.mustSetUpSecondFactor === false;
  useOrganization(organizationId, isMember && !isCurrent);
  useEvents(organizationId, isOpen);
  useFreshLinks(isOpen);
  if (me.error instanceof ApiError && me.error.status === 401) {
    return <Redirect to={`~/login?then=${encodeURIComponent(location.pathname + location.search)}`} replace />;
  }
  if (me.error && !me.data) return <Problem error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data && !isMember) return <NotFound />;
  if (!me.data || !isCurrent) return null;
  return me.data.mustSetUpSecondFactor ? <SecondStepRequired me={me.data} /> : <Shell me={me.data} />;
}

/** Turns the session to the organization in the address, with fresh data. */
function useOrganization(organizationId: string, isNeeded: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isNeeded) return;
    const turn = async () => {
      const me = await call('switchOrganization', { body: { organizationId } });
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
      client.setQueryData(meQuery.queryKey, me);
    };
    turn().catch(() => client.invalidateQueries({ queryKey: meQuery.queryKey }));
  }, [organizationId, isNeeded, client]);
}

/** Links to pictures and films live for half an hour at least; a page left open gets new ones before they end. */
const LINK_RENEWAL_MS = 25 * 60_000;

function useFreshLinks(isReady: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isReady) return;
    const renew = () => {
      for (const name of ['tree', 'projects', 'assets', 'asset', 'brands', 'products', 'product', 'deliveries'])
        void client.invalidateQueries({ queryKey: [name] });
    };
    const timer = setInterval(renew, LINK_RENEWAL_MS);
    return () => clearInterval(timer);
  }, [isReady, client]);
}

function useEvents(organizationId: string, isReady: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isReady) return;
    return startEvents(organizationId, {
      after: client.getQueryData(meQuery.queryKey)?.eventsAfter ?? undefined,
      event: createPatcher(client),
      gap: () => void client.invalidateQueries(),
      refused: () => void client.invalidateQueries({ queryKey: meQuery.queryKey }),
    });
  }, [organizationId, isReady, client]);
}
