import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  comfyAgentRoutes,
  eventRoutes,
  type Language,
  providerWebhookRoutes,
  type RouteDefinition,
  say,
  stripeRoutes,
} from '@kinora/contract';
import { type MediaEngine, type PictureChecker, repositoryFile } from '@kinora/media-node';
import type { FastifyInstance } from 'fastify';
import {
  type AccountDependencies,
  createAccountRoutes,
  createAuthenticate,
  ensureLocalAccess,
  makeSetupToken,
} from './domains/accounts/index.ts';
import { createAssetRoutes, createLibraryService, createUploadService } from './domains/assets/index.ts';
import { createAuditRoutes } from './domains/audit/index.ts';
import {
  createBillingRoutes,
  createBillingService,
  createReceiver,
  createStripe,
  registerStripeEvents,
} from './domains/billing/index.ts';
import { createBrandRoutes, createBrandService } from './domains/brands/index.ts';
import { createBudgetRoutes } from './domains/budgets/index.ts';
import {
  createCatalogue,
  createCatalogueRoutes,
  createImportService,
  createProductImportRoutes,
  insertSampleProducts,
} from './domains/catalogue/index.ts';
import { createCreditRoutes, openWallet } from './domains/credits/index.ts';
import { createDashboardRoutes } from './domains/dashboard/index.ts';
import { createDeliveryRoutes, createDeliveryService } from './domains/deliveries/index.ts';
import {
  createJobRoutes,
  createJobService,
  createMedians,
  createPreviewLinks,
  type JobWorker,
  readQuoteContext,
} from './domains/jobs/index.ts';
import { createNotificationRoutes, forgetPerson, notifyKeepers, sendDigests } from './domains/notifications/index.ts';
import { createPresenceRoutes } from './domains/presence/index.ts';
import { createProductTemplateRoutes, createProductTemplateService } from './domains/product-templates/index.ts';
import {
  assertMayWorkIn,
  createFilmStudioDoor,
  createKitFollower,
  createProjectRoutes,
  createProjectService,
  createShotDrawer,
  createStudioPorts,
  handOverProjects,
} from './domains/projects/index.ts';
import {
  createComfyRoutes,
  createComfyServerService,
  createComfyWorkflowService,
  createConnectionRoutes,
  createConnectionService,
  createHeldRoutes,
  createHeldService,
  createIntentService,
  createRouteOfferService,
  listModerators,
  readConnectionLoad,
  registerComfyAgent,
  registerProviderWebhooks,
} from './domains/routing/index.ts';
import { createSafetyRoutes, createSafetyService, textsIn } from './domains/safety/index.ts';
import { createSavedViewRoutes, createSavedViewService, handOverViews } from './domains/saved-views/index.ts';
import {
  createWebhookRoutes,
  createWebhookService,
  type SendParts,
  startWebhookSender,
  type WebhookSender,
} from './domains/webhooks/index.ts';
import { errorCodeOf, errorRegistry } from './errors.ts';
import { startHousekeeping } from './housekeeping.ts';
import { systemClock } from './platform/clock/index.ts';
import type { StudioConfig } from './platform/config/index.ts';
import type { Database } from './platform/database/index.ts';
import { appendEvent, createEventHub, openListener, registerEventRoutes } from './platform/events/index.ts';
import { createGuardedFetch } from './platform/guarded-fetch/index.ts';
import {
  createHttp,
  createIdempotencyStore,
  createMetrics,
  createRateCounter,
  createRecogniser,
  type HealthPart,
  type RegisteredRoute,
  STARTED_JOBS_PER_HOUR,
  userIdOf,
} from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';
import { createMail } from './platform/mail/index.ts';
import { createSecretBox, type SecretKeys } from './platform/secrets/index.ts';
import {
  type createDiskGuard,
  type DiskState,
  type ReadDisk,
  registerMediaRoute,
  type Storage,
} from './platform/storage/index.ts';
import { createMakeSample, findSample, toSampleProducts } from './sample-content.ts';
import { registerStudioFigures } from './studio-figures.ts';
import { VERSION } from './version.ts';
import { sweepWorkerFolders } from './worker-folders.ts';
import { openWorkshop, type StudioAdditions } from './workshop.ts';

