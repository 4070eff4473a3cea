import { type ErrorTable, eventRoutes, type RouteDefinition } from '@kinora/contract';
import type { FastifyInstance } from 'fastify';
import {
  ACCOUNT_ERRORS,
  type AccountDependencies,
  createAccountRoutes,
  createAuthenticate,
} from '../domains/accounts/index.ts';
import { systemClock } from '../platform/clock/index.ts';
import { DATABASE_ERRORS } from '../platform/database/index.ts';
import {
  createHttp,
  createIdempotencyStore,
  createMetrics,
  createRateCounter,
  HTTP_ERRORS,
  mergeErrorTables,
  type RegisteredRoute,
} from '../platform/http/index.ts';
import { createLog } from '../platform/log/index.ts';
import type { MailMessage } from '../platform/mail/index.ts';
import { createSecretBox } from '../platform/secrets/index.ts';
import type { TestDatabase } from './test-database.ts';

export const TEST_ORIGIN = 'http://127.0.0.1:4747';

export type TestHttp = {
  app: FastifyInstance;
  mails: MailMessage[];
  dependencies: AccountDependencies;
  close(): Promise<void>;
};
export type TestHttpOptions = {
  routes?: readonly RegisteredRoute[];
  errors?: readonly ErrorTable[];
  openWallet?: AccountDependencies['openWallet'];
  register?: (app: FastifyInstance) => Promise<void>;
  publicCalls?: number;
  keyCalls?: number;
  sessionCalls?: number;
  /** Folder without a built web app: every test page answers "being built". */
  webFolder: string;
  verifiesMail?: boolean;
};

/** The HTTP edge with accounts on a test database, plus the routes under test. */
export async function createTestHttp({ database }: TestDatabase, options: TestHttpOptions): Promise<TestHttp> {
  const mails: MailMessage[] = [];
  const log = createLog('silent');
  const dependencies: AccountDependencies = {
    database,
    // Its own: a test that sets the time must not set it for the files that share its process.
    clock: { ...systemClock },
    mail: {
      async send(message) {
        mails.push(message);
        return 'sent';
      },
    },
    log,
    secrets: createSecretBox({ current: { id: '00000007', key: Buffer.alloc(32, 7) }, previous: [] }),
    publicUrl: () => TEST_ORIGIN,
    verifiesMail: options.verifiesMail ?? false,
    openWallet: options.openWallet ?? (async () => undefined),
    handOver: async () => undefined,
    onOwnerCreated: async () => undefined,
    health: () => [],
  };
  const app = await createHttp({
    logger: log,
    publicUrl: TEST_ORIGIN,
    trustProxy: false,
    version: 'test',
    errors: mergeErrorTables([HTTP_ERRORS, DATABASE_ERRORS, ACCOUNT_ERRORS, ...(options.errors ?? [])]),
    authenticate: createAuthenticate(dependencies),
    idempotency: createIdempotencyStore(database),
    rateCounter: createRateCounter(database),
    rateLimits: {
      publicCalls: options.publicCalls ?? 0,
      keyCalls: options.keyCalls ?? 0,
      sessionCalls: options.sessionCalls ?? 0,
    },
    metrics: createMetrics(),
    metricsToken: undefined,
    health: () => [],
    webFolder: options.webFolder,
    routes: [...createAccountRoutes(dependencies), ...(options.routes ?? [])],
    documented: Object.values(eventRoutes) as RouteDefinition[],
    ...(options.register ? { register: options.register } : {}),
  });
  return { app, mails, dependencies, close: () => app.close() };
}

export type Person = {
  cookie: string;
  userId: string;
  organizationId: string;
  call: (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: unknown; headers: Record<string, unknown> }>;
};

/** Signs a new person up with an own organization and answers how to call the API as them. */
export async function signUp(
  http: TestHttp,
  name: string,
  organizationName: string | null = `${name}’s`,
): Promise<Person> {
  const response = await http.app.inject({
    method: 'POST',
    url: '/api/v1/auth/register',
    payload: {
      name,
      email: `${encodeURIComponent(name).replaceAll('%', '')}@example.test`,
      password: 'a long password',
      ...(organizationName ? { organizationName } : {}),
    },
  });
  if (response.statusCode !== 201) throw new Error(response.body);
  const cookie = `kinora_session=${response.cookies.find((entry) => entry.name === 'kinora_session')?.value}`;
  const me = response.json() as { user: { id: string }; organization: { id: string } | null };
  return { cookie, userId: me.user.id, organizationId: me.organization?.id ?? '', call: createCaller(http, cookie) };
}

export function createCaller(http: TestHttp, cookie: string): Person['call'] {
  return async (method, path, body, headers = {}) => {
    const response = await http.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { cookie, origin: TEST_ORIGIN, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return {
      status: response.statusCode,
      body: response.body ? JSON.parse(response.body) : null,
      headers: response.headers,
    };
  };
}
