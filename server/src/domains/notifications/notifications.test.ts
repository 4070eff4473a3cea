import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import type { MailMessage } from '../../platform/mail/index.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { sendDigests } from './digest.ts';
import { type NotedJob, notifyKeepers, notifyOfJob, planNotice } from './notify.ts';

let studio: StudioApp;
let owner: StudioPerson;
let editor: StudioPerson;
let job: NotedJob;

beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  editor = await studio.join(owner, 'editor', 'editor');
});
afterAll(() => studio.close());

type Told = {
  items: { id: string; kind: string; title: string; sentence: string; isRead: boolean }[];
  unreadCount: number;
};
async function call<Answer>(
  person: StudioPerson,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  payload?: object,
) {
  const answer = await person.ask({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: (answer.body ? answer.json() : null) as Answer };
}
const toldTo = async (person: StudioPerson) => (await call<Told>(person, 'GET', '/notifications')).body;
const inOrganization = <Result>(work: Parameters<typeof studio.test.database.inOrganization<Result>>[1]) =>
  studio.test.database.inOrganization(owner.organizationId, work);

async function asOwner(sql: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: studio.test.ownerUrl });
  await client.connect();
  await client.query(sql, values);
  await client.end();
}

/** A film somebody started, as the queue holds it. */
async function start(actor: StudioPerson | null): Promise<NotedJob> {
  const input = { brief: 'A linen shirt that breathes.', seconds: 15, music: 'none', ratios: ['16:9'] };
  const made = await owner.ask({
    method: 'POST',
    url: '/api/v1/jobs/film',
    payload: { input, maxCredits: 0 },
    headers: { 'idempotency-key': newId() },
  });
  const { id } = (made.json() as { job: { id: string } }).job;
  return {
    id,
    organization_id: owner.organizationId,
    parent_job_id: null,
    project_id: null,
    actor_user_id: actor?.userId ?? null,
    title: 'Linen film',
    status: 'processing',
    waiting_reason: null,
  };
}
const becomes = (change: Partial<NotedJob>) =>
  inOrganization((transaction) => notifyOfJob(transaction, { ...job, ...change }));

beforeEach(async () => {
  await asOwner('delete from notifications');
  job = await start(editor);
});

it('tells of each thing by itself, and of one and the same once', async () => {
  const reached = (aboutId: string, title: string) =>
    inOrganization((transaction) =>
      notifyKeepers(transaction, owner.organizationId, {
        kind: 'budget',
        title,
        sentence: 'Its budget is used up.',
        aboutId,
      }),
    );
  const [linen, wool] = [newId(), newId()];
  await reached(linen, 'Linen film');
  await reached(linen, 'Linen film, renamed');
  await reached(wool, 'Wool film');
  expect((await toldTo(owner)).items.map(({ title }) => title)).toEqual(['Wool film', 'Linen film']);
});

it('asks people only where they can do something', () => {
  expect(planNotice({ status: 'failed', waiting_reason: null })?.kind).toBe('needs_you');
  expect(planNotice({ status: 'waiting', waiting_reason: 'person' })?.kind).toBe('needs_you');
  expect(planNotice({ status: 'waiting', waiting_reason: 'budget' })?.kind).toBe('budget');
  for (const reason of ['capacity', 'scheduled', 'paused'])
    expect(planNotice({ status: 'waiting', waiting_reason: reason })).toBeNull();
  for (const status of ['pending', 'processing', 'cancelled'] as const)
    expect(planNotice({ status, waiting_reason: null })).toBeNull();
});

describe('a job', () => {
  it('tells whoever started it that it failed, once, and takes it back when it goes on', async () => {
    await becomes({ status: 'failed' });
    await becomes({ status: 'failed' });
    expect(await toldTo(editor)).toMatchObject({
      items: [{ kind: 'needs_you', title: 'Linen film', sentence: 'Failed. See why, then try again.', isRead: false }],
      unreadCount: 1,
    });
    expect(await toldTo(owner)).toMatchObject({ items: [], unreadCount: 0 });
    await becomes({ status: 'processing' });
    expect(await toldTo(editor)).toMatchObject({ items: [{ isRead: true }], unreadCount: 0 });
  });

  it('says nothing of its pieces', async () => {
    await becomes({ status: 'failed', parent_job_id: newId() });
    expect((await toldTo(editor)).items).toEqual([]);
  });

  it('tells of its end only those who are away', async () => {
    await toldTo(editor);
    await becomes({ status: 'completed' });
    expect((await toldTo(editor)).items).toEqual([]);
    await asOwner(`update auth.sessions set last_seen_at = now() - interval '3 minutes' where user_id = $1`, [
      editor.userId,
    ]);
    await becomes({ status: 'completed' });
    expect((await toldTo(editor)).items).toMatchObject([{ kind: 'done' }]);
  });

  it('is not told to those who muted its kind', async () => {
    const settings = { muted: ['needs_you'], digest: 'off' };
    expect((await call(editor, 'PUT', '/notifications/settings', settings)).body).toEqual(settings);
    await becomes({ status: 'failed' });
    expect((await toldTo(editor)).items).toEqual([]);
    await call(editor, 'PUT', '/notifications/settings', { muted: [], digest: 'off' });
  });
});