export type AppParts = {
  config: StudioConfig;
  database: Database;
  secretKeys: SecretKeys;
  log: Log;
  publicUrl: string;
  readDisk?: ReadDisk;
  /** Jobs one person may start in an hour, where that is not the preset's: for tests that start many. */
  startedJobsPerHour?: number;
  additions?: StudioAdditions | undefined;
  /** For tests: whatever looks at pictures instead of the model. */
  pictureChecker?: PictureChecker | undefined;
};
export type App = {
  http: FastifyInstance;
  /** Starts taking work; answers at once. */
  startWork(): Promise<void>;
  /** The one-time set-up link, or null once there is an owner. */
  makeSetupLink(): Promise<string | null>;
  close(): Promise<void>;
};

/**
 * The composition root: everything is built here and handed on as small typed objects. Long because it is one list, read
 * from top to bottom; nothing decides anything here.
 */
export async function createApp({ config, database, secretKeys, log, publicUrl, ...parts }: AppParts): Promise<App> {
  const onError = (error: unknown) => log.error({ err: error }, 'background work failed');
  const listener = await openListener({ url: database.urls.jobs, onError });
  const medians = createMedians(database, onError);

  const temporaryRoot = join(config.dataFolder, 'temporary');
  await rm(temporaryRoot, { recursive: true, force: true });
  await mkdir(temporaryRoot, { recursive: true });
  await sweepWorkerFolders(config.dataFolder);
  const workshop = await openWorkshop({
    config,
    database,
    secretKeys,
    listener,
    temporaryRoot,
    ...(parts.readDisk ? { readDisk: parts.readDisk } : {}),
    additions: parts.additions,
    pictureChecker: parts.pictureChecker,
    log,
    onError,
  });
  const { storage, links, disk } = workshop;
  const hub = createEventHub({ database, listener, onError, present: createPreviewLinks(links) });
  const { generation, guard, readPictureCheck, mustCheckPictures } = workshop;
  const { engine, parser, film, refresh, registry, portParts, openPorts, assetParts, assets } = workshop;

  const uploads = createUploadService(assetParts, assets);
  const library = createLibraryService({ ...assetParts, trashDays: config.keeping.trashDays, readPictureCheck });
  const portsFor = (organizationId: string) =>
    createStudioPorts(portParts, { organizationId, jobId: null, userId: null });
  const openByHash = (organizationId: string, hash: string) => portsFor(organizationId).assets.openByHash(hash);
  const shots = createShotDrawer({ engineChoice: config.engine, openByHash });
  const kits = createKitFollower({ database, appendEvent, portsFor, onError });
  const door = createFilmStudioDoor({
    film,
    refresh,
    portsFor,
    readQuoteContext: (organizationId) =>
      database.inOrganization(organizationId, (transaction) =>
        readQuoteContext(transaction, { preset: config.preset, medians, findSample }),
      ),
  });
  const brands = createBrandService({
    database,
    links,
    assets,
    makeSample: createMakeSample(join(config.dataFolder, 'sample')),
    onSampleMade: (transaction, made) =>
      insertSampleProducts({ appendEvent }, transaction, made, toSampleProducts(made)),
    appendEvent,
    openPicture: openByHash,
    planFilm: async (organizationId, input) => (await door.plan(organizationId, input)).storyboard,
    drawFrame: shots.draw,
    onKitChanged: (organizationId, brandId) => void kits.followBrand(organizationId, brandId),
  });
  const projects = createProjectService({
    database,
    storage,
    links,
    appendEvent,
    studio: door,
    followKit: kits.followProject,
    drawShot: shots.draw,
    errorCodeOf,
    assertSafe: (actor, change) =>
      guard.assertWords({
        organizationId: actor.organizationId,
        userId: userIdOf(actor),
        subject: 'shot',
        texts: textsIn(change),
      }),
  });
  const deliveries = createDeliveryService({ ...portParts, links, now: Date.now });
  const jobs = createJobService({
    database,
    registry,
    preset: config.preset,
    medians,
    openPorts,
    findSample,
    startedJobsPerHour:
      parts.startedJobsPerHour ?? parts.additions?.startedJobsPerHour ?? STARTED_JOBS_PER_HOUR[config.preset],
    assertProject: assertMayWorkIn,
    assertSafe: ({ organizationId, userId }, input) =>
      guard.assertWords({ organizationId, userId, subject: 'brief', texts: textsIn(input) }),
    readNotice: async () => sentenceOf(await disk.getState()),
    readConnectionLoad: (transaction) => readConnectionLoad(transaction, generation.providers),
    limitsOf: (provider) => generation.providers.get(provider)?.limits,
    sentenceOf: (code) => errorRegistry.get(code)?.sentence,
    now: systemClock.now,
  });

  const { wakeImports: wake } = workshop;
  const imports = createImportService({ database, storage, links, appendEvent, parser, disk, uploads, wake });

  const health: HealthPart[] = [
    { id: 'database', title: say('health.database'), check: () => checkDatabase(database) },
    { id: 'engine', title: say('health.engine'), check: () => checkEngine(engine) },
    { id: 'storage', title: say('health.storage'), check: () => checkStorage(storage, disk) },
  ];
  const secrets = createSecretBox(secretKeys);
  const mail = createMail({ ...config.mail, log });
  const accounts: AccountDependencies = {
    database,
    clock: systemClock,
    mail,
    log,
    secrets,
    publicUrl: () => publicUrl,
    verifiesMail: config.preset === 'hosted',
    openWallet,
    async onOwnerCreated(organizationId, { withSample, language }) {
      if (withSample) drawSampleEarly(brands, { organizationId, language }, onError);
    },
    handOver: async (transaction, fromUserId, toUserId) => {
      await handOverProjects(transaction, fromUserId, toUserId);
      await handOverViews(transaction, fromUserId, toUserId);
      await forgetPerson(transaction, fromUserId);
    },
    health: () => health,
  };
  const sending: SendParts = {
    database,
    fetch: createGuardedFetch({ privateHosts: config.privateHosts }),
    secrets,
    now: systemClock.now,
    onTurnedOff: (transaction, { organizationId, webhookId, name, reason }) =>
      notifyKeepers(transaction, organizationId, {
        kind: 'server',
        title: name,
        sentence: say(reason === 'gone' ? 'notice.webhook_gone' : 'notice.webhook_failures'),
        webhookId,
      }),
  };
  const stripe = config.stripe ? createStripe(config.stripe) : null;
  const billing = { stripe, receiver: stripe && createReceiver({ database, stripe }) };
  let sender: WebhookSender | undefined;
  const metrics = createMetrics();
  registerStudioFigures(metrics.registry, { database, disk });
  const authenticate = createAuthenticate(accounts);
  const routes: RegisteredRoute[] = [
    ...createAccountRoutes(accounts),
    ...createAssetRoutes({ assets, uploads, library }),
    ...createBrandRoutes(brands, kits),
    ...createCatalogueRoutes(createCatalogue({ database, links, appendEvent })),
    ...createProductImportRoutes(imports, { database }),
    ...createProductTemplateRoutes(createProductTemplateService({ database, links, portsFor })),
    ...createSafetyRoutes(
      createSafetyService({
        database,
        listVendors: (organizationId) => listModerators(generation, organizationId),
        links,
        mustCheckPictures,
      }),
    ),
    ...createSavedViewRoutes(createSavedViewService({ database })),
    ...createWebhookRoutes(createWebhookService(sending), () => sender?.wake()),
    ...createConnectionRoutes(
      createConnectionService(generation),
      createIntentService(generation),
      createRouteOfferService(generation),
    ),
    ...createHeldRoutes(createHeldService({ ...generation, links, assets })),
    ...createComfyRoutes(createComfyServerService(generation), createComfyWorkflowService({ database })),
    ...createAuditRoutes({ database }),
    ...createNotificationRoutes({ database }),
    ...createPresenceRoutes({ database }),
    ...createDashboardRoutes({ database }),
    ...createProjectRoutes(projects),
    ...createDeliveryRoutes(deliveries),
    ...createJobRoutes(jobs),
    ...(parts.additions?.routes(jobs) ?? []),
    ...createCreditRoutes({ database, preset: config.preset }),
    ...createBudgetRoutes({ database }),
    ...createBillingRoutes(createBillingService({ database, stripe, publicUrl })),
  ];
  let worker: JobWorker | undefined;
  let localKeyId: string | undefined;
  const http = await createHttp({
    logger: log,
    publicUrl,
    trustProxy: config.trustProxy,
    version: VERSION,
    errors: errorRegistry,
    authenticate,
    idempotency: createIdempotencyStore(database),
    rateCounter: createRateCounter(database),
    rateLimits: config.limits,
    isUncounted: (actor) => actor.kind === 'api_key' && actor.apiKeyId === localKeyId,
    metrics,
    metricsToken: config.metricsToken,
    health: () => health,
    webFolder: repositoryFile('web', 'dist'),
    routes,
    documented: Object.values({
      ...eventRoutes,
      ...stripeRoutes,
      ...providerWebhookRoutes,
      ...comfyAgentRoutes,
    }) as RouteDefinition[],
    async register(app) {
      registerMediaRoute(app, { storage, links });
      await registerStripeEvents(app, billing);
      await registerProviderWebhooks(app, generation);
      registerComfyAgent(app, { database, files: storage });
      registerEventRoutes(app, { hub, recognise: createRecogniser({ authenticate, publicUrl }), onError });
    },
  });

  const housekeeping = await startHousekeeping({
    database,
    storage,
    uploads,
    onError,
    trashDays: config.keeping.trashDays,
    sweepWorkers: () => sweepWorkerFolders(config.dataFolder),
    sendDigests: (organizationId) => sendDigests({ database, mail, publicUrl: () => publicUrl }, organizationId),
    segments: { days: config.keeping.cacheDays, bytes: config.keeping.cacheGigabytes * 1e9 },
  });
  return {
    http,
    async startWork() {
      localKeyId = await ensureLocalAccess(accounts, config.dataFolder);
      sender = startWebhookSender({ ...sending, database, listener, onError });
      if (!config.roles.includes('worker') && !config.roles.includes('render')) return;
      worker = await workshop.startWorker();
    },
    async makeSetupLink() {
      const token = await makeSetupToken(accounts);
      return token && `${publicUrl}/setup?token=${token}`;
    },
    async close() {
      await worker?.stop(config.keeping.shutdownSeconds * 1000 - 2000);
      await sender?.stop();
      housekeeping.stop();
      medians.stop();
      await http.close();
      hub.close();
      await listener.close();
      await kits.close();
      shots.close();
      await workshop.close();
    },
  };
}

