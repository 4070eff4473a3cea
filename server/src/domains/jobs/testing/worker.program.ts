import { z } from 'zod';
import { openDatabase } from '../../../platform/database/index.ts';
import { openListener } from '../../../platform/events/index.ts';
import { createLog } from '../../../platform/log/index.ts';
import { createRegistry } from '../registry.ts';
import { startJobWorker } from '../worker.ts';
import { testStudio } from './test-studio.ts';

/** A worker as its own process, so that tests can kill it. Told by its parent what to work on; answers `ready`. */
const settings = z.object({
  urls: z.object({ owner: z.string(), app: z.string(), auth: z.string(), jobs: z.string() }),
  slots: z.record(z.string(), z.number()),
  temporaryRoot: z.string(),
});

const { urls, slots, temporaryRoot } = settings.parse(JSON.parse(process.argv[2] ?? ''));
const onError = (error: unknown) => console.error(error);
const database = openDatabase({ urls, onConnectionLost: onError });
const listener = await openListener({ url: urls.jobs, onError });
const worker = await startJobWorker({
  database,
  listener,
  registry: createRegistry([testStudio]),
  preset: 'hosted',
  openPorts: async () => ({ ports: {} as never, close: async () => {} }),
  runGeneration: async () => {
    throw new Error('no vendor is asked here');
  },
  temporaryRoot,
  slots,
  log: createLog('silent'),
  onError,
});
process.on('SIGTERM', async () => {
  await worker.stop();
  await listener.close();
  await database.close();
  process.exit(0);
});
process.send?.('ready');
