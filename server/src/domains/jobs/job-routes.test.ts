import type { Job, Quote } from '@kinora/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { type Caller, createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

/** Hosted prices, so that there is something to pay; no worker, so that jobs stay where they are put. */
let studio: StudioApp;
let owner: StudioPerson;
let editor: StudioPerson;
let viewer: StudioPerson;
beforeAll(async () => {
  studio = await createStudioApp({ preset: 'hosted' });
  owner = await studio.setUp();
  editor = await studio.join(owner, 'editor', 'editor');
  viewer = await studio.join(owner, 'viewer', 'viewer');
});
afterAll(() => studio.close());

const film = (brief = 'A linen shirt that breathes.') => ({ brief, seconds: 15, music: 'none', ratios: ['16:9'] });
const api = (path: string) => `/api/v1${path}`;
const get = async (caller: Caller, path: string) => (await caller.ask({ url: api(path) })).json();
const codeOf = (answer: LightMyRequestResponse) => [answer.statusCode, (answer.json() as { code: string }).code];

function press(caller: Caller, body: object, key: string | null = newId()) {
  const headers = key === null ? {} : { 'idempotency-key': key };
  return caller.ask({ method: 'POST', url: api('/jobs/film'), headers, payload: body });
}
const act = (caller: Caller, id: string, what: 'cancel' | 'retry') =>
  caller.ask({ method: 'POST', url: api(`/jobs/${id}/${what}`) });
async function make(caller: Caller, input: object = film()): Promise<Job> {
  const answer = await press(caller, { input, maxCredits: 50 });
  expect(answer.statusCode, answer.body).toBe(202);
  return (answer.json() as { job: Job }).job;
}
/** Gives the credits back: tests do not wait for each other's money. */
const cancel = async (job: Job) => expect((await act(owner, job.id, 'cancel')).statusCode).toBe(202);

describe('a wallet', () => {
  it.each(['self-hosted', 'hosted'] as const)(
    'has 50 credits at sign-up in the %s preset, as one line of the list',
    async (preset) => {
      const fresh = preset === 'hosted' ? studio : await createStudioApp({ preset });
      const person = await fresh.signUp('wallet');
      expect(await get(person, '/credits')).toEqual({
        balance: 50,
        reserved: 0,
        spentThisMonth: 0,
        costsThisMonth: [],
        debt: 0,
        preset,
        ledgerSum: 0,
      });
      const { items } = await get(person, '/transactions');
      expect(items).toMatchObject([{ kind: 'grant', amount: 50, balanceAfter: 50, jobId: null }]);
      if (fresh !== studio) await fresh.close();
    },
  );
});

