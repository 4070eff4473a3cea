import { type Capability, type Connection, KinoraError, type OfferedModel } from '@kinora/contract';
import { type ConnectionReport, type Provider, toWorkflowModel } from '@kinora/providers';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { type Member, userIdOf } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import { noteAct, noteChange } from '../accounts/index.ts';
import { addConnection } from './add-connection.ts';
import { forgetCircuit, listCircuits } from './circuit-store.ts';
import { COMFY_POOL } from './comfy/pool.ts';
import { listWorkflowRows, toOwnWorkflow } from './comfy/workflow-store.ts';
import {
  type ConnectionChange,
  deleteConnectionRow,
  findConnectionRow,
  type Health,
  listConnectionRows,
  listUse,
  replaceSecret,
  saveHealth,
  updateConnectionRow,
} from './connection-store.ts';
import { type ConnectionParts, getProvider, listModelsOf, makeCall, openRow, toSecretContext } from './connections.ts';
import { presentConnection, presentModel, presentOperators, toPause } from './present.ts';

export type RoutingParts = ConnectionParts & { database: Pick<Database, 'inOrganization'> };
export type NewConnectionFields = {
  provider: string;
  name: string;
  secret?: string | undefined;
  baseUrl?: string | undefined;
  maxConcurrent?: number | null | undefined;
  submissionsPerMinute?: number | null | undefined;
};
export type ConnectionService = ReturnType<typeof createConnectionService>;

/** What of a change is written down. */
const TOLD = ['name', 'isEnabled', 'limits'] as const;