describe('notifications', () => {
  it('are read one by one or all at once, and only by their person', async () => {
    for (let index = 0; index < 3; index += 1) {
      job = await start(editor);
      await becomes({ status: 'failed' });
    }
    const { items } = await toldTo(editor);
    expect(items).toHaveLength(3);
    const ids = [items[0]!.id];
    await call(owner, 'POST', '/notifications/read', { ids });
    expect((await toldTo(editor)).unreadCount).toBe(3);
    expect((await call(editor, 'POST', '/notifications/read', { ids })).body).toEqual({ unreadCount: 2 });
    const unread = await call<Told>(editor, 'GET', '/notifications?unread=true&limit=1');
    expect(unread.body).toMatchObject({ items: [{ id: items[1]!.id }], unreadCount: 2 });
    expect((await call(editor, 'POST', '/notifications/read', {})).body).toEqual({ unreadCount: 0 });
  });

  it('of a fault go to owners and admins', async () => {
    const notice = { kind: 'server', title: 'Stock', sentence: 'Turned off.' } as const;
    await inOrganization((transaction) => notifyKeepers(transaction, owner.organizationId, notice));
    expect((await toldTo(owner)).items).toMatchObject([{ kind: 'server', title: 'Stock' }]);
    expect((await toldTo(editor)).items).toEqual([]);
  });

  it('come by mail once a day to those who asked, each once', async () => {
    const mails: MailMessage[] = [];
    const mail = {
      async send(message: MailMessage) {
        mails.push(message);
        return 'sent' as const;
      },
    };
    const send = () =>
      sendDigests(
        { database: studio.test.database, mail, publicUrl: () => 'https://studio.example' },
        owner.organizationId,
      );
    await becomes({ status: 'failed' });
    await send();
    expect(mails).toEqual([]);
    await call(editor, 'PUT', '/notifications/settings', { muted: [], digest: 'daily' });
    await send();
    await send();
    expect(mails.map(({ to }) => to)).toEqual(['editor@example.test']);
    expect(mails[0]!.text).toContain('- Linen film: Failed.');
    job = await start(editor);
    await becomes({ status: 'failed' });
    await send();
    expect(mails).toHaveLength(1);
    await asOwner(`update notification_settings set digest_sent_at = now() - interval '24 hours'`);
    await send();
    expect(mails).toHaveLength(2);
    expect(mails[1]!.text.match(/Linen film/g)).toHaveLength(1);
  });

  it.each([
    ['he', '- Linen film: נכשל. בדקו למה, ואז נסו שוב.', 'התראה חדשה ב-Kinora'],
    ['ar', '- Linen film: فشل. انظر لماذا، ثم حاول مجددًا.', 'إشعار جديد في Kinora'],
  ])('speaks %s to who reads it', async (language, line, subject) => {
    const mails: MailMessage[] = [];
    const mail = {
      send: async (message: MailMessage) => {
        mails.push(message);
        return 'sent' as const;
      },
    };
    const reader = await studio.join(owner, `reads-${language}`, 'editor');
    await asOwner('update auth.users set language = $2 where id = $1', [reader.userId, language]);
    await call(reader, 'PUT', '/notifications/settings', { muted: [], digest: 'daily' });
    job = await start(reader);
    await becomes({ status: 'failed' });
    await sendDigests(
      { database: studio.test.database, mail, publicUrl: () => 'https://studio.example' },
      owner.organizationId,
    );
    const own = mails.find(({ to }) => to.startsWith(`reads-${language}`));
    expect(own?.text.split('\n')).toContain(line);
    expect(own?.subject).toContain(subject);
    expect(own?.text.split('\n')).toContain(`https://studio.example/o/${owner.organizationId}/me/notifications`);
  });
});

describe('a member who leaves', () => {
  it('hands their work to the one named, and is told nothing any more', async () => {
    const leaver = await studio.join(owner, 'leaver', 'editor');
    const viewer = await studio.join(owner, 'looker', 'viewer');
    const film = { name: 'Linen', brief: 'A linen shirt.', seconds: 15, music: 'none', ratios: ['16:9'], pictures: [] };
    const project = await call<{ id: string }>(leaver, 'POST', '/projects', film);
    expect(project.status).toBe(201);
    for (const isShared of [true, false])
      await call(leaver, 'POST', '/saved-views', { screen: 'products', name: `${isShared}`, query: 'q=1', isShared });
    job = await start(leaver);
    await becomes({ status: 'failed' });
    const remove = (transferTo: string) => call(owner, 'DELETE', `/members/${leaver.userId}?transferTo=${transferTo}`);
    for (const wrong of [viewer.userId, leaver.userId, newId()])
      expect((await remove(wrong)).body).toMatchObject({ code: 'accounts.no_successor' });
    expect((await remove(editor.userId)).status).toBe(204);
    expect((await call(owner, 'GET', `/projects/${project.body.id}`)).body).toMatchObject({
      ownerUserId: editor.userId,
    });
    const views = await call<{ items: object[] }>(editor, 'GET', '/saved-views?screen=products');
    expect(views.body.items).toMatchObject([{ name: 'true', isMine: true }]);
    expect((await call(leaver, 'GET', '/notifications')).status).toBe(403);
    await becomes({ status: 'failed' });
    const { rows } = await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
      transaction.query<{ count: number }>('select count(*)::int as count from notifications where user_id = $1', [
        leaver.userId,
      ]),
    );
    expect(rows[0]!.count).toBe(0);
  });
});
