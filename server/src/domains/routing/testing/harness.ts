import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProviders, type Provider } from '@kinora/providers';
import { startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import type { GenerateOrder, StudioPorts } from '@kinora/studios';
import { appendEvent, openListener } from '../../../platform/events/index.ts';
import { createGuardedFetch } from '../../../platform/guarded-fetch/index.ts';
import { newId } from '../../../platform/ids.ts';
import { createSecretBox } from '../../../platform/secrets/index.ts';
import { createLocalStorage } from '../../../platform/storage/index.ts';
import { noPictureRules } from '../../../testing/no-picture-rules.ts';
import { createTestDatabase, insertOrganization, type TestDatabase } from '../../../testing/test-database.ts';
import { createAssetPort } from '../../assets/index.ts';
import { openWallet } from '../../credits/index.ts';
import { insertConnection } from '../connection-store.ts';
import { toSecretContext } from '../connections.ts';
import { createFetchOutputs } from '../fetch-outputs.ts';
import { runGeneration } from '../generate.ts';
import { createSafeHttp } from '../safe-http.ts';
import type { GenerationParts } from '../work.ts';
import { inspectBytes } from './inspect-bytes.ts';

/** Long enough for a call on its way, short enough for a test. */
export const SETTLE_MS = 400;

export type RoutingHarness = Awaited<ReturnType<typeof createRoutingHarness>>;

/** A database, an emulated Replicate as the operator's connection, and jobs that want pictures of it. */
export async function createRoutingHarness(options: { wrap?: (provider: Provider) => Provider } = {}) {
  const test: TestDatabase = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'kinora-routing-'));
  const emulator: VendorEmulator = await startReplicateEmulator();
  const listener = await openListener({ url: test.database.urls.jobs });
  const { wrap = (provider) => provider } = options;
  const operator = new Map([['replicate', { secret: emulator.key, baseUrl: emulator.baseUrl }]]);
  const storage = createLocalStorage({ folder: join(folder, 'files') });
  const parts: GenerationParts & { database: TestDatabase['database'] } = {
    database: test.database,
    listener,
    providers: new Map(createProviders({ settleMs: SETTLE_MS }).map((provider) => [provider.id, wrap(provider)])),
    operator,
    http: createSafeHttp(createGuardedFetch({ privateHosts: ['127.0.0.1'] })),
    secrets: createSecretBox({ current: { id: '00000007', key: Buffer.alloc(32, 7) }, previous: [] }),
    now: Date.now,
    agents: { database: test.database, files: storage, now: Date.now },
    random: Math.random,
    assertSafe: async () => undefined,
    assertLikeness: async () => undefined,
    ...noPictureRules,
    fetchOutputs: createFetchOutputs(inspectBytes),
    webhookUrlOf: (provider, intentId) => `https://studio.example/api/v1/provider-webhooks/${provider}/${intentId}`,
  };
  const organizationId = await insertOrganization(test.database);
  await test.database.inOrganization(organizationId, (transaction) => openWallet(transaction, organizationId));

  function portsOf(jobId: string, tenant: string): StudioPorts {
    const engine = { probe: () => Promise.reject(new Error('pictures only')) };
    return {
      assets: createAssetPort(
        { database: test.database, storage, appendEvent, engine, ...noPictureRules },
        { organizationId: tenant, jobId },
      ),
    } as StudioPorts;
  }

  return {
    ...test,
    parts,
    /** Vendors beside the emulated Replicate. */
    addVendor: (id: string, { key, baseUrl }: VendorEmulator) => void operator.set(id, { secret: key, baseUrl }),
    emulator,
    organizationId,
    /** A leaf that a worker has taken. */
    async addJob(tenant = organizationId): Promise<string> {
      const id = newId();
      await test.database.inOrganization(tenant, (transaction) =>
        transaction.query(
          `insert into jobs (id, organization_id, studio, kind, title, version, slot, input, status)
           values ($1, app.org(), 'test', 'test', 'Test', 1, 'provider', '{}', 'processing')`,
          [id],
        ),
      );
      return id;
    },
    /** The organization's own account at the same vendor. */
    async addConnection(): Promise<string> {
      const id = newId();
      await test.database.inOrganization(organizationId, (transaction) =>
        insertConnection(transaction, {
          id,
          organizationId,
          provider: 'replicate',
          name: 'Ours',
          baseUrl: emulator.baseUrl,
          secret: parts.secrets.seal(emulator.key, toSecretContext(id)),
          lastFour: '',
          maxConcurrent: null,
          submissionsPerMinute: null,
          createdBy: null,
        }),
      );
      return id;
    },
    /** A submission on the operator's connection whose answer never came, of a job that waits for a person. */
    leaveUnknown: (jobId: string, { minutesAgo }: { minutesAgo: number }) =>
      test.database.inOrganization(organizationId, async (transaction) => {
        await transaction.query(
          `update jobs set status = 'waiting', waiting_reason = 'unknown_outcome' where id = $1`,
          [jobId],
        );
        await transaction.query(
          `insert into intents (id, organization_id, job_id, name, number, run, is_operators, provider, model, capability,
             request, state, sends, sent_at)
           values ($1, app.org(), $2, 'picture', 1, 1, true, 'replicate', 'black-forest-labs/flux-schnell', 'image',
             '{}', 'unknown', 1, now() - make_interval(mins => $3))`,
          [newId(), jobId, minutesAgo],
        );
      }),
    setJob: (jobId: string, status: string, reason: string | null = null) =>
      test.database.inOrganization(organizationId, (transaction) =>
        transaction.query('update jobs set status = $2, waiting_reason = $3 where id = $1', [jobId, status, reason]),
      ),
    generate(
      jobId: string,
      change: {
        run?: number;
        signal?: AbortSignal;
        order?: Partial<GenerateOrder>;
        tenant?: string;
        /** Of a process that is not as the others. */
        parts?: Partial<GenerationParts>;
      } = {},
    ) {
      const { run = 1, signal = new AbortController().signal, tenant = organizationId } = change;
      const scope = {
        organizationId: tenant,
        jobId,
        run,
        ports: portsOf(jobId, tenant),
        signal,
        temporaryFolder: folder,
        progress: () => {},
        preview: () => {},
      };
      return runGeneration({ ...parts, ...change.parts }, scope, { ...orderPicture(), ...change.order });
    },
    intentsOf: (jobId: string) =>
      test.database.inOrganization(organizationId, async (transaction) => {
        const { rows } = await transaction.query<{
          id: string;
          state: string;
          number: number;
          sends: number;
          remote_id: string | null;
          fault_kind: string | null;
          cost_micros: number | null;
        }>(
          `select id, state, number, sends, remote_id, fault_kind, cost_micros from intents where job_id = $1
            order by number`,
          [jobId],
        );
        return rows;
      }),
    statusOf: (jobId: string) =>
      test.database.inOrganization(organizationId, async (transaction) => {
        const { rows } = await transaction.query<{ status: string }>('select status from jobs where id = $1', [jobId]);
        return rows[0]!.status;
      }),
    async close() {
      await listener.close();
      await emulator.close();
      await test.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let seed = 1000;
export function orderPicture(): GenerateOrder {
  seed += 1;
  return {
    name: 'picture',
    route: { connection: 'operator:replicate', model: 'black-forest-labs/flux-schnell' },
    fileName: 'shot-1A-picture',
    request: {
      capability: 'image',
      prompt: 'A chair on a lit stage',
      negativePrompt: '',
      ratio: '16:9',
      seed,
      pictures: [],
    },
  };
}