describe('making a film', () => {
  it('needs a key, and makes one job for one key', async () => {
    const body = { input: film('Once.'), maxCredits: 50 };
    expect(codeOf(await press(owner, body, null))).toEqual([428, 'request.key_missing']);
    const key = newId();
    const first = await press(owner, body, key);
    const { job } = first.json() as { job: Job };
    expect(first.statusCode).toBe(202);
    expect(first.headers['location']).toBe(`/api/v1/jobs/${job.id}`);
    expect(job).toMatchObject({ kind: 'film', actorUserId: owner.userId, parentJobId: null, progress: 0 });
    const again = await press(owner, body, key);
    expect([again.statusCode, again.json().job.id, again.headers['idempotency-replayed']]).toEqual([
      202,
      job.id,
      'true',
    ]);
    expect(codeOf(await press(owner, { ...body, input: film('Other.') }, key))).toEqual([422, 'request.key_reused']);
    const theirs = await press(editor, body, key);
    expect(theirs.json().job.id).not.toBe(job.id);
    await cancel(job);
    await cancel(theirs.json().job);
  });

  it('makes one job when the same press arrives twice at once', async () => {
    const key = newId();
    const body = { input: film('Twice at once.'), maxCredits: 50 };
    const answers = await Promise.all([press(owner, body, key), press(owner, body, key)]);
    const made = answers.filter((answer) => answer.statusCode === 202).map((answer) => answer.json().job.id);
    expect(new Set(made).size).toBe(1);
    for (const answer of answers) expect([202, 409]).toContain(answer.statusCode);
    const listed = (await get(owner, '/jobs?active=true')).items as Job[];
    expect(listed.filter((job) => job.title.startsWith('Twice'))).toHaveLength(1);
    await cancel(listed.find((job) => job.id === made[0])!);
  });

  it('is refused with the new price when the one agreed to does not hold, and with the sentence when it cannot be paid', async () => {
    const input = film('A price to agree to.');
    const quote = (await owner.ask({ method: 'POST', url: api('/quotes/film'), payload: input })).json() as Quote;
    expect(quote.totalCredits).toBeGreaterThan(0);
    const dear = await press(owner, { input, maxCredits: quote.totalCredits - 1 });
    expect(codeOf(dear)).toEqual([409, 'credits.price_changed']);
    const offered = dear.json().details.quote as Quote;
    expect([offered.totalCredits, dear.json().details.reason]).toEqual([quote.totalCredits, 'dearer']);
    const other = await press(owner, { input: film('Other work.'), quoteId: quote.id });
    expect([other.statusCode, other.json().details.reason]).toEqual([409, 'other_work']);
    const unknown = await press(owner, { input, quoteId: newId() });
    expect([unknown.statusCode, unknown.json().details.reason]).toEqual([409, 'expired']);
    const agreed = await press(owner, { input, quoteId: offered.id });
    expect([agreed.statusCode, agreed.json().job.quotedCredits]).toEqual([202, quote.totalCredits]);
    expect(await get(owner, '/credits')).toMatchObject({
      balance: 50 - quote.totalCredits,
      reserved: quote.totalCredits,
    });
    await cancel(agreed.json().job);
    expect(await get(owner, '/credits')).toMatchObject({ balance: 50, reserved: 0 });
    const lines = (await get(owner, '/transactions?limit=2')).items as { jobId: string; amount: number }[];
    expect(lines.map(({ jobId, amount }) => [jobId, amount])).toEqual([
      [agreed.json().job.id, quote.totalCredits],
      [agreed.json().job.id, -quote.totalCredits],
    ]);
  });

  it('is refused when the credits do not suffice, and nothing is started', async () => {
    const person = await studio.signUp('spender');
    const long = { ...film('A long film.'), seconds: 60 };
    const { totalCredits } = (
      await person.ask({ method: 'POST', url: api('/quotes/film'), payload: long })
    ).json() as Quote;
    const made: LightMyRequestResponse[] = [];
    for (let paid = 0; paid + totalCredits <= 50; paid += totalCredits)
      made.push(await press(person, { input: long, maxCredits: 50 }));
    const refused = await press(person, { input: long, maxCredits: 50 });
    expect(codeOf(refused)).toEqual([402, 'credits.insufficient']);
    expect((await get(person, '/jobs')).items).toHaveLength(made.length);
  });

  it('refuses briefs, seconds and pictures that do not fit, in words', async () => {
    const long = await press(owner, { input: film('x'.repeat(20_001)), maxCredits: 50 });
    expect([long.statusCode, Object.keys(long.json().fields)]).toEqual([422, ['input.brief']]);
    expect((await press(owner, { input: { ...film(), seconds: 16 }, maxCredits: 50 })).statusCode).toBe(422);
    const gone = { input: { ...film(), pictures: [newId()] }, maxCredits: 50 };
    expect(codeOf(await press(owner, gone))).toEqual([404, 'media.asset_missing']);
  });

  it('is not for viewers', async () => {
    expect(codeOf(await press(viewer, { input: film(), maxCredits: 50 }))).toEqual([403, 'access.forbidden']);
    expect((await viewer.ask({ method: 'POST', url: api('/quotes/film'), payload: film() })).statusCode).toBe(403);
  });
});

