import {
  type Action,
  type ApiKeyScope,
  isAllowed,
  isInScope,
  PERMISSIONS,
  type Role,
  type RouteDefinition,
} from '@kinora/contract';
import type { LightMyRequestResponse } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../platform/ids.ts';
import { fillStudio } from './fill-studio.ts';
import { ALL_ROUTES, sampleRequests, type Things } from './sample-requests.ts';
import { type Ask, type Caller, createStudioApp, type StudioApp, type StudioPerson } from './studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
let stranger: StudioPerson;
let things: Things;
/** Ids that nobody has: a call that is let through finds nothing, so that no call changes what the next one needs. */
let nothing: Things;
const people = new Map<Role, StudioPerson>();
const keys = new Map<ApiKeyScope, Caller>();

beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  stranger = await studio.signUp('stranger');
  people.set('owner', owner);
  for (const role of ['admin', 'editor', 'viewer'] as const) people.set(role, await studio.join(owner, role, role));
  for (const scope of [
    '*',
    'read',
    'films:write',
    'assets:write',
    'projects:write',
    'brands:write',
    'products:read',
    'products:write',
    'organization:admin',
  ] as const)
    keys.set(scope, await studio.makeKey(owner, [scope]));
  things = await fillStudio(studio, owner);
  nothing = Object.fromEntries(Object.keys(things).map((name) => [name, newId()])) as Things;
});
afterAll(() => studio.close());

function toRequest(route: RouteDefinition, about: Things): Ask {
  const { params = {}, query, body } = sampleRequests(about)[route.operationId]!;
  const path = route.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(params[name])));
  const isPart = route.operationId === 'putUploadPart';
  return {
    method: route.method,
    url: `/api/v1${path}`,
    headers: {
      ...(route.idempotencyKey ? { 'idempotency-key': newId() } : {}),
      ...(route.ifMatch ? { 'if-match': '1' } : {}),
      ...(isPart ? { 'content-type': 'application/octet-stream' } : {}),
    },
    // Drawing the sample takes a while: being told of a wrong language shows as well who is let through.
    ...(route.operationId === 'createSample' ? { query: { language: 'none' } } : query ? { query } : {}),
    ...(body ? { payload: body } : isPart ? { payload: Buffer.alloc(10) } : {}),
  };
}

const codeOf = (answer: LightMyRequestResponse) =>
  String(answer.headers['content-type']).includes('problem') ? (answer.json() as { code: string }).code : null;
const isAction = (access: RouteDefinition['access']): access is Action => access in PERMISSIONS;
const isRefusal = (answer: LightMyRequestResponse) => String(codeOf(answer)).startsWith('access.');

function namesThings(operationId: string): boolean {
  const [mine, theirs] = [things, nothing].map((about) => JSON.stringify(sampleRequests(about)[operationId]));
  return mine !== theirs;
}

/** What a path names is not there for others; what a body names is refused. A list filtered by it is empty. */
function isForeign(route: RouteDefinition, answer: LightMyRequestResponse): boolean {
  if (['listJobs', 'listTransactions'].includes(route.operationId))
    return (answer.json() as { items: unknown[] }).items.length === 0;
  // One by one: each of theirs is answered as one that does not exist.
  if (route.operationId === 'bulkJobs') {
    const { doneIds, refused } = answer.json() as { doneIds: string[]; refused: { code: string }[] };
    return doneIds.length === 0 && refused.every(({ code }) => code === 'jobs.not_found');
  }
  return (/:\w+/.test(route.path) ? [403, 404] : [403, 404, 409, 422]).includes(answer.statusCode);
}

/** Everything the first organization has, as one text: what must not change. */
async function readState(): Promise<string> {
  const client = new pg.Client({ connectionString: studio.test.ownerUrl });
  await client.connect();
  const parts: string[] = [];
  for (const table of [
    'organizations',
    'memberships',
    'invitations',
    'api_keys',
    'assets',
    'uploads',
    'brands',
    'brand_files',
    'products',
    'product_media',
    'product_edits',
    'product_imports',
    'saved_views',
    'webhooks',
    'webhook_deliveries',
    'connections',
    'comfy_servers',
    'comfy_workflows',
    'intents',
    'projects',
    'film_covers',
    'post_texts',
    'delivery_records',
    'shots',
    'takes',
    'jobs',
    'ledger_entries',
    'budgets',
    'queue_settings',
  ]) {
    const column = table === 'organizations' ? 'id' : 'organization_id';
    const hidden = table === 'api_keys' ? `- 'last_used_at'` : '';
    const { rows } = await client.query(
      `select coalesce(string_agg((to_jsonb(t) ${hidden} - 'updated_at')::text, '|' order by to_jsonb(t)::text), '') as state from ${table} t where ${column} = $1`,
      [owner.organizationId],
    );
    parts.push(`${table}: ${rows[0].state}`);
  }
  await client.end();
  return parts.join('\n');
}

