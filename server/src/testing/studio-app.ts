import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Preset, Role } from '@kinora/contract';
import type { PictureChecker } from '@kinora/media-node';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { type App, createApp } from '../app.ts';
import { loadConfig } from '../platform/config/index.ts';
import { createLog } from '../platform/log/index.ts';
import type { DiskFacts } from '../platform/storage/index.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export const STUDIO_ORIGIN = 'http://127.0.0.1:4747';
const PASSWORD = 'a long password';

export type Ask = InjectOptions & { method?: InjectOptions['method'] };
/** Somebody who calls the API: a person by cookie, a program by key, or nobody. */
export type Caller = { name: string; ask(request: Ask): Promise<LightMyRequestResponse> };
export type StudioPerson = Caller & { userId: string; organizationId: string };

export type StudioApp = {
  app: App;
  test: TestDatabase;
  folder: string;
  /** Change to fill the disk. */
  disk: DiskFacts;
  nobody: Caller;
  /** The first owner, by the set-up link. */
  setUp(): Promise<StudioPerson>;
  /** A new person with an organization of their own; their mail is verified where the preset asks for it. */
  signUp(name: string, options?: { isVerified?: boolean }): Promise<StudioPerson>;
  /** The token in the newest verification mail to somebody. */
  findVerification(name: string): string | undefined;
  /** Invited by somebody into their organization, and joined. */
  join(inviter: Caller, name: string, role: Role): Promise<StudioPerson>;
  signIn(name: string): Promise<StudioPerson>;
  /** A key made by somebody, as the program that carries it. */
  makeKey(maker: Caller, scopes: readonly string[]): Promise<Caller & { apiKeyId: string }>;
  close(): Promise<void>;
};

type Options = {
  preset?: Preset;
  publicUrl?: string;
  environment?: Record<string, string>;
  log?: NodeJS.WritableStream;
  /** As many as a test needs, where nothing else is said. */
  startedJobsPerHour?: number;
  /** Whatever looks at pictures instead of the model. */
  pictureChecker?: PictureChecker;
};

/**
 * The whole studio as app.ts composes it, on a test database and a folder of its own, without its door to the network:
 * requests are injected. It takes no work unless `KINORA_ROLES` says so and `startWork` is called.
 */
export async function createStudioApp(options: Options = {}): Promise<StudioApp> {
  const { preset = 'self-hosted', publicUrl = STUDIO_ORIGIN, environment = {} } = options;
  const test = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'kinora-studio-'));
  const disk = { totalBytes: 1e12, freeBytes: 5e11 };
  // Without a mail server the mails stand in the log.
  const lines: string[] = [];
  const mailbox = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  // One test file asks more in a minute than a program may in fifteen; the limits have tests of their own.
  const noLimits = { KINORA_LIMIT_KEY_CALLS: '0', KINORA_LIMIT_SESSION_CALLS: '0', KINORA_LIMIT_PUBLIC_CALLS: '0' };
  const base = { KINORA_DATA: folder, KINORA_PRESET: preset, KINORA_ROLES: 'api', ...noLimits };
  const app = await createApp({
    config: loadConfig({ ...base, ...environment }),
    database: test.database,
    secretKeys: { current: { id: '00000007', key: Buffer.alloc(32, 7) }, previous: [] },
    log: options.log ? createLog('trace', options.log) : createLog('warn', mailbox),
    startedJobsPerHour: options.startedJobsPerHour ?? 1000,
    pictureChecker: options.pictureChecker,
    publicUrl,
    readDisk: async () => disk,
  });
  const origin = new URL(publicUrl).origin;
  let addresses = 0;

  function call(request: Ask, headers: Record<string, string>): Promise<LightMyRequestResponse> {
    // Each call from an address of its own, so that limits per address do not stand in a test's way.
    addresses += 1;
    const remoteAddress = `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
    return app.http.inject({ remoteAddress, ...request, headers: { ...headers, ...request.headers } });
  }

  const nobody: Caller = { name: 'nobody', ask: (request) => call(request, {}) };

  async function toPerson(name: string, answer: LightMyRequestResponse): Promise<StudioPerson> {
    if (answer.statusCode >= 300) throw new Error(`${name}: ${answer.body}`);
    const cookie = `kinora_session=${answer.cookies.find((one) => one.name === 'kinora_session')?.value}`;
    const me = answer.json() as { user: { id: string }; organization: { id: string } };
    return {
      name,
      userId: me.user.id,
      organizationId: me.organization.id,
      ask: (request) => call(request, { cookie, origin }),
    };
  }

  const post = (url: string, payload: object) => nobody.ask({ method: 'POST', url: `/api/v1${url}`, payload });
  const mailOf = (name: string) => `${name}@example.test`;

  const findVerification = (name: string) =>
    lines
      .filter((line) => line.includes(`"to":"${mailOf(name)}"`))
      .map((line) => /\/verify\/([\w-]+)/.exec(line)?.[1])
      .findLast((token) => token !== undefined);

  return {
    app,
    test,
    folder,
    disk,
    nobody,
    async setUp() {
      const link = new URL((await app.makeSetupLink()) ?? '');
      const person = { name: 'Owner', email: mailOf('owner'), password: PASSWORD, organizationName: 'First' };
      const body = { ...person, token: link.searchParams.get('token'), withSample: false };
      return toPerson('owner', await post('/setup', body));
    },
    async signUp(name, { isVerified = preset === 'hosted' } = {}) {
      const person = { name, email: mailOf(name), password: PASSWORD, organizationName: `${name}’s` };
      const made = await toPerson(name, await post('/auth/register', person));
      if (isVerified) await post('/auth/verify', { token: findVerification(name) });
      return made;
    },
    findVerification,
    async join(inviter, name, role) {
      const payload = { email: mailOf(name), role };
      const invited = await inviter.ask({ method: 'POST', url: '/api/v1/invitations', payload });
      const token = (invited.json() as { link: string }).link.split('/').at(-1);
      return toPerson(name, await post(`/auth/invitations/${token}/accept`, { name, password: PASSWORD }));
    },
    async signIn(name) {
      return toPerson(name, await post('/auth/sign-in', { email: mailOf(name), password: PASSWORD }));
    },
    async makeKey(maker, scopes) {
      const payload = { name: scopes.join(' '), scopes };
      const made = await maker.ask({ method: 'POST', url: '/api/v1/api-keys', payload });
      const { secret, apiKey } = made.json() as { secret: string; apiKey: { id: string } };
      const authorization = `Bearer ${secret}`;
      return {
        name: `key ${scopes.join('+')}`,
        apiKeyId: apiKey.id,
        ask: (request) => call(request, { authorization }),
      };
    },
    async close() {
      await app.close();
      await test.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
