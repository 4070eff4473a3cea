import type { WeekFigures } from '@kinora/contract';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { fillStudio } from '../../testing/fill-studio.ts';
import type { Things } from '../../testing/sample-requests.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

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

type Ended = { actor: StudioPerson; status: string; daysAgo: number; studio?: string; credits?: number };

async function insertJob({ actor, status, daysAgo, studio: by = 'film', credits = 0 }: Ended): Promise<string> {
  const id = newId();
  await client.query(
    `insert into jobs (id, organization_id, studio, kind, title, version, slot, input, actor_user_id, status, paid_credits, started_at, finished_at)
     values ($1, $2, $3, 'film', 'Linen', 1, 'studio', '{}', $4, $5, $6,
       now() - make_interval(days => $7, secs => 90), now() - make_interval(days => $7))`,
    [id, owner.organizationId, by, actor.userId, status, credits, daysAgo],
  );
  return id;
}

async function week(person: StudioPerson, scope: 'mine' | 'organization'): Promise<WeekFigures> {
  const answer = await person.ask({ url: `/api/v1/dashboard?scope=${scope}` });
  return (answer.json() as { week: WeekFigures }).week;
}

it('counts what was made in seven days, of everybody or of one person', async () => {
  const film = await insertJob({ actor: owner, status: 'completed', daysAgo: 0, credits: 3 });
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
    filmsFinished: 2,
    jobsFinished: 2,
    jobsFailed: 1,
    secondsRendered: 30,
    medianFilmSeconds: 90,
    creditsSpent: 3,
  });
  expect(await week(editor, 'mine')).toMatchObject({ filmsFinished: 1, jobsFailed: 1, secondsRendered: 0 });
  const { days } = await week(owner, 'organization');
  expect(days).toHaveLength(7);
  expect(days.map(({ filmsFinished }) => filmsFinished)).toEqual([0, 0, 0, 0, 1, 0, 1]);
});

it('lists jobs of everybody, or those a person started', async () => {
  const list = async (person: StudioPerson, scope: string) => {
    const answer = await person.ask({ url: `/api/v1/jobs?scope=${scope}` });
    return (answer.json() as { items: unknown[] }).items.length;
  };
  expect(await list(editor, 'organization')).toBe(4);
  expect(await list(editor, 'mine')).toBe(2);
  expect(await list(owner, 'mine')).toBe(2);
});

it('shows another organization none of it', async () => {
  const stranger = await studio.signUp('stranger');
  expect(await week(stranger, 'organization')).toMatchObject({ filmsFinished: 0, secondsRendered: 0, jobsFailed: 0 });
});
