import type { GenerationModel } from '@kinora/contract';
import {
  type OwnWorkflow,
  type Provider,
  type ProviderCall,
  type SafeHttp,
  type SafeSocket,
  withOwnWorkflow,
} from '@kinora/providers';
import type { Transaction } from '../../platform/database/index.ts';
import type { SecretBox } from '../../platform/secrets/index.ts';
import { toSealedContext } from '../../platform/secrets/index.ts';
import { type AgentParts, createAgentProvider } from './comfy/agent-provider.ts';
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
  /** Absent where nobody listens to progress. */
  socket?: SafeSocket;
  /** What work for servers behind a firewall is written and read with. */
  agents: AgentParts;
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
  own?: OwnWorkflow,
): Promise<OpenConnection> {
  const operators = OPERATOR.exec(ref)?.[1];
  if (operators !== undefined) return openOperators(operators, parts);
  const row = isUuid(ref) ? await findConnectionRow(transaction, ref) : undefined;
  if (!row) throw routingError('connection.not_found', `no connection ${ref}`);
  return openRow(row, parts, own);
}

/** @param own a workflow that this connection is asked to run */
export function openRow(row: ConnectionRow, parts: ConnectionParts, own?: OwnWorkflow): OpenConnection {
  const provider = chooseProvider(row, parts, own);
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

/** The vendor as this connection reaches it: through an agent, or with a workflow of somebody's own. */
function chooseProvider(row: ConnectionRow, parts: ConnectionParts, own: OwnWorkflow | undefined): Provider {
  const provider = getProvider(parts, row.provider);
  if (row.provider !== 'comfyui') return provider;
  const place = { organizationId: row.organization_id, serverId: row.id, serverName: row.name, own };
  if (row.is_agent) return createAgentProvider(provider, parts.agents, place);
  return own ? withOwnWorkflow(provider, own) : provider;
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
  parts: Pick<ConnectionParts, 'http' | 'now' | 'socket'>,
  to: { provider: Provider; baseUrl: string | null; secret: string },
): ProviderCall {
  const baseUrl = (to.baseUrl ?? to.provider.baseUrl).replace(/\/$/, '');
  return { http: parts.http, socket: parts.socket, now: parts.now, baseUrl, secret: to.secret };
}

export function getProvider({ providers }: Pick<ConnectionParts, 'providers'>, id: string): Provider {
  const provider = providers.get(id);
  if (!provider) throw routingError('connection.unknown_provider', `no provider ${id}`);
  return provider;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
