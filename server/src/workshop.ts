import { availableParallelism } from 'node:os';
import { say } from '@kinora/contract';
import {
  createFileParser,
  createPictureChecker,
  createRenderPool,
  openEngine,
  type PictureChecker,
} from '@kinora/media-node';
import { createProviders } from '@kinora/providers';
import { type AnyStudio, createFilmStudios, createLogoIdeasStudio, createPictureActStudio } from '@kinora/studios';
import { type AssetDependencies, createAssetService, createFileInspector } from './domains/assets/index.ts';
import { createImportRunner } from './domains/catalogue/index.ts';
import {
  createRegistry,
  type JobService,
  type JobWorker,
  type OpenPorts,
  planSlots,
  startJobWorker,
} from './domains/jobs/index.ts';
import { notifyPerson } from './domains/notifications/index.ts';
import { createStudioPorts } from './domains/projects/index.ts';
import {
  askModerators,
  createFetchOutputs,
  createRoutePort,
  createSafeHttp,
  type GenerationParts,
  runGeneration,
  startComfyWatcher,
  startIntentKeeper,
} from './domains/routing/index.ts';
import {
  createCheckContent,
  createLikenessGuard,
  createPictureGuard,
  createPictureRunner,
  createReadPictureCheck,
  createSafetyGuard,
  type SafetyGuard,
  textsOfPrompt,
} from './domains/safety/index.ts';
import type { StudioConfig } from './platform/config/index.ts';
import type { Database } from './platform/database/index.ts';
import { appendEvent, type Listener } from './platform/events/index.ts';
import { createGuardedFetch, createGuardedSocket } from './platform/guarded-fetch/index.ts';
import type { RegisteredRoute } from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';
import { createSecretBox, listSigningKeys, type SecretKeys } from './platform/secrets/index.ts';
import {
  createDiskGuard,
  createSignedLinks,
  type DiskState,
  openStorage,
  type ReadDisk,
  readDiskOf,
} from './platform/storage/index.ts';
import { toStorageChoice } from './storage-choice.ts';
import { VERSION } from './version.ts';

/**
 * What a run that tries the whole program adds to it: work of its own with a door to order it by, and less time where only
 * time is waited for. Everything else is the program as it starts.
 */
export type StudioAdditions = {
  studios: readonly AnyStudio[];
  routes(jobs: JobService): RegisteredRoute[];
  /** Jobs one person may start in an hour. */
  startedJobsPerHour: number;
  /** How long after a lost submission its absence at a vendor is believed. */
  settleMs: number;
  /** How long a leaf holds its slot while its connection has no room. */
  patienceMs: number;
};

export type WorkshopParts = {
  config: StudioConfig;
  database: Database;
  secretKeys: SecretKeys;
  listener: Listener;
  /** Where files in S3 are kept at hand; the data folder's place when absent. */
  cacheFolder?: string;
  /** Folder below which each leaf gets one of its own; one of the storage's when absent. */
  temporaryRoot?: string;
  readDisk?: ReadDisk;
  additions?: StudioAdditions | undefined;
  /** Looks at pictures; the model that ships with the studio, in a child of its own, when absent. */
  pictureChecker?: PictureChecker | undefined;
  log: Log;
  onError: (error: unknown) => void;
};

export type Workshop = Awaited<ReturnType<typeof openWorkshop>>;

const LARGEST_FILE_BYTES = 500 * 1024 ** 2;

/**
 * What work is done with: files and their links, engine, drawing processes, studios and their ports, and what brings
 * tables in. The studio has one, and so has each worker that joins it.
 */
