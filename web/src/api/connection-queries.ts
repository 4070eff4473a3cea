import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** Accounts at vendors, the operator's among them, and the vendors there are. Keepers alone may ask. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => call('listConnections', { signal }),
});

/** Below the connections: which models can be asked for changes with them. */
export const modelsQuery = queryOptions({
  queryKey: ['connections', 'models'],
  queryFn: ({ signal }) => call('listModels', { signal }),
});
