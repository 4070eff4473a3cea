import { z } from 'zod';
import { loadConfig } from '../platform/config/index.ts';
import { startStudio } from '../studio.ts';
import { startWorker } from '../worker.ts';
import type { StudioAdditions } from '../workshop.ts';
import { chaosStudio, createChaosRoutes } from './chaos-studio.ts';

/**
 * The studio as `npm start` makes it, as its own process to be killed at any moment: with the API, which keeps the embedded
 * database running, or as a worker that joins it through the data folder.
 */
const settings = z.object({
  role: z.enum(['api', 'worker']),
  environment: z.record(z.string(), z.string()),
  vendors: z.record(z.string(), z.object({ baseUrl: z.string(), secret: z.string() })),
  settleMs: z.number(),
  patienceMs: z.number(),
});
export type ChaosSettings = z.infer<typeof settings>;

const { role, environment, vendors, settleMs, patienceMs } = settings.parse(JSON.parse(process.argv[2] ?? ''));
const additions: StudioAdditions = {
  studios: [chaosStudio],
  routes: createChaosRoutes,
  startedJobsPerHour: 1_000_000,
  settleMs,
  patienceMs,
};
const config = {
  ...loadConfig({ ...environment, KINORA_ROLES: role }),
  // The operator's accounts: the environment names Replicate's alone.
  connections: new Map(Object.entries(vendors)),
};
const running: { close(): Promise<void> } =
  role === 'api'
    ? await startStudio(config, { additions })
    : await startWorker(config, () => process.exit(), additions);
const end = () => void running.close().finally(() => process.exit());
process.once('SIGTERM', end);
// Whoever ends the run from outside leaves no database behind.
process.once('disconnect', end);
process.send?.('ready');
