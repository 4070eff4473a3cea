import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { dropCost, insertExpectedCost, settleCost, takeBackCredits, transferCredits } from './index.ts';

let studio: StudioApp;
let owner: StudioPerson;
let project: string;
let job: string;

type Line = { kind: string; amount: number; balanceAfter: number; note: string; projectName: string | null };
type Page = { items: Line[]; nextCursor: string | null; messages?: Record<string, { code: string }> };

const inOrganization = <Result>(work: Parameters<typeof studio.test.database.inOrganization<Result>>[1]) =>
  studio.test.database.inOrganization(owner.organizationId, work);
const get = async <Answer>(path: string, person = owner) =>
  (await person.ask({ url: `/api/v1${path}` })).json() as Answer;

beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  const film = { name: '=Linen', brief: 'A linen shirt.', seconds: 15, music: 'none', ratios: ['16:9'], pictures: [] };
  const made = await owner.ask({ method: 'POST', url: '/api/v1/projects', payload: film });
  project = (made.json() as { id: string }).id;
  job = newId();
  await inOrganization(async (tx) => {
    await tx.query(
      `insert into jobs (id, organization_id, studio, kind, title, version, slot, input, status, project_id, actor_user_id)
       values ($1, app.org(), 'film', 'film', '-Linen', 1, 'studio', '{}', 'failed', $2, $3)`,
      [job, project, owner.userId],
    );
    const way = { jobId: job, note: '-Linen' };
    await transferCredits(tx, { ...way, key: 'h', kind: 'hold', from: 'wallet', to: 'held', credits: 12 });
    await transferCredits(tx, { ...way, key: 'r', kind: 'release', from: 'held', to: 'wallet', credits: 4 });
    await takeBackCredits(tx, { key: 'f', kind: 'refund', credits: 2, note: 'Payment refunded' });
  });
});
afterAll(() => studio.close());

describe('the list of movements', () => {
  it('runs the balance, newest first, page by page, and says its own sentences by code', async () => {
    const first = await get<Page>('/transactions?limit=3');
    expect(first.items.map(({ kind, amount, balanceAfter }) => [kind, amount, balanceAfter])).toEqual([
      ['refund', -2, 40],
      ['release', 4, 42],
      ['hold', -12, 38],
    ]);
    expect(first.messages).toMatchObject({ 'Payment refunded': { code: 'ledger.refund' } });
    const second = await get<Page>(`/transactions?limit=3&cursor=${first.nextCursor}`);
    expect(second.items.map(({ kind, balanceAfter }) => [kind, balanceAfter])).toEqual([['grant', 50]]);
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    ['kind=hold', ['hold']],
    ['projectId=PROJECT', ['release', 'hold']],
    ['userId=OWNER', ['release', 'hold']],
    ['userId=OWNER&kind=release', ['release']],
    ['from=TODAY&to=TODAY', ['refund', 'release', 'hold', 'grant']],
    ['to=2020-01-01', []],
    ['from=2999-01-01', []],
  ])('keeps to %s', async (query, kinds) => {
    const today = new Date().toISOString().slice(0, 10);
    const asked = query.replace('PROJECT', project).replace('OWNER', owner.userId).replaceAll('TODAY', today);
    expect((await get<Page>(`/transactions?${asked}`)).items.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('becomes a table that no spreadsheet runs', async () => {
    const answer = await owner.ask({ url: `/api/v1/transaction-export?projectId=${project}` });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toMatch(/attachment.*credits-\d{4}-\d\d-\d\d\.csv/);
    const [head, ...rows] = answer.body.replace('\ufeff', '').trim().split('\r\n');
    expect(head).toBe('at,kind,credits_in,credits_out,balance,note,project,person,job,id');
    expect(rows.map((row) => row.split(',').slice(1, 9))).toEqual([
      ['release', '4', '', '42', "'-Linen", "'=Linen", 'Owner', job],
      ['hold', '', '12', '38', "'-Linen", "'=Linen", 'Owner', job],
    ]);
  });

  it('shows nothing to another organization', async () => {
    const stranger = await studio.signUp('stranger');
    const page = await get<Page>(`/transactions?projectId=${project}`, stranger);
    expect(page.items).toEqual([]);
  });
});

describe('costs in real money', () => {
  const cost = (key: string, micros: number, currency = 'USD') => ({
    key,
    jobId: job,
    provider: 'emulator',
    model: 'fast',
    cost: { currency, micros },
    isOwnConnection: true,
  });

  it('are written once, expected and then final, and summed by currency', async () => {
    await inOrganization(async (tx) => {
      for (const key of ['a', 'a', 'b']) await insertExpectedCost(tx, cost(key, 40_000));
      for (let times = 0; times < 2; times += 1) await settleCost(tx, cost('a', 35_000));
      await dropCost(tx, 'b');
      await dropCost(tx, 'a');
      await settleCost(tx, cost('c', 7, 'EUR'));
    });
    const { items } = await get<{ items: { cost: object; isFinal: boolean; projectId: string }[] }>('/costs');
    expect(items).toMatchObject([
      { cost: { currency: 'EUR', micros: 7 }, isFinal: true, projectId: project },
      { cost: { currency: 'USD', micros: 35_000 }, isFinal: true },
    ]);
    expect(await get('/credits')).toMatchObject({
      ledgerSum: 0,
      costsThisMonth: [
        { currency: 'EUR', micros: 7 },
        { currency: 'USD', micros: 35_000 },
      ],
    });
  });

  it('are of a job that is there', async () => {
    const lost = inOrganization((tx) => settleCost(tx, { ...cost('d', 1), jobId: newId() }));
    await expect(lost).rejects.toMatchObject({ code: 'jobs.not_found' });
  });
});
