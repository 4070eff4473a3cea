import type { AuditEntry } from '@kinora/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openListener } from '../../platform/events/index.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

type Page = { items: AuditEntry[]; nextCursor: string | null };

let studio: StudioApp;
let owner: StudioPerson;
let webhook: string;

const ask = async <Answer>(method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object, person = owner) => {
  const answer = await person.ask({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: (answer.body ? answer.json() : null) as Answer };
};
const list = async (query = '', person = owner) => (await ask<Page>('GET', `/audit?${query}`, undefined, person)).body;
const actionsOf = ({ items }: Page) => items.map(({ action }) => action);

beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  const made = await ask<{ webhook: { id: string } }>('POST', '/webhooks', {
    name: '=Stock',
    url: 'http://127.0.0.1:9/hook',
  });
  webhook = made.body.webhook.id;
  await ask('PATCH', `/webhooks/${webhook}`, { isOn: false });
  await ask('POST', '/api-keys', { name: 'Build', scopes: ['read'] });
  await ask('POST', '/invitations', { email: 'new@example.com', role: 'editor' });
});
afterAll(() => studio.close());

describe('the audit log', () => {
  it('says who did what to whom, newest first, page by page', async () => {
    const first = await list('limit=3');
    expect(first.items.map(({ action, subject, actor }) => [action, subject, actor.kind, actor.userId])).toEqual([
      ['invitation.created', 'new@example.com', 'person', owner.userId],
      ['api_key.created', expect.any(String), 'person', owner.userId],
      // The change says nothing of its name: it is the webhook's own.
      ['webhook.changed', '=Stock', 'person', owner.userId],
    ]);
    expect(first.items[0]).toMatchObject({ actor: { name: 'Owner' }, details: { role: 'editor' } });
    const second = await list(`limit=3&cursor=${first.nextCursor}`);
    expect(actionsOf(second)).toEqual(['webhook.created']);
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    ['action=webhook.created', 1],
    ['userId=OWNER', 4],
    ['userId=0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b', 0],
    ['from=TODAY&to=TODAY', 4],
    ['to=2020-01-01', 0],
    ['from=2999-01-01', 0],
  ])('keeps to %s', async (query, count) => {
    const today = new Date().toISOString().slice(0, 10);
    const asked = query.replace('OWNER', owner.userId).replaceAll('TODAY', today);
    expect((await list(asked)).items).toHaveLength(count);
  });

  it('becomes a table that no spreadsheet runs', async () => {
    const answer = await owner.ask({ url: '/api/v1/audit-export?action=webhook.created' });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toMatch(/attachment.*activity-\d{4}-\d\d-\d\d\.csv/);
    const [head, row, ...more] = answer.body.replace('\ufeff', '').trim().split('\r\n');
    expect(head).toBe('at,who,person,action,subject,details,id');
    expect(row?.split(',').slice(1, 5)).toEqual(['person', 'Owner', 'webhook.created', "'=Stock"]);
    expect(more).toEqual([]);
  });

  it('is read by owners and admins alone, and shows nothing of another organization', async () => {
    for (const [role, status] of [
      ['admin', 200],
      ['editor', 403],
      ['viewer', 403],
    ] as const) {
      const person = await studio.join(owner, role, role);
      for (const path of ['/audit', '/audit-export'])
        expect((await person.ask({ url: `/api/v1${path}` })).statusCode, `${role} ${path}`).toBe(status);
    }
    expect((await list('', await studio.signUp('stranger'))).items).toEqual([]);
  });

  it('tells whoever has it open', async () => {
    const told: string[] = [];
    const listener = await openListener({ url: studio.test.database.urls.jobs });
    listener.on('kinora_live', (payload) => void told.push(payload));
    await ask('PATCH', `/webhooks/${webhook}`, { isOn: true });
    await expect.poll(() => told.filter((payload) => payload.includes('audit.updated')).length).toBe(1);
    await listener.close();
  });
});
