import type { WeekFigures } from '@kinora/contract';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { fillStudio } from '../../testing/fill-studio.ts';
import type { Things } from '../../testing/sample-requests.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { transferCredits } from '../credits/index.ts';

let studio: StudioApp;
let owner: StudioPerson;
let editor: StudioPerson;
let things: Things;
let client: pg.Client;

beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  editor = await studio.join(owner, 'editor', 'editor');
  things = await fillStudio(studio, owner);
  client = new pg.Client({ connectionString: studio.test.ownerUrl });
  await client.connect();
  // The job of the sample is still to run: only what this test writes is counted.
  await client.query('delete from jobs');
});
afterAll(async () => {
  await client.end();
  await studio.close();
});

type Ended = {
  actor: StudioPerson;
  status: string;
  daysAgo: number;
  studio?: string;
  credits?: number;
  project?: string;
};

/** The way of a credit that is spent. */
const WAY = [
  ['hold', 'wallet', 'held'],
  ['reserve', 'held', 'reserved'],
  ['settle', 'reserved', 'revenue'],
] as const;

async function insertJob({
  actor,
  status,
  daysAgo,
  studio: by = 'film',
  credits = 0,
  project,
}: Ended): Promise<string> {
  const id = newId();
  await client.query(
    `insert into jobs (id, organization_id, studio, kind, title, version, slot, input, actor_user_id, status, project_id, started_at, finished_at)
     values ($1, $2, $3, 'film', 'Linen', 1, 'studio', '{}', $4, $5, $6,
       now() - make_interval(days => $7, secs => 90), now() - make_interval(days => $7))`,
    [id, owner.organizationId, by, actor.userId, status, project ?? null, daysAgo],
  );
  await studio.test.database.inOrganization(owner.organizationId, async (transaction) => {
    for (const [kind, from, to] of WAY)
      await transferCredits(transaction, { key: `${id}:${kind}`, kind, from, to, credits, jobId: id });
  });
  return id;
}

async function week(person: StudioPerson, scope: 'mine' | 'organization'): Promise<WeekFigures> {
  const answer = await person.ask({ url: `/api/v1/dashboard?scope=${scope}` });
  return (answer.json() as { week: WeekFigures }).week;
}

it('counts what was made in seven days, of everybody or of one person', async () => {
  const film = await insertJob({ actor: owner, status: 'completed', daysAgo: 0, credits: 3, project: things.project });
  // The same film made anew is no second film; a product film is one.
  await insertJob({
    actor: owner,
    status: 'completed',
    daysAgo: 0,
    studio: 'film-refresh',
    credits: 2,
    project: things.project,
  });
  await insertJob({ actor: owner, status: 'completed', daysAgo: 3, studio: 'product-film' });
  // It has paid for what it made so far.
  await insertJob({ actor: editor, status: 'processing', daysAgo: 0, credits: 4 });
  await insertJob({ actor: editor, status: 'completed', daysAgo: 2 });
  await insertJob({ actor: editor, status: 'failed', daysAgo: 1 });
  await insertJob({ actor: owner, status: 'completed', daysAgo: 8 });
  for (const ratio of ['16:9', '9:16'])
    await client.query(
      `insert into deliveries (id, organization_id, project_id, number, position, name, kind, ratio, asset_id, job_id)
       values ($1, $2, $3, 1, 1, $4, 'film', $4, $5, $6)`,
      [newId(), owner.organizationId, things.project, ratio, things.asset, film],
    );
  await client.query('update assets set duration_seconds = 15 where id = $1', [things.asset]);
  expect(await week(owner, 'organization')).toMatchObject({
    filmsFinished: 3,
    jobsFinished: 4,
    jobsFailed: 1,
    secondsRendered: 30,
    medianFilmSeconds: 90,
    creditsSpent: 9,
  });
  expect(await week(editor, 'mine')).toMatchObject({
    filmsFinished: 1,
    jobsFailed: 1,
    secondsRendered: 0,
    creditsSpent: 4,
  });
  const { days } = await week(owner, 'organization');
  expect(days).toHaveLength(7);
  expect(days.map(({ filmsFinished }) => filmsFinished)).toEqual([0, 0, 0, 1, 1, 0, 1]);
});

it('lists jobs of everybody, or those a person started', async () => {
  const list = async (person: StudioPerson, scope: string) => {
    const answer = await person.ask({ url: `/api/v1/jobs?scope=${scope}` });
    return (answer.json() as { items: unknown[] }).items.length;
  };
  expect(await list(editor, 'organization')).toBe(7);
  expect(await list(editor, 'mine')).toBe(3);
  expect(await list(owner, 'mine')).toBe(4);
});

it('lists what a person has to answer, however much came after it', async () => {
  await client.query('delete from jobs');
  const asks = await insertJob({ actor: owner, status: 'processing', daysAgo: 0 });
  await client.query(`update jobs set status = 'waiting', waiting_reason = 'unknown_outcome' where id = $1`, [asks]);
  const old = await insertJob({ actor: owner, status: 'failed', daysAgo: 8 });
  const answered = await insertJob({ actor: owner, status: 'failed', daysAgo: 1, project: things.project });
  await insertJob({ actor: owner, status: 'completed', daysAgo: 0, project: things.project });
  const failed = await insertJob({ actor: editor, status: 'failed', daysAgo: 2 });
  for (let count = 0; count < 60; count += 1) await insertJob({ actor: owner, status: 'completed', daysAgo: 0 });
  const answer = await owner.ask({ url: '/api/v1/jobs?unanswered=true' });
  const ids = (answer.json() as { items: { id: string }[] }).items.map(({ id }) => id);
  expect(ids).toEqual([failed, asks]);
  const rest = await owner.ask({ url: '/api/v1/jobs?unanswered=false&limit=200' });
  const others = (rest.json() as { items: { id: string }[] }).items.map(({ id }) => id);
  expect(others).toEqual(expect.arrayContaining([old, answered]));
  expect(others).toHaveLength(63);
});

it('shows another organization none of it', async () => {
  const stranger = await studio.signUp('stranger');
  expect(await week(stranger, 'organization')).toMatchObject({ filmsFinished: 0, secondsRendered: 0, jobsFailed: 0 });
});
