import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeQuickFolder } from '../../../testing/quick-folder.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { isProcessAlive } from './postmaster.ts';

let folder: string;
let running: EmbeddedPostgres | null;
let clients: pg.Client[];

beforeEach(() => {
  folder = makeQuickFolder('embedded');
  running = null;
  clients = [];
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ dataFolder: folder });
  return running;
}

async function connect(server: EmbeddedPostgres): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.ownerUrl });
  // A killed server cuts its clients off; that is what these tests do on purpose.
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}

async function keepNote(server: EmbeddedPostgres): Promise<void> {
  const client = await connect(server);
  await client.query("create table notes (text text); insert into notes values ('kept')");
}

async function readNotes(server: EmbeddedPostgres): Promise<string[]> {
  const client = await connect(server);
  return (await client.query<{ text: string }>('select text from notes')).rows.map((row) => row.text);
}

async function untilGone(processId: number): Promise<void> {
  await expect.poll(() => isProcessAlive(processId), { timeout: 5000, interval: 10 }).toBe(false);
}

const pidFile = () => join(folder, 'postgres', 'data', 'postmaster.pid');

describe('the embedded PostgreSQL', () => {
  it('starts on nothing with a password of its own, stops with clients open, and finds its rows again', async () => {
    const first = await start();
    await keepNote(first);
    expect(statSync(join(folder, 'postgres', 'owner-password')).mode & 0o777).toBe(0o600);
    const wrong = new pg.Client({ connectionString: first.ownerUrl.replace(/:[^:@]+@/, ':password@') });
    await expect(wrong.connect()).rejects.toHaveProperty('code', '28P01');
    const startedAt = Date.now();
    await first.stop();
    expect(Date.now() - startedAt).toBeLessThan(5000);
    expect(isProcessAlive(first.processId)).toBe(false);
    const second = await start();
    expect(second.wasAdopted).toBe(false);
    expect(await readNotes(second)).toEqual(['kept']);
  });

  it('compares by code point and knows the letters of every script', async () => {
    const client = await connect(await start());
    const { rows } = await client.query(`
      select datcollate as collate, datctype as ctype, datlocprovider as provider, 'שלום' ~ '^\\w+$' as hebrew,
        upper('é') as upper, current_setting('data_checksums') as checksums
      from pg_database where datname = current_database()`);
    expect(rows[0]).toMatchObject({ provider: 'b', hebrew: true, upper: 'É', checksums: 'on' });
  });

  it('takes over the server that a killed studio left, instead of failing on its lock file', async () => {
    const orphan = await start();
    await keepNote(orphan);
    const next = await start();
    expect(next).toMatchObject({ wasAdopted: true, processId: orphan.processId, ownerUrl: orphan.ownerUrl });
    expect(await readNotes(next)).toEqual(['kept']);
    await next.stop();
    expect(isProcessAlive(orphan.processId)).toBe(false);
  });

  it('comes back by itself on its port after kill -9 of PostgreSQL, although a backend was busy', async () => {
    const first = await start();
    await keepNote(first);
    const busy = await connect(first);
    const query = busy.query('select count(*) from generate_series(1, 1e12)').catch((error: Error) => error.message);
    await expect.poll(async () => (await busyBackends(first)).length, { timeout: 5000 }).toBe(1);
    const killed = first.processId;
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => first.processId, { timeout: 20_000 }).not.toBe(killed);
    expect(await readNotes(first)).toEqual(['kept']);
    expect(await query).toBeTypeOf('string');
  });

  it('removes a lock file whose number belongs to another program by now, and leaves that program alone', async () => {
    const first = await start();
    await keepNote(first);
    const lines = readFileSync(pidFile(), 'utf8').split('\n');
    await first.stop();
    const other = spawnSleeper();
    try {
      writeFileSync(pidFile(), [String(other.pid), ...lines.slice(1)].join('\n'), { mode: 0o600 });
      const second = await start();
      expect(second.wasAdopted).toBe(false);
      expect(await readNotes(second)).toEqual(['kept']);
      expect(isProcessAlive(other.pid!)).toBe(true);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('begins again when the first start was killed while making the data folder', async () => {
    const half = join(folder, 'postgres', 'data.making');
    mkdirSync(half, { recursive: true });
    writeFileSync(join(half, 'PG_VERSION'), '18\n');
    writeFileSync(join(folder, 'postgres', 'initdb-password'), 'left behind');
    await keepNote(await start());
    expect(readdirSync(join(folder, 'postgres')).filter((name) => /making|initdb/.test(name))).toEqual([]);
  });

  it('refuses a damaged data folder and does not touch it', async () => {
    await keepNote(await start());
    await running!.stop();
    const data = join(folder, 'postgres', 'data');
    renameSync(join(data, 'PG_VERSION'), join(folder, 'PG_VERSION'));
    await expect(start()).rejects.toMatchObject({ code: 'database.start_failed' });
    expect(existsSync(join(data, 'base'))).toBe(true);
    renameSync(join(folder, 'PG_VERSION'), join(data, 'PG_VERSION'));
    expect(await readNotes(await start())).toEqual(['kept']);
  });

  it('says in the error what PostgreSQL said when it cannot start', async () => {
    const failing = startEmbeddedPostgres({ dataFolder: folder, settings: ['shared_buffers=nonsense'] });
    await expect(failing).rejects.toMatchObject({
      code: 'database.start_failed',
      message: expect.stringContaining('shared_buffers'),
    });
  });

  it('outlives a studio that is killed, and is taken over by the next one', async () => {
    const studio = spawnStudio();
    const orphanId = await readProcessId(studio);
    studio.kill('SIGKILL');
    await untilGone(studio.pid!);
    const next = await start();
    expect(next).toMatchObject({ wasAdopted: true, processId: orphanId });
    expect((await (await connect(next)).query('select 1')).rowCount).toBe(1);
  });

  it('opens no socket file, whose path could be too long or stay behind', async () => {
    const client = await connect(await start());
    expect((await client.query('show unix_socket_directories')).rows).toEqual([{ unix_socket_directories: '' }]);
  });
});

/** Another program, as `npm start` is: it starts the server, tells its number and waits. */
function spawnStudio(): ChildProcess {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
    const server = await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(folder)} });
    console.log(server.processId);
    setTimeout(() => {}, 60_000);`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function readProcessId(studio: ChildProcess): Promise<number> {
  for await (const chunk of studio.stdout!) return Number(String(chunk));
  throw new Error('the studio ended without starting the server');
}

async function busyBackends(server: EmbeddedPostgres): Promise<object[]> {
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  const { rows } = await client.query(
    "select pid from pg_stat_activity where query like '%1e12%' and pid <> pg_backend_pid()",
  );
  await client.end();
  return rows as object[];
}

function spawnSleeper(): ChildProcess {
  return spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
}
