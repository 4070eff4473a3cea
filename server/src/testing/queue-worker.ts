import { join } from 'node:path';
import { createProviders } from '@kinora/providers';
import { z } from 'zod';
import { createRegistry, startJobWorker } from '../domains/jobs/index.ts';
import { createFetchOutputs, createSafeHttp, runGeneration } from '../domains/routing/index.ts';
import { openDatabase } from '../platform/database/index.ts';
import { openListener } from '../platform/events/index.ts';
import { createGuardedFetch } from '../platform/guarded-fetch/index.ts';
import { createLog } from '../platform/log/index.ts';
import { createSecretBox } from '../platform/secrets/index.ts';
import { createLocalStorage } from '../platform/storage/index.ts';
import { noPictureRules } from './no-picture-rules.ts';
import { queueStudio } from './queue-studio.ts';

/** A worker as its own process, as `--roles worker` is, to be measured and killed. */
const settings = z.object({
  urls: z.object({ owner: z.string(), app: z.string(), auth: z.string(), jobs: z.string() }),
  slots: z.record(z.string(), z.number()),
  folder: z.string(),
});
const { urls, slots, folder } = settings.parse(JSON.parse(process.argv[2] ?? ''));
const onError = (error: unknown) => console.error(error);
process.once('disconnect', () => process.exit());
const database = openDatabase({ urls, sizes: { app: 6, auth: 1, jobs: 3 }, onConnectionLost: onError });
const listener = await openListener({ url: urls.jobs, onError });
const storage = createLocalStorage({ folder: join(folder, 'files') });
const generation = {
  database,
  listener,
  providers: new Map(createProviders().map((provider) => [provider.id, provider])),
  operator: new Map(),
  agents: { database, files: storage, now: Date.now },
  http: createSafeHttp(createGuardedFetch({ privateHosts: ['127.0.0.1'] })),
  secrets: createSecretBox({ current: { id: '00000007', key: Buffer.alloc(32, 7) }, previous: [] }),
  now: Date.now,
  random: Math.random,
  assertSafe: async () => undefined,
  fetchOutputs: createFetchOutputs(async () => {
    throw new Error('words are no files');
  }),
  webhookUrlOf: () => null,
  assertLikeness: async () => undefined,
  ...noPictureRules,
};
await startJobWorker({
  database,
  listener,
  registry: createRegistry([queueStudio]),
  preset: 'self-hosted',
  openPorts: async () => ({ ports: {} as never, close: async () => undefined }),
  runGeneration: (scope, order) => runGeneration(generation, scope, order),
  temporaryRoot: folder,
  slots,
  log: createLog('silent'),
  onError,
});
process.send?.('ready');
