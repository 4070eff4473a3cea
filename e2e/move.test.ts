import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withOwner } from './testing/books.ts';
import { IS_FULL } from './testing/full-run.ts';
import {
  buildStudio,
  readLocalKey,
  runCommand,
  type StudioProcess,
  startStudioProcess,
} from './testing/studio-process.ts';

let root: string;
let studio: StudioProcess;
beforeAll(async () => {
  await buildStudio();
  root = await mkdtemp(join(tmpdir(), 'kinora-move-'));
}, 120_000);
afterAll(async () => {
  await studio?.stop();
  await rm(root, { recursive: true, force: true });
});

/** A studio that only answers: nothing here has to be drawn. */
const start = (data: string) => startStudioProcess(data, { KINORA_ROLES: 'api' });
const send = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${studio.address}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const get = (path: string, cookie: string) => fetch(new URL(path, studio.address), { headers: { cookie } });
const read = async <Body>(path: string, cookie: string) => (await (await get(path, cookie)).json()) as Body;

async function setUp(): Promise<string> {
  const token = /setup\?token=(\S+)/.exec(studio.output())?.[1];
  const person = { name: 'Dana', email: 'dana@example.test', password: 'a long password', organizationName: 'Sable' };
  const answer = await send('/setup', { token, withSample: false, ...person });
  expect(answer.status).toBe(201);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const SVG = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="99" height="99"%3E%3C/svg%3E';

/** Four starts of whole studios: in the full run. The server's own tests restore and compare in every run. */
it.skipIf(!IS_FULL)(
  'a backup taken beside a running studio opens elsewhere, and a new key takes nothing away',
  {
    timeout: 480_000,
  },
  async () => {
    const [from, to, backup] = [join(root, 'from'), join(root, 'to'), join(root, 'backup')];
    studio = await start(from);
    const cookie = await setUp();
    const sent = await send('/assets', { name: 'mark.svg', dataUri: SVG }, { cookie, origin: studio.address });
    expect(sent.status, await sent.clone().text()).toBe(201);
    const { url } = (await sent.json()) as { url: string };
    const made = await runCommand(['backup', '--out', backup], from);
    expect([made.code, made.output]).toEqual([0, expect.stringContaining(`files are in ${backup}.`)]);
    expect((await get(url, cookie)).status).toBe(200);
    await studio.stop();
    const names = readdirSync(backup, { recursive: true }).map(String);
    expect(names.filter((name) => /secret|local-access|password/.test(name))).toEqual([]);

    const restored = await runCommand(['restore', '--from', backup], to);
    expect([restored.code, restored.output]).toEqual([0, expect.stringContaining('were restored.')]);
    studio = await start(to);
    // People stay signed in; what hangs on the key that stayed behind does not count: links, and this computer's own key.
    const me = await read<{ organization: { name: string } }>('/api/v1/me', cookie);
    expect([me.organization.name, (await get(url, cookie)).status]).toEqual(['Sable', 404]);
    const { items } = await read<{ items: { url: string }[] }>('/api/v1/assets', cookie);
    const fresh = items[0]?.url ?? '';
    expect([items.length, (await get(fresh, cookie)).status]).toEqual([1, 200]);
    expect(readLocalKey(to)).not.toBe(readLocalKey(from));
    expect(studio.output()).not.toContain('/setup');

    const refused = await runCommand(['secrets', 'rotate'], to);
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringContaining('Stop it, rotate, and start it again.'),
    ]);
    await studio.stop();
    const rotated = await runCommand(['secrets', 'rotate'], to);
    expect([rotated.code, rotated.output]).toEqual([
      0,
      expect.stringMatching(/was replaced by the key [0-9a-f]{8}; 0 sealed/),
    ]);
    studio = await start(to);
    // The database's logins follow the new key, and a link made before is good for its last hour.
    expect([(await get('/api/v1/me', cookie)).status, (await get(fresh, cookie)).status]).toEqual([200, 200]);

    // The same backup into a database of one's own: another one in the server that runs here stands for it. Last of all, because
    // logins are the server's, and follow the other key from here on.
    const ownerUrl = await withOwner(to, async (client) => {
      await client.query('create database elsewhere');
      return `postgres://kinora_owner:${client.password}@127.0.0.1:${client.port}/elsewhere`;
    });
    const environment = { DATABASE_URL: ownerUrl, KINORA_SECRET_KEY: 'a secret of at least 32 characters' };
    const external = await runCommand(['restore', '--from', backup], join(root, 'files'), environment);
    expect([external.code, external.output]).toEqual([0, restored.output]);
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    const { rows } = await client.query(
      `select (select string_agg(name, ',') from organizations) as names, (select count(*)::int from assets) as assets,
       (select coalesce(sum(amount), 0)::int from ledger_entries) as sum, (select count(*)::int from ledger_entries) as entries`,
    );
    await client.end();
    expect(rows).toEqual([{ names: 'Sable', assets: 1, sum: 0, entries: 2 }]);
  },
);