/** Every route is asked before anything is judged, so that one fault does not hide the others. */
function judge(faults: string[], what: string, answer: LightMyRequestResponse, isRight: boolean): void {
  if (!isRight || answer.statusCode >= 500) faults.push(`${what}: ${answer.statusCode} ${answer.body.slice(0, 300)}`);
}

describe('every route of the contract', () => {
  it('has a request here, and is served', () => {
    expect(Object.keys(sampleRequests(things)).sort()).toEqual(ALL_ROUTES.map((route) => route.operationId).sort());
    for (const { method, path } of ALL_ROUTES)
      expect(studio.app.http.hasRoute({ method, url: `/api/v1${path}` }), path).toBe(true);
  });

  it('takes nobody in but where it is public', async () => {
    const faults: string[] = [];
    for (const route of ALL_ROUTES) {
      const answer = await studio.nobody.ask(toRequest(route, things));
      const isRefused = codeOf(answer) === 'access.signed_out' && answer.statusCode === 401;
      judge(faults, route.operationId, answer, isRefused === (route.access !== 'public'));
    }
    expect(faults).toEqual([]);
  });

  it.each(['owner', 'admin', 'editor', 'viewer'] as const)(
    'lets a %s do what the table says, no more',
    async (role) => {
      const faults: string[] = [];
      for (const route of ALL_ROUTES.filter(({ access }) => isAction(access))) {
        const isOpen = isAllowed(role, route.access as Action);
        const about = route.method === 'GET' || !isOpen ? things : nothing;
        const answer = await people.get(role)!.ask(toRequest(route, about));
        const isRight = isOpen ? !isRefusal(answer) : codeOf(answer) === 'access.forbidden';
        judge(faults, `${role} ${route.operationId}`, answer, isRight);
      }
      expect(faults).toEqual([]);
    },
  );

  it('lets a key do what its scopes say, no more', async () => {
    const faults: string[] = [];
    for (const [scope, key] of keys)
      for (const route of ALL_ROUTES.filter(({ access }) => isAction(access))) {
        const isOpen = isInScope([scope], route.access as Action);
        const answer = await key.ask(toRequest(route, isOpen ? nothing : things));
        const isRight = isOpen ? !isRefusal(answer) : codeOf(answer) === 'access.scope';
        judge(faults, `${key.name} ${route.operationId}`, answer, isRight);
      }
    expect(faults).toEqual([]);
  });

  it('tells and does nothing about the things of another organization', async () => {
    const before = await readState();
    const foreignKey = await studio.makeKey(stranger, ['*']);
    const named = ALL_ROUTES.filter(({ access, operationId }) => access !== 'public' && namesThings(operationId));
    expect(named.length).toBeGreaterThan(30);
    const faults: string[] = [];
    for (const route of named)
      for (const caller of [stranger, foreignKey]) {
        const answer = await caller.ask(toRequest(route, things));
        const isTold = ['Linen', 'Sable', 'square.png'].some((secret) => answer.body.includes(secret));
        judge(faults, `${caller.name} ${route.operationId}`, answer, !isTold && isForeign(route, answer));
      }
    expect(faults).toEqual([]);
    expect(await readState()).toBe(before);
  });

  it('refuses a cookie that comes from another site wherever something changes', async () => {
    const faults: string[] = [];
    for (const route of ALL_ROUTES.filter(({ method }) => method !== 'GET'))
      for (const origin of ['https://evil.example', 'null', '']) {
        const request = toRequest(route, things);
        const answer = await owner.ask({ ...request, headers: { ...request.headers, origin } });
        judge(faults, `${route.operationId} ${origin}`, answer, codeOf(answer) === 'request.foreign_origin');
      }
    expect(faults).toEqual([]);
  });

  // The last one: edits that want no revision are made.
  it('describes If-Match exactly where an edit without it is refused', async () => {
    type Operation = { operationId: string; parameters?: { name: string; required: boolean }[] };
    const { paths } = (await studio.nobody.ask({ url: '/api/v1/openapi.json' })).json() as {
      paths: Record<string, Record<string, Operation>>;
    };
    const described = Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .filter(({ parameters = [] }) => parameters.some(({ name, required }) => name === 'If-Match' && required))
      .map(({ operationId }) => operationId);
    const demanding: string[] = [];
    for (const route of ALL_ROUTES.filter(({ method }) => method === 'PATCH' || method === 'PUT')) {
      const request = toRequest(route, things);
      const { 'if-match': _revision, ...headers } = request.headers as Record<string, string>;
      const answer = await owner.ask({ ...request, headers });
      if (codeOf(answer) === 'request.revision_missing') demanding.push(route.operationId);
    }
    expect(described.sort()).toEqual(demanding.sort());
    expect(demanding).toContain('setProductVariants');
  });
});
