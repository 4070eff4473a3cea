import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorTable, Role } from '@kinora/contract';
import { createFileParser, engineErrors, type FileParser, intakeErrors, openEngine } from '@kinora/media-node';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import {
  type AppendEvent,
  type AssetService,
  assetErrors,
  createAssetRoutes,
  createAssetService,
  createFileInspector,
  createLibraryService,
  createUploadService,
  type Fact,
  type UploadService,
} from '../domains/assets/index.ts';
import { appendEvent as storeEvent } from '../platform/events/index.ts';
import { createGuardedFetch, FETCH_ERRORS } from '../platform/guarded-fetch/index.ts';
import type { Actor } from '../platform/http/index.ts';
import {
  createHttp,
  createIdempotencyStore,
  createMetrics,
  createRateCounter,
  HTTP_ERRORS,
  mergeErrorTables,
  type RegisteredRoute,
} from '../platform/http/index.ts';
import { newId } from '../platform/ids.ts';
import { createLog } from '../platform/log/index.ts';
import {
  createDiskGuard,
  createSignedLinks,
  type DiskFacts,
  type DiskGuard,
  openStorage,
  registerMediaRoute,
  type Storage,
  storageErrors,
} from '../platform/storage/index.ts';
import { createTestDatabase, insertOrganization, type TestDatabase } from './test-database.ts';

export type Person = { organizationId: string; userId: string; role: Role };

/** The slices of files behind the real HTTP edge, on a real database, real files and the real engine. */
export type SliceApp = {
  test: TestDatabase;
  storage: Storage;
  assets: AssetService;
  uploads: UploadService;
  engine: Awaited<ReturnType<typeof openEngine>>;
  parser: FileParser;
  diskGuard: DiskGuard;
  facts: (Fact & { organizationId: string })[];
  appendEvent: AppendEvent;
  links: ReturnType<typeof createSignedLinks>;
  /** Change to fill the disk. */
  disk: DiskFacts;
  folder: string;
  addPerson(role?: Role, organizationId?: string): Promise<Person>;
  listen(routes: (app: SliceApp) => RegisteredRoute[], errors: readonly ErrorTable[]): Promise<void>;
  ask(person: Person | null, request: InjectOptions): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
};

export async function createSliceApp(): Promise<SliceApp> {
  const test = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'kinora-slice-'));
  const storage = await openStorage({ kind: 'local', folder: join(folder, 'files') });
  const links = createSignedLinks({ listKeys: () => ['links of a test'], now: Date.now });
  const parser = createFileParser();
  const engine = await openEngine();
  const facts: SliceApp['facts'] = [];
  const appendEvent: AppendEvent = async (transaction, organizationId, fact) => {
    await storeEvent(transaction, organizationId, fact);
    facts.push({ organizationId, ...fact });
  };
  const disk = { totalBytes: 1e12, freeBytes: 5e11 };
  const dependencies = {
    database: test.database,
    storage,
    links,
    disk: createDiskGuard(async () => disk),
    inspector: createFileInspector({ parser, engine }),
    appendEvent,
    fetch: createGuardedFetch({ privateHosts: ['127.0.0.1'] }),
    maxBytes: 500 * 1024 ** 2,
  };
  const assets = createAssetService(dependencies);
  const uploads = createUploadService(dependencies, assets);
  const library = createLibraryService({ ...dependencies, trashDays: 30, readPictureCheck: async () => null });
  const people = new Map<string, Person>();
  let http: FastifyInstance | undefined;

  const app: SliceApp = {
    test,
    storage,
    assets,
    uploads,
    engine,
    parser,
    diskGuard: dependencies.disk,
    facts,
    appendEvent,
    links,
    disk,
    folder,
    async addPerson(role = 'owner', organizationId) {
      const person = {
        role,
        userId: newId(),
        organizationId: organizationId ?? (await insertOrganization(test.database)),
      };
      await insertMember(test, person);
      people.set(person.userId, person);
      return person;
    },
    async listen(routes, errors) {
      const own = [...createAssetRoutes({ assets, uploads, library }), ...routes(app)];
      const register = (instance: FastifyInstance) => registerMediaRoute(instance, { storage, links });
      http = await startHttp({ test, folder, people, routes: own, errors, register });
    },
    async ask(person, request) {
      if (!http) throw new Error('listen first');
      const authorization = person ? { authorization: `Bearer ${person.userId}` } : {};
      return http.inject({ ...request, headers: { ...authorization, ...request.headers } });
    },
    async close() {
      await http?.close();
      parser.close();
      await engine.close();
      await test.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return app;
}

async function insertMember(test: TestDatabase, person: Person): Promise<void> {
  await test.database.asIdentity(async (transaction) => {
    const values = [person.userId, `${person.userId}@example.test`, `Person ${person.userId.slice(-4)}`];
    await transaction.query('insert into auth.users (id, email, name) values ($1, $2, $3)', values);
  });
  await test.database.inOrganization(person.organizationId, async (transaction) => {
    const values = [newId(), person.organizationId, person.userId, person.role];
    await transaction.query(
      'insert into memberships (id, organization_id, user_id, role) values ($1, $2, $3, $4)',
      values,
    );
  });
}

type HttpParts = {
  test: TestDatabase;
  folder: string;
  people: Map<string, Person>;
  routes: RegisteredRoute[];
  errors: readonly ErrorTable[];
  register: (app: FastifyInstance) => void;
};

function startHttp(options: HttpParts): Promise<FastifyInstance> {
  const tables = [HTTP_ERRORS, FETCH_ERRORS, engineErrors, intakeErrors, storageErrors, assetErrors, ...options.errors];
  return createHttp({
    logger: createLog('silent'),
    publicUrl: 'http://localhost',
    trustProxy: false,
    version: 'test',
    errors: mergeErrorTables(tables),
    authenticate: async ({ bearer }) => toActor(options.people.get(bearer ?? '')),
    idempotency: createIdempotencyStore(options.test.database),
    rateCounter: createRateCounter(options.test.database),
    rateLimits: { publicCalls: 0, keyCalls: 0, sessionCalls: 0 },
    metrics: createMetrics(),
    metricsToken: undefined,
    health: () => [],
    webFolder: options.folder,
    routes: options.routes,
    documented: [],
    register: async (app) => options.register(app),
  });
}

function toActor(person: Person | undefined): Actor | null {
  if (!person) return null;
  const { role, userId, organizationId } = person;
  return { kind: 'user', userId, organizationId, role, sessionId: newId(), isOperator: false } as Actor;
}
