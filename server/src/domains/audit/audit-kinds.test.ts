import { type AuditAction, type AuditEntry, auditAction, type OfferedModel } from '@kinora/contract';
import { startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
let vendor: VendorEmulator;

beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  vendor = await startReplicateEmulator();
});
afterAll(async () => {
  await vendor.close();
  await studio.close();
});

async function call<Answer>(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, payload?: object) {
  const response = await owner.ask({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) });
  return { status: response.statusCode, text: response.body, body: (response.body ? response.json() : null) as Answer };
}
const make = async (path: string, payload: object) => {
  const made = await call<{ id: string }>('POST', path, payload);
  expect(made.status, made.text).toBe(201);
  return made.body;
};
/** Lines written since, oldest first. */
async function linesOf(work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const before = (await call<{ items: AuditEntry[] }>('GET', '/audit?limit=200')).body.items.length;
  await work();
  const { items } = (await call<{ items: AuditEntry[] }>('GET', '/audit?limit=200')).body;
  const lines = items.slice(0, items.length - before).reverse();
  for (const { actor } of lines) expect(actor).toMatchObject({ kind: 'person', userId: owner.userId, name: 'Owner' });
  return lines;
}
const brief = ({ action, subject, details }: AuditEntry) => [action, subject, details];

const seen = new Set<AuditAction>();
async function expectLines(work: () => Promise<unknown>, expected: unknown[][]): Promise<void> {
  const lines = await linesOf(work);
  expect(lines.map(brief)).toEqual(expected);
  for (const { action } of lines) seen.add(action);
}

it('says what was set, changed and removed of connections, and no key', async () => {
  let id = '';
  await expectLines(async () => {
    const fields = { provider: 'replicate', name: 'Ours', secret: vendor.key, baseUrl: vendor.baseUrl };
    id = (await make('/connections', fields)).id;
  }, [['connection.created', 'Ours', { provider: 'replicate' }]]);
  await expectLines(
    () => call('PATCH', `/connections/${id}`, { name: 'Second', isEnabled: false, maxConcurrent: 2 }),
    [
      [
        'connection.changed',
        'Ours',
        {
          provider: 'replicate',
          name: { from: 'Ours', to: 'Second' },
          isEnabled: { from: true, to: false },
          limits: { from: expect.any(Object), to: expect.objectContaining({ concurrent: 2 }) },
        },
      ],
    ],
  );
  await expectLines(() => call('PATCH', `/connections/${id}`, { name: 'Second' }), []);
  const path = `/connections/${id}/test`;
  await expectLines(() => call('POST', path), []);
  const refused = { kind: 'answer', answer: { status: 401, body: { detail: 'no' } } } as const;
  vendor.failNext('account', refused);
  const isRefused = ['connection.test_refused', 'Second', { provider: 'replicate' }];
  await expectLines(() => call('POST', path), [isRefused]);
  vendor.failNext('account', refused);
  await expectLines(() => call('POST', path), []);
  await expectLines(
    () => call('POST', `/connections/${id}/secret`, { secret: vendor.key }),
    [['connection.key_replaced', 'Second', { provider: 'replicate' }]],
  );
  await expectLines(
    () => call('DELETE', `/connections/${id}`),
    [['connection.deleted', 'Second', { provider: 'replicate' }]],
  );
  expect((await call('GET', '/audit')).text).not.toContain(vendor.key);
});

it('says the same of ComfyUI servers', async () => {
  let id = '';
  let agentKey = '';
  await expectLines(async () => {
    const made = await call<{ server: { id: string }; agentKey: string }>('POST', '/comfy-servers', {
      kind: 'agent',
      name: 'Cellar',
    });
    ({ agentKey } = made.body);
    id = made.body.server.id;
  }, [['comfy_server.created', 'Cellar', { kind: 'agent' }]]);
  await expectLines(
    () => call('PATCH', `/comfy-servers/${id}`, { isDraining: true, tokens: 1 }),
    [
      [
        'comfy_server.changed',
        'Cellar',
        { isDraining: { from: false, to: true }, tokens: { from: expect.any(Number), to: 1 } },
      ],
    ],
  );
  await expectLines(
    () => call('POST', `/comfy-servers/${id}/agent-key`),
    [['comfy_server.agent_key_renewed', 'Cellar', {}]],
  );
  await expectLines(() => call('DELETE', `/comfy-servers/${id}`), [['comfy_server.deleted', 'Cellar', {}]]);
  expect((await call('GET', '/audit')).text).not.toContain(agentKey);
});

