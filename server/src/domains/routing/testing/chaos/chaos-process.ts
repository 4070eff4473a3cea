import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createProviders } from '@kinora/providers';
import type { StudioPorts } from '@kinora/studios';
import { z } from 'zod';
import { openDatabase } from '../../../../platform/database/index.ts';
import { appendEvent, openListener } from '../../../../platform/events/index.ts';
import { createGuardedFetch } from '../../../../platform/guarded-fetch/index.ts';
import { createLog } from '../../../../platform/log/index.ts';
import { createSecretBox } from '../../../../platform/secrets/index.ts';
import { createLocalStorage } from '../../../../platform/storage/index.ts';
import { createAssetPort } from '../../../assets/index.ts';
import { createJobService, createRegistry, type OpenPorts, startJobWorker } from '../../../jobs/index.ts';
import { createFetchOutputs } from '../../fetch-outputs.ts';
import { type GenerationParts, runGeneration } from '../../generate.ts';
import { startIntentKeeper } from '../../keeper.ts';
import { createSafeHttp } from '../../safe-http.ts';
import { inspectBytes } from '../inspect-bytes.ts';
import { chaosStudio } from './chaos-studio.ts';

/** A worker or an API as its own process, to be killed at any moment. `order` messages make jobs, as a press on a button does. */
const settings = z.object({
  role: z.enum(['worker', 'api']),
  urls: z.object({ owner: z.string(), app: z.string(), auth: z.string(), jobs: z.string() }),
  vendor: z.object({ baseUrl: z.string(), secret: z.string() }),
  folder: z.string(),
  settleMs: z.number(),
});
export type ChaosSettings = z.infer<typeof settings>;

const orderMessage = z.object({
  organizationId: z.string(),
  requestKey: z.string(),
  seeds: z.array(z.int()),
  retry: z.string().optional(),
});
export type ChaosOrder = z.infer<typeof orderMessage>;

// Whoever ends the run from outside leaves no orphans behind.
process.once('disconnect', () => process.exit());

const { role, urls, vendor, folder, settleMs } = settings.parse(JSON.parse(process.argv[2] ?? ''));
// Broken lines and a database that is away are this process's everyday; told only when a round loses something.
const onError = (error: unknown) => console.error(`${role}: ${String(error)}`);
const database = openDatabase({ urls, onConnectionLost: onError });
const listener = await openListener({ url: urls.jobs, onError });
const registry = createRegistry([chaosStudio]);
const storage = createLocalStorage({ folder: join(folder, 'files') });
const temporaryRoot = join(folder, `temporary-${process.pid}`);
await mkdir(temporaryRoot, { recursive: true });

const engine = { probe: () => Promise.reject(new Error('pictures only')) };
const openPorts: OpenPorts = async ({ organizationId, jobId }) => ({
  ports: {
    assets: createAssetPort({ database, storage, appendEvent, engine }, { organizationId, jobId: jobId || null }),
  } as StudioPorts,
  close: async () => undefined,
});
const generation: GenerationParts & { database: typeof database } = {
  database,
  listener,
  providers: new Map(createProviders({ settleMs }).map((provider) => [provider.id, provider])),
  operator: new Map([['replicate', vendor]]),
  agents: { database, files: storage, now: Date.now },
  http: createSafeHttp(createGuardedFetch({ privateHosts: ['127.0.0.1'] })),
  secrets: createSecretBox({ current: { id: '00000007', key: Buffer.alloc(32, 7) }, previous: [] }),
  now: Date.now,
  random: Math.random,
  assertSafe: async () => undefined,
  assertLikeness: async () => undefined,
  fetchOutputs: createFetchOutputs(inspectBytes),
  webhookUrlOf: () => null,
  // A fifth of what people have: a round is over sooner, and gives way oftener.
  patienceMs: 2000,
};

if (role === 'worker') {
  startIntentKeeper({ ...generation, onError });
  await startJobWorker({
    database,
    listener,
    registry,
    preset: 'hosted',
    openPorts,
    runGeneration: (scope, order) => runGeneration(generation, scope, order),
    temporaryRoot,
    slots: { studio: 4, provider: 6 },
    log: createLog('silent'),
    onError,
  });
} else {
  const jobs = createJobService({
    assertSafe: async () => undefined,
    database,
    registry,
    preset: 'hosted',
    medians: { get: () => undefined },
    openPorts,
    findSample: async () => null,
    startedJobsPerHour: null,
    assertProject: async () => undefined,
    now: () => new Date(),
  });
  process.on('message', async (message) => {
    const { organizationId, requestKey, seeds, retry } = orderMessage.parse(message);
    const actor = { organizationId, userId: null, role: 'owner' as const };
    const pieces = seeds.map((seed) => ({ seed, organization: organizationId }));
    try {
      const consent = { maxCredits: seeds.length };
      const job = retry
        ? await jobs.retry(actor, retry)
        : await jobs.create(actor, { studio: 'chaos', input: { pieces }, consent, requestKey });
      process.send?.({ requestKey, jobId: job.id });
    } catch (error) {
      process.send?.({ requestKey, error: String(error) });
    }
  });
}
process.send?.('ready');