/** The organization's accounts at vendors. A key is tried before it is kept, and never leaves again. */
export function createConnectionService(parts: RoutingParts) {
  const { database } = parts;
  const inMine = <Result>(actor: Member, work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(actor.organizationId, work);

  async function show(transaction: Transaction, id: string): Promise<Connection> {
    const row = await findConnectionRow(transaction, id);
    if (!row) throw notFound(id);
    const use = (await listUse(transaction)).get(id);
    const pause = toPause((await listCircuits(transaction)).get(id), parts.now());
    return presentConnection(row, getProvider(parts, row.provider), { use, pause });
  }

  return {
    list: (actor: Member) =>
      inMine(actor, async (transaction) => {
        const use = await listUse(transaction);
        const rows = await listConnectionRows(transaction);
        const circuits = await listCircuits(transaction);
        const pauseOf = (ref: string) => toPause(circuits.get(ref), parts.now());
        const own = rows.map((row) =>
          presentConnection(row, getProvider(parts, row.provider), { use: use.get(row.id), pause: pauseOf(row.id) }),
        );
        return {
          items: [...presentOperators(parts, use, pauseOf), ...own],
          providers: [...parts.providers.values()].map(describeProvider),
        };
      }),

    async create(actor: Member, fields: NewConnectionFields): Promise<Connection> {
      const provider = getProvider(parts, fields.provider);
      const { secret = '', baseUrl = null } = fields;
      if (secret === '' && !provider.isKeyOptional)
        throw new KinoraError('connection.no_key', `${provider.id} needs a key`);
      const health = requireWorking(await provider.testConnection(makeCall(parts, { provider, baseUrl, secret })));
      return inMine(actor, async (transaction) => {
        const id = newId();
        await addConnection(transaction, parts, {
          id,
          organizationId: actor.organizationId,
          provider: provider.id,
          name: fields.name,
          baseUrl,
          secret,
          maxConcurrent: fields.maxConcurrent ?? null,
          submissionsPerMinute: fields.submissionsPerMinute ?? null,
          createdBy: userIdOf(actor),
        });
        await saveHealth(transaction, id, health);
        await noteAct(transaction, actor, {
          action: 'connection.created',
          subject: fields.name,
          provider: provider.id,
        });
        return show(transaction, id);
      });
    },

    update: (actor: Member, id: string, change: ConnectionChange): Promise<Connection> =>
      inMine(actor, async (transaction) => {
        const before = await show(transaction, id);
        await updateConnectionRow(transaction, id, change);
        const after = await show(transaction, id);
        const { name: subject, provider } = before;
        await noteChange(transaction, actor, {
          action: 'connection.changed',
          subject,
          provider,
          before,
          after,
          told: TOLD,
        });
        return after;
      }),

    async replaceSecret(actor: Member, id: string, secret: string): Promise<Connection> {
      const row = await inMine(actor, (transaction) => findConnectionRow(transaction, id));
      if (!row) throw notFound(id);
      // An agent's key is another one, and there is no address to try this one at.
      if (row.is_agent) throw new KinoraError('connection.has_agent', `connection ${id} has an agent`);
      const provider = getProvider(parts, row.provider);
      const call = makeCall(parts, { provider, baseUrl: row.base_url, secret });
      const health = requireWorking(await provider.testConnection(call));
      return inMine(actor, async (transaction) => {
        const sealed = parts.secrets.seal(secret, toSecretContext(id));
        await replaceSecret(transaction, id, { sealed, lastFour: secret.slice(-4) });
        await saveHealth(transaction, id, health);
        await forgetCircuit(transaction, id);
        await noteAct(transaction, actor, {
          action: 'connection.key_replaced',
          subject: row.name,
          provider: row.provider,
        });
        return show(transaction, id);
      });
    },

    async test(actor: Member, id: string): Promise<Connection> {
      const row = await inMine(actor, (transaction) => findConnectionRow(transaction, id));
      if (!row) throw notFound(id);
      const { provider, call } = openRow(row, parts);
      const health = toHealth(await provider.testConnection(call));
      return inMine(actor, async (transaction) => {
        await saveHealth(transaction, id, health);
        if (health.state === 'works') await forgetCircuit(transaction, id);
        // From here on nothing is sent there: that is a change, and somebody's press brought it.
        if (health.state === 'refused' && row.health !== 'refused')
          await noteAct(transaction, actor, {
            action: 'connection.test_refused',
            subject: row.name,
            provider: row.provider,
          });
        return show(transaction, id);
      });
    },

    delete: (actor: Member, id: string): Promise<void> =>
      inMine(actor, async (transaction) => {
        const row = await findConnectionRow(transaction, id);
        if (!row) throw notFound(id);
        await forgetCircuit(transaction, id);
        const outcome = await deleteConnectionRow(transaction, id);
        if (outcome === 'missing') throw notFound(id);
        if (outcome === 'in_use') throw new KinoraError('connection.in_use', `connection ${id} has open intents`);
        await noteAct(transaction, actor, {
          action: 'connection.deleted',
          subject: row.name,
          provider: row.provider,
        });
      }),

    listModels: (actor: Member, capability: Capability | undefined): Promise<OfferedModel[]> =>
      inMine(actor, async (transaction) => {
        const rows = (await listConnectionRows(transaction)).filter((row) => row.is_enabled);
        const own = rows.map(({ id, name, provider, models }) => ({ id, name, provider, models, isOperators: false }));
        const operators = [...parts.operator.keys()].map((id) => ({
          id: `operator:${id}`,
          name: getProvider(parts, id).title,
          provider: id,
          models: null,
          isOperators: true,
        }));
        // All ComfyUI servers together are one more way to ask for what any of them can make.
        const pool = rows.some(({ provider }) => provider === 'comfyui')
          ? [{ id: COMFY_POOL, name: 'ComfyUI', provider: 'comfyui', models: null, isOperators: false }]
          : [];
        const workflows = (await listWorkflowRows(transaction)).map((row) => toWorkflowModel(toOwnWorkflow(row)));
        const models = [...parts.providers.values()].flatMap((provider) =>
          [...listModelsOf(provider, rows), ...(provider.id === 'comfyui' ? workflows : [])].map((model) =>
            presentModel(
              model,
              provider,
              model.id.startsWith('workflow:') ? [...pool, ...own] : [...operators, ...pool, ...own],
            ),
          ),
        );
        return models.filter((model) => capability === undefined || model.capability === capability);
      }),
  };
}

/** Models of one's own server write; a check of words is something that goes out as well, so it is named with what is made. */
function describeProvider(provider: Provider) {
  const { id, title, keyPage, isKeyOptional = false, baseUrl, models } = provider;
  const made = models.map(({ capability }) => capability);
  const written: Capability[] = provider.describeModel ? ['text'] : [];
  const checked: Capability[] = provider.moderate ? ['moderation'] : [];
  const capabilities = [...new Set([...made, ...written, ...checked])];
  return { id, title, keyPage, isKeyOptional, baseUrl, capabilities };
}

function toHealth(report: ConnectionReport): Health {
  if (report.kind === 'works')
    return {
      state: 'works',
      fault: null,
      account: report.account,
      ...(report.models === undefined ? {} : { models: report.models }),
    };
  if (report.kind === 'refused') return { state: 'refused', fault: report.fault.kind };
  return { state: 'unreachable', fault: null };
}

/** A limited or broken vendor says nothing about the key; only its own no does. */
function requireWorking(report: ConnectionReport): Health {
  const health = toHealth(report);
  if (health.state === 'works') return health;
  const isNo = report.kind === 'refused' && !['rate_limited', 'provider_down'].includes(report.fault.kind);
  const reason = report.kind === 'unreachable' ? report.reason : report.kind === 'refused' ? report.fault.message : '';
  throw new KinoraError(isNo ? 'connection.refused' : 'connection.unreachable', reason);
}

function notFound(id: string): KinoraError {
  return new KinoraError('connection.not_found', `no connection ${id}`);
}