describe('a job', () => {
  it('says its place, what it waits for, and is found in lists by state and project', async () => {
    const job = await make(owner);
    const tree = await get(viewer, `/jobs/${job.id}`);
    expect(tree).toMatchObject({
      job: { id: job.id, status: 'waiting', waitingReason: 'capacity' },
      leaves: [],
      output: null,
    });
    expect(tree.job.position).toBeGreaterThan(0);
    expect((await get(owner, '/jobs?active=true')).items.map((one: Job) => one.id)).toContain(job.id);
    expect((await get(owner, '/jobs?status=completed')).items).toEqual([]);
    await cancel(job);
    expect((await get(owner, `/jobs/${job.id}`)).job).toMatchObject({ status: 'cancelled', position: null });
    expect((await get(owner, '/jobs?active=false&status=cancelled')).items.map((one: Job) => one.id)).toContain(job.id);
  });

  it('is listed newest first, page after page, each once', async () => {
    const person = await studio.signUp('pager');
    const made: string[] = [];
    for (let count = 0; count < 3; count += 1) made.unshift((await make(person, film(`Film ${count}.`))).id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await get(person, `/jobs?limit=2${cursor}`);
      seen.push(...page.items.map((one: Job) => one.id));
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
    } while (cursor);
    expect(seen).toEqual(made);
    const lines: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await get(
        person,
        `/transactions?limit=1${next && `&cursor=${next}`}`,
      );
      lines.push(...page.items.map((line) => line.id));
      next = page.nextCursor;
    }
    expect([lines.length, new Set(lines).size]).toEqual([4, 4]);
  });

  it('is stopped once and goes on from there, by those who may', async () => {
    const job = await make(owner);
    expect(codeOf(await act(viewer, job.id, 'cancel'))).toEqual([403, 'access.forbidden']);
    expect(codeOf(await act(owner, job.id, 'retry'))).toEqual([409, 'jobs.not_retryable']);
    const stopped = await act(editor, job.id, 'cancel');
    expect([stopped.statusCode, stopped.json().job.status, stopped.headers['location']]).toEqual([
      202,
      'cancelled',
      `/api/v1/jobs/${job.id}`,
    ]);
    expect(codeOf(await act(owner, job.id, 'cancel'))).toEqual([409, 'jobs.already_ended']);
    const resumed = await act(owner, job.id, 'retry');
    expect([resumed.statusCode, resumed.json().job.status]).toEqual([202, 'waiting']);
    expect((await get(owner, '/credits')).reserved).toBe(job.quotedCredits);
    await cancel(job);
  });

  it('belongs to its editor where the organization wants it so: job, film and all', async () => {
    const settings = (editorsEditAll: boolean) =>
      owner.ask({ method: 'PATCH', url: api('/organization'), payload: { editorsEditAll } });
    const project = (await owner.ask({ method: 'POST', url: api('/projects'), payload: film() })).json() as {
      id: string;
    };
    const [theirs, own] = [await make(owner), await make(editor)];
    await settings(false);
    expect(codeOf(await act(editor, theirs.id, 'cancel'))).toEqual([403, 'jobs.not_yours']);
    expect((await act(editor, own.id, 'cancel')).statusCode).toBe(202);
    const inTheirs = { input: { ...film(), projectId: project.id }, maxCredits: 50 };
    expect(codeOf(await press(editor, inTheirs))).toEqual([403, 'project.not_own']);
    await settings(true);
    const made = await press(editor, inTheirs);
    expect([made.statusCode, made.json().job.projectId]).toEqual([202, project.id]);
    await cancel(made.json().job);
    expect((await act(editor, theirs.id, 'cancel')).statusCode).toBe(202);
  });

  it('goes before or behind the organization’s other jobs, for those who may', async () => {
    const [first, second] = [await make(owner), await make(owner)];
    const place = async (job: Job) => (await get(owner, `/jobs/${job.id}`)).job.position as number;
    expect(await place(first)).toBeLessThan(await place(second));
    const move = (caller: Caller, priority: unknown) =>
      caller.ask({ method: 'PATCH', url: api(`/jobs/${second.id}`), payload: { priority } });
    const moved = await move(owner, 3);
    expect([moved.statusCode, moved.json().job.priority]).toEqual([200, 3]);
    expect(await place(second)).toBeLessThan(await place(first));
    expect((await move(owner, 11)).statusCode).toBe(422);
    expect(codeOf(await move(viewer, 1))).toEqual([403, 'access.forbidden']);
    await cancel(first);
    await cancel(second);
    expect(codeOf(await move(owner, 1))).toEqual([409, 'jobs.already_ended']);
  });

  it('waits while the organization holds its queue, which only its keepers may', async () => {
    const pause = (caller: Caller, isPaused: boolean) =>
      caller.ask({ method: 'POST', url: api('/queue/paused'), payload: { isPaused } });
    expect((await pause(editor, true)).statusCode).toBe(403);
    expect((await pause(owner, true)).statusCode).toBe(204);
    const job = await make(owner);
    expect([job.status, job.waitingReason]).toEqual(['waiting', 'paused']);
    expect(await get(viewer, '/queue/status')).toMatchObject({ isPaused: true, pending: 1, processing: 0 });
    await pause(owner, false);
    await cancel(job);
  });
});

describe('a key', () => {
  it('makes films with the scope for it, and never a key that may do more than itself', async () => {
    const maker = await studio.makeKey(owner, ['films:write', 'read']);
    const job = await make(maker);
    expect(job.actorUserId).toBeNull();
    await cancel(job);
    const keeper = await studio.makeKey(owner, ['organization:admin']);
    const wider = await keeper.ask({ method: 'POST', url: api('/api-keys'), payload: { name: 'wide', scopes: ['*'] } });
    expect(codeOf(wider)).toEqual([403, 'accounts.scope_beyond']);
    const narrow = await keeper.ask({
      method: 'POST',
      url: api('/api-keys'),
      payload: { name: 'same', scopes: ['organization:admin'] },
    });
    expect(narrow.statusCode).toBe(201);
  });
});