it('says whose budget was set, changed and removed', async () => {
  const { id: projectId } = await make('/projects', { name: 'Coats', brief: 'A coat.' });
  let id = '';
  const known = { scope: 'project', unit: 'credits' };
  await expectLines(async () => {
    const body = { projectId, period: 'month', unit: 'credits', limit: 50, mode: 'warn' };
    id = (await make('/budgets', body)).id;
  }, [['budget.created', 'Coats', { ...known, period: 'month', limit: 50, mode: 'warn' }]]);
  await expectLines(
    () => call('PATCH', `/budgets/${id}`, { limit: 80, mode: 'stop' }),
    [['budget.changed', 'Coats', { ...known, limit: { from: 50, to: 80 }, mode: { from: 'warn', to: 'stop' } }]],
  );
  await expectLines(
    () => call('DELETE', `/budgets/${id}`),
    [['budget.deleted', 'Coats', { ...known, period: 'month', limit: 80, mode: 'stop' }]],
  );
});

it('says what the organization is set to', async () => {
  await expectLines(
    () => call('PATCH', '/organization', { name: 'Nera', editorsEditAll: false, timeZone: 'Asia/Dubai' }),
    [
      [
        'organization.changed',
        expect.any(String),
        expect.objectContaining({
          timeZone: { from: expect.any(String), to: 'Asia/Dubai' },
          editorsEditAll: { from: true, to: false },
        }),
      ],
    ],
  );
  await expectLines(() => call('PATCH', '/organization', { timeZone: 'Nowhere' }), []);
  await expectLines(
    () => call('PATCH', '/safety/policy', { level: 'strict' }),
    [['safety_policy.changed', 'policy', { level: { from: 'standard', to: 'strict' } }]],
  );
});

it('says whose makers were chosen beforehand: of a brand, not of a film', async () => {
  const { id: brandId } = await make('/brands', { name: 'Orbit' });
  const { id: projectId } = await make('/projects', { name: 'Hats', brief: 'A hat.' });
  const { id: connection } = await make('/connections', {
    provider: 'replicate',
    name: 'Again',
    secret: vendor.key,
    baseUrl: vendor.baseUrl,
  });
  const { items: models } = (await call<{ items: OfferedModel[] }>('GET', '/models?capability=image')).body;
  const model = models.find(({ provider }) => provider === 'replicate')!.id;
  const items = [{ capability: 'picture', purpose: 'draft', connection, model }];
  await expectLines(
    () => call('PUT', '/route-choices', { brandId, items }),
    [['brand_routes.changed', 'Orbit', { choices: { from: [], to: items } }]],
  );
  await expectLines(() => call('PUT', '/route-choices', { projectId, items }), []);
});

it('says which key and which invitation were taken back', async () => {
  const made = await call<{ apiKey: { id: string; prefix: string }; secret: string }>('POST', '/api-keys', {
    name: 'Build',
    scopes: ['read'],
  });
  const { apiKey, secret } = made.body;
  await expectLines(() => call('DELETE', `/api-keys/${apiKey.id}`), [['api_key.deleted', 'Build', { name: 'Build' }]]);
  await expectLines(() => call('DELETE', `/api-keys/${apiKey.id}`), []);
  expect((await call('GET', '/audit')).text).not.toContain(secret);
  const email = 'late@example.com';
  const { body } = await call<{ invitation: { id: string } }>('POST', '/invitations', { email, role: 'viewer' });
  await expectLines(() => call('DELETE', `/invitations/${body.invitation.id}`), [['invitation.withdrawn', email, {}]]);
});

/** Held by tests of their own: audit, accounts, webhooks, billing, what providers hold. */
const ELSEWHERE =
  /^(webhook|member|purchase|held)\.|^invitation\.(created|accepted)$|^api_key\.created$|^second_factor/;

it('has a test for each kind', () => {
  expect([...seen].sort()).toEqual(auditAction.options.filter((action) => !ELSEWHERE.test(action)).sort());
});
