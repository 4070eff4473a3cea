import { createHash, randomBytes } from 'node:crypto';
import { type ComfyServer, KinoraError } from '@kinora/contract';
import { lookAtComfyServer } from '@kinora/providers';
import type { Database, Transaction } from '../../../platform/database/index.ts';
import { type Member, userIdOf } from '../../../platform/http/index.ts';
import { newId } from '../../../platform/ids.ts';
import { noteAct, noteChange } from '../../accounts/index.ts';
import { addConnection } from '../add-connection.ts';
import { deleteConnectionRow, updateConnectionRow } from '../connection-store.ts';
import { type ConnectionParts, getProvider, makeCall } from '../connections.ts';
import { lookAndSave } from './look.ts';
import { presentServer } from './present-server.ts';
import { findServer, listServers, type Server, saveAgentKey, saveLook, setDraining } from './server-store.ts';

export type ComfyParts = ConnectionParts & { database: Pick<Database, 'inOrganization'> };
export type ComfyServerService = ReturnType<typeof createComfyServerService>;
export type NewServer = {
  name: string;
  kind: 'direct' | 'agent';
  baseUrl?: string | undefined;
  secret?: string | undefined;
  tokens?: number | undefined;
};
export type ServerChange = { name?: string | undefined; isDraining?: boolean | undefined; tokens?: number | undefined };

const LOOK_SECONDS = 60;

/** 32 random bytes behind the server's id, so that an agent needs nothing else. Its hash is all that is kept. */
function makeAgentKey(serverId: string): { key: string; hash: Buffer; end: string } {
  const key = `kca_${serverId.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashAgentKey(key), end: key.slice(-4) };
}
export function hashAgentKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The organization's own ComfyUI servers. */
export function createComfyServerService(parts: ComfyParts) {
  const { database } = parts;
  const inMine = <Result>(actor: Member, work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(actor.organizationId, work);

  async function get(transaction: Transaction, id: string): Promise<Server> {
    const server = await findServer(transaction, id);
    if (!server) throw new KinoraError('comfy.not_found', `no server ${id}`);
    return server;
  }
  const show = async (transaction: Transaction, id: string) => presentServer(await get(transaction, id));

  async function createDirect(actor: Member, fields: NewServer): Promise<ComfyServer> {
    const { baseUrl, secret = '' } = fields;
    if (baseUrl === undefined) throw new KinoraError('comfy.no_address', 'a server without an agent needs an address');
    const provider = getProvider(parts, 'comfyui');
    const seen = await lookAtComfyServer(makeCall(parts, { provider, baseUrl, secret }));
    if (seen.kind === 'fault') {
      const isNo = ['auth', 'not_found'].includes(seen.fault.kind);
      throw new KinoraError(isNo ? 'comfy.refused' : 'comfy.unreachable', seen.fault.message);
    }
    return inMine(actor, async (transaction) => {
      const id = await insert(transaction, actor, fields, { baseUrl, secret });
      await saveLook(transaction, id, seen.look, LOOK_SECONDS);
      await noteAct(transaction, actor, { action: 'comfy_server.created', subject: fields.name, kind: 'direct' });
      return show(transaction, id);
    });
  }

  async function createAgent(actor: Member, fields: NewServer) {
    return inMine(actor, async (transaction) => {
      const id = await insert(transaction, actor, fields, { baseUrl: null, secret: '' });
      const { key: agentKey, ...kept } = makeAgentKey(id);
      await saveAgentKey(transaction, id, kept);
      await noteAct(transaction, actor, { action: 'comfy_server.created', subject: fields.name, kind: 'agent' });
      return { server: await show(transaction, id), agentKey };
    });
  }

  async function insert(
    transaction: Transaction,
    actor: Member,
    { name, kind, tokens }: NewServer,
    at: { baseUrl: string | null; secret: string },
  ): Promise<string> {
    const id = newId();
    await addConnection(transaction, parts, {
      ...at,
      id,
      organizationId: actor.organizationId,
      provider: 'comfyui',
      name,
      isAgent: kind === 'agent',
      maxConcurrent: tokens ?? null,
      submissionsPerMinute: null,
      createdBy: userIdOf(actor),
    });
    return id;
  }

  return {
    list: (actor: Member) => inMine(actor, async (tx) => ({ items: (await listServers(tx)).map(presentServer) })),

    async create(actor: Member, fields: NewServer): Promise<{ server: ComfyServer; agentKey: string | null }> {
      if (fields.kind === 'agent') return createAgent(actor, fields);
      return { server: await createDirect(actor, fields), agentKey: null };
    },

    update: (actor: Member, id: string, change: ServerChange): Promise<ComfyServer> =>
      inMine(actor, async (transaction) => {
        const before = await show(transaction, id);
        await updateConnectionRow(transaction, id, {
          name: change.name,
          ...(change.tokens === undefined ? {} : { maxConcurrent: change.tokens }),
        });
        if (change.isDraining !== undefined) await setDraining(transaction, id, change.isDraining);
        const after = await show(transaction, id);
        const told = ['name', 'isDraining', 'tokens'] as const;
        await noteChange(transaction, actor, {
          action: 'comfy_server.changed',
          subject: before.name,
          before,
          after,
          told,
        });
        return after;
      }),

    async look(actor: Member, id: string): Promise<ComfyServer> {
      const { connection } = await inMine(actor, (transaction) => get(transaction, id));
      if (!connection.is_agent) await lookAndSave(parts, actor.organizationId, id);
      return inMine(actor, (transaction) => show(transaction, id));
    },

    renewAgentKey(actor: Member, id: string) {
      const { key, ...kept } = makeAgentKey(id);
      return inMine(actor, async (transaction) => {
        const { connection } = await get(transaction, id);
        if (!connection.is_agent) throw new KinoraError('comfy.no_agent', `server ${id} has no agent`);
        await saveAgentKey(transaction, id, kept);
        await noteAct(transaction, actor, { action: 'comfy_server.agent_key_renewed', subject: connection.name });
        return { server: await show(transaction, id), agentKey: key };
      });
    },

    delete: (actor: Member, id: string): Promise<void> =>
      inMine(actor, async (transaction) => {
        const { connection } = await get(transaction, id);
        const outcome = await deleteConnectionRow(transaction, id);
        if (outcome === 'in_use') throw new KinoraError('comfy.in_use', `server ${id} has open intents`);
        await noteAct(transaction, actor, { action: 'comfy_server.deleted', subject: connection.name });
      }),
  };
}
