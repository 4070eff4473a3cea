import type { GenerationModel } from '@kinora/contract';
import type { Provider, ProviderCall, SafeHttp } from '@kinora/providers';
import type { Transaction } from '../../platform/database/index.ts';
import type { SecretBox } from '../../platform/secrets/index.ts';
import { toSealedContext } from '../../platform/secrets/index.ts';
import { type ConnectionRow, findConnectionRow } from './connection-store.ts';
import { routingError } from './errors.ts';

/** Keys the operator gives all organizations, by provider, from the environment. */
export type OperatorConnections = ReadonlyMap<string, { secret: string; baseUrl: string | undefined }>;

/** A connection as work is done with it: its vendor, its limits, and how to call. Made where it is used, and never stored. */
export type OpenConnection = {
  /** Id as people choose it: the row's, or `operator:PROVIDER`. */
  ref: string;
  /** The row's id; null for the operator's. */
  connectionId: string | null;
  name: string;
  isEnabled: boolean;
  provider: Provider;
  limits: { concurrent: number; submissionsPerMinute: number };
  models: readonly GenerationModel[];
  call: ProviderCall;
};

export type ConnectionParts = {
  providers: ReadonlyMap<string, Provider>;
  operator: OperatorConnections;
  http: SafeHttp;
  secrets: SecretBox;
  now: () => number;
};

const OPERATOR = /^operator:([a-z][a-z0-9-]*)$/;

export function toSecretContext(id: string): string {
  return toSealedContext({ table: 'connections', column: 'secret', id });
}

/** @throws `connection.not_found` */
export async function openConnection(
  transaction: Transaction,
  ref: string,
  parts: ConnectionParts,
): Promise<OpenConnection> {
  const operators = OPERATOR.exec(ref)?.[1];
  if (operators !== undefined) return openOperators(operators, parts);
  const row = isUuid(ref) ? await findConnectionRow(transaction, ref) : undefined;
  if (!row) throw routingError('connection.not_found', `no connection ${ref}`);
  return openRow(row, parts);
}

export function openRow(row: ConnectionRow, parts: ConnectionParts): OpenConnection {
  const provider = getProvider(parts, row.provider);
  const { limits } = provider;
  return {
    ref: row.id,
    connectionId: row.id,
    name: row.name,
    isEnabled: row.is_enabled,
    provider,
    limits: {
      concurrent: row.max_concurrent ?? limits.concurrent,
      submissionsPerMinute: row.submissions_per_minute ?? limits.submissionsPerMinute,
    },
    models: listModelsOf(provider, [row]),
    call: makeCall(parts, {
      baseUrl: row.base_url,
      secret: parts.secrets.open(row.secret, toSecretContext(row.id)),
      provider,
    }),
  };
}

function openOperators(id: string, parts: ConnectionParts): OpenConnection {
  const known = parts.operator.get(id);
  if (!known) throw routingError('connection.not_found', `the operator has no connection to ${id}`);
  const provider = getProvider(parts, id);
  return {
    ref: `operator:${id}`,
    connectionId: null,
    name: provider.title,
    isEnabled: true,
    provider,
    limits: provider.limits,
    models: provider.models,
    call: makeCall(parts, { baseUrl: known.baseUrl ?? null, secret: known.secret, provider }),
  };
}

/** A vendor's models as data, and what these connections' own servers named when they were tried, each once. */
export function listModelsOf(
  provider: Provider,
  rows: readonly Pick<ConnectionRow, 'provider' | 'models'>[],
): readonly GenerationModel[] {
  const names = rows.flatMap((row) => (row.provider === provider.id ? (row.models ?? []) : []));
  return [...provider.models, ...[...new Set(names)].flatMap((name) => provider.describeModel?.(name) ?? [])];
}

export function makeCall(
  parts: Pick<ConnectionParts, 'http' | 'now'>,
  to: { provider: Provider; baseUrl: string | null; secret: string },
): ProviderCall {
  const baseUrl = (to.baseUrl ?? to.provider.baseUrl).replace(/\/$/, '');
  return { http: parts.http, now: parts.now, baseUrl, secret: to.secret };
}

export function getProvider({ providers }: Pick<ConnectionParts, 'providers'>, id: string): Provider {
  const provider = providers.get(id);
  if (!provider) throw routingError('connection.unknown_provider', `no provider ${id}`);
  return provider;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
