import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { ApiError, createQueryClient, meQuery, setupQuery } from '../api/index.ts';
import { later, Problem, Toasts } from '../ui/index.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Studio } from './studio.tsx';

const Entry = later(async () => (await import('../features/accounts/index.ts')).EntryRoutes);

export function App() {
  const [client] = useState(createQueryClient);
  return (
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <ErrorBoundary>
          <Switch>
            <Route path="/o/:organizationId" nest>
              {({ organizationId }) => <Studio organizationId={organizationId} />}
            </Route>
            <Route path="/" component={FrontDoor} />
            <Route component={Entry} />
          </Switch>
        </ErrorBoundary>
        <Toasts />
      </QueryClientProvider>
    </I18nProvider>
  );
}

/** `/`: to the studio, to sign-in, or to the set-up of a new one. */
function FrontDoor() {
  const me = useQuery(meQuery);
  const isSignedOut = me.error instanceof ApiError && me.error.status === 401;
  const setup = useQuery({ ...setupQuery, enabled: isSignedOut });
  if (me.data?.organization) return <Redirect to={`/o/${me.data.organization.id}/`} replace />;
  if (me.data) return <Redirect to="/organizations/new" replace />;
  if (isSignedOut && setup.data) return <Redirect to={setup.data.needsOwner ? '/setup' : '/login'} replace />;
  const error = isSignedOut ? setup.error : me.error;
  return error ? <Problem error={error} onRetry={() => void (isSignedOut ? setup.refetch() : me.refetch())} /> : null;
}