export async function openWorkshop(parts: WorkshopParts) {
  const { config, database, additions, onError } = parts;
  const storage = await openStorage(toStorageChoice(config, parts.cacheFolder));
  // Found out now and not by the first photograph somebody sends.
  await storage.check();
  const links = createSignedLinks({ listKeys: (now) => listSigningKeys(parts.secretKeys, now), now: Date.now });
  const disk = createDiskGuard(parts.readDisk ?? readDiskOf(config.dataFolder));
  const temporaryRoot = parts.temporaryRoot ?? (await storage.makeTemporaryFolder());
  const engine = await openEngine(config.engine);
  const cores = availableParallelism();
  const pool = createRenderPool({ engine: config.engine, workers: cores });
  const parser = createFileParser();
  const checker = parts.pictureChecker ?? createPictureChecker();
  const mustCheckPictures = config.preset === 'hosted';
  const { film, refresh, shotPicture, shotMotion, finish, writePlan, writePrompt, writeScript, productFilm } =
    createFilmStudios({
      engine,
      engineChoice: config.engine,
      pool,
      parser,
      version: VERSION,
    });
  const registry = createRegistry([
    film,
    refresh,
    shotPicture,
    shotMotion,
    finish,
    writePlan,
    writePrompt,
    writeScript,
    productFilm,
    createPictureActStudio(),
    createLogoIdeasStudio(),
    ...(additions?.studios ?? []),
  ]);
  const guardedFetch = createGuardedFetch({ privateHosts: config.privateHosts });
  const inspector = createFileInspector({ parser, engine });
  const check = createCheckContent({
    database,
    checker,
    storage,
    engine,
    isRequired: mustCheckPictures,
    tellRefused: (transaction, { organizationId, userId, name, projectId, decisionId }) =>
      notifyPerson(
        transaction,
        { organizationId, userId },
        { kind: 'note', title: name, sentence: say('notice.picture_refused'), projectId, aboutId: decisionId },
      ),
  });
  const assertPictures = createPictureGuard({ database, check, isRequired: mustCheckPictures });
  const pictures = createPictureRunner({ database, listener: parts.listener, check, onError });
  const generation: GenerationParts & { database: Database } = {
    database,
    listener: parts.listener,
    providers: new Map(createProviders(additions).map((provider) => [provider.id, provider])),
    operator: config.connections,
    http: createSafeHttp(guardedFetch),
    socket: createGuardedSocket({ privateHosts: config.privateHosts }),
    agents: { database, files: storage, now: Date.now },
    secrets: createSecretBox(parts.secretKeys),
    now: Date.now,
    random: Math.random,
    assertSafe({ organizationId, jobId }, text, { staysHere }) {
      const checked = { organizationId, jobId, texts: textsOfPrompt(text), subject: 'generation' } as const;
      return staysHere ? guard.assertWords(checked) : guard.assertGeneration(checked);
    },
    assertPictures,
    assertLikeness: createLikenessGuard({ database }),
    fetchOutputs: createFetchOutputs((request) => inspector.inspect(request)),
    webhookUrlOf: (provider, intentId) => toWebhookUrl(config.publicUrl, provider, intentId),
    ...(additions ? { patienceMs: additions.patienceMs, hesitationMs: additions.settleMs / 4 } : {}),
  };
  const guard: SafetyGuard = createSafetyGuard({
    database,
    askVendors: (organizationId, text) => askModerators(generation, organizationId, text),
  });
  const portParts = {
    database,
    storage,
    engine,
    appendEvent,
    assertPictures,
    routesOf: (organizationId: string) => createRoutePort(generation, organizationId),
  };
  const openPorts = createOpenPorts(portParts);
  const assetParts: AssetDependencies = {
    database,
    storage,
    links,
    disk,
    inspector,
    appendEvent,
    fetch: guardedFetch,
    maxBytes: LARGEST_FILE_BYTES,
  };
  const assets = createAssetService(assetParts);
  const imports = createImportRunner({ database, storage, appendEvent, parser, disk, assets, onError });
  const slots = {
    ...planSlots(config.roles, cores),
    ...(config.roles.includes('render') ? { render: config.renderSlots } : {}),
  };
  return {
    storage,
    links,
    disk,
    engine,
    parser,
    film,
    refresh,
    registry,
    portParts,
    openPorts,
    slots,
    generation,
    guard,
    mustCheckPictures,
    readPictureCheck: createReadPictureCheck({ isRequired: mustCheckPictures }),
    assetParts,
    assets,
    /** Looks for imports at once, where this process works on them. */
    wakeImports: imports.wake,
    async startWorker(): Promise<JobWorker> {
      if (config.roles.includes('worker')) {
        imports.start();
        pictures.start();
      }
      const keeper = startIntentKeeper({ ...generation, listener: parts.listener, onError });
      const watcher = startComfyWatcher({ ...generation, files: storage, onError });
      const worker = await startJobWorker({
        database,
        listener: parts.listener,
        registry,
        preset: config.preset,
        openPorts,
        runGeneration: (scope, order) => runGeneration(generation, scope, order),
        temporaryRoot,
        slots,
        closedSlots: async () => listClosedSlots(await disk.getState()),
        log: parts.log,
        onError,
      });
      return {
        ...worker,
        async stop(graceMs) {
          // Nobody waits for a look that is under way: it is taken up by the next start.
          checker.close();
          await Promise.all([worker.stop(graceMs), imports.stop(), keeper.stop(), watcher.stop(), pictures.stop()]);
        },
      };
    },
    async close() {
      await imports.stop();
      checker.close();
      await pictures.stop();
      // A film that was between two frames asked for a fresh child.
      checker.close();
      parser.close();
      await pool.close();
      await engine.close();
    },
  };
}

/** Vendors call public https addresses only; elsewhere they are looked at until they are done. */
function toWebhookUrl(publicUrl: string | undefined, provider: string, intentId: string): string | null {
  if (publicUrl?.startsWith('https://') !== true) return null;
  return `${publicUrl}/api/v1/provider-webhooks/${provider}/${intentId}`;
}

/** From 85 % on nothing new is drawn (rulings §6.5); where even uploads are refused, nothing that writes files begins. */
function listClosedSlots({ state }: DiskState): string[] {
  if (state === 'uploads_refused') return ['render', 'light', 'voice', 'provider'];
  return state === 'renders_paused' ? ['render'] : [];
}

/** Ports of one job, bound to its organization; the film port also knows who started it, who then owns a new project. */
function createOpenPorts(parts: Parameters<typeof createStudioPorts>[0] & { database: Database }): OpenPorts {
  return async ({ organizationId, jobId }) => {
    const userId = jobId === '' ? null : await findActor(parts.database, organizationId, jobId);
    const ports = createStudioPorts(parts, { organizationId, jobId: jobId === '' ? null : jobId, userId });
    return { ports, close: async () => undefined };
  };
}

async function findActor(database: Database, organizationId: string, jobId: string): Promise<string | null> {
  return database.inOrganization(organizationId, async (transaction) => {
    const { rows } = await transaction.query<{ actor_user_id: string | null }>(
      'select actor_user_id from jobs where id = $1',
      [jobId],
    );
    return rows[0]?.actor_user_id ?? null;
  });
}