function sentenceOf(state: DiskState): string | null {
  return state.state === 'ok' ? null : state.sentence;
}

/**
 * Drawing the sample takes half a minute; the owner does not wait for it. Each picture is an `asset.created` event. What
 * goes wrong here is logged; asking for the sample starts it again and tells the person.
 */
function drawSampleEarly(
  brands: Pick<ReturnType<typeof createBrandService>, 'getSample'>,
  { organizationId, language }: { organizationId: string; language: Language },
  onError: (error: unknown) => void,
): void {
  brands.getSample({ organizationId, userId: null }, language).catch(onError);
}

const READY = { isReady: true, advice: null };

async function checkDatabase(database: Database): Promise<typeof READY> {
  await database.app.query('select 1');
  return READY;
}

async function checkEngine(
  engine: Pick<MediaEngine, 'describe'>,
): Promise<{ isReady: boolean; advice: string | null }> {
  const { missing } = await engine.describe();
  return missing.length === 0
    ? READY
    : { isReady: false, advice: say('health.engine_lacks', { parts: missing.join(', ') }) };
}

async function checkStorage(
  storage: Storage,
  disk: ReturnType<typeof createDiskGuard>,
): Promise<{ isReady: boolean; advice: string | null }> {
  const state = await disk.getState();
  if (state.state === 'uploads_refused') return { isReady: false, advice: state.sentence };
  await storage.check();
  return READY;
}
