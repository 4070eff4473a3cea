/**
 * `npm run bench -- ledger`: transfers a second of 50 writers on an embedded PostgreSQL as `npm start` makes it (fsync on): all on
 * one wallet, which is one lock, and spread over 20 organizations. After it the books must be clean.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openWallet, transferCredits } from '../server/src/domains/credits/index.ts';
import {
  deriveRolePasswords,
  openDatabase,
  prepareDatabase,
  startEmbeddedPostgres,
  toRoleUrls,
} from '../server/src/platform/database/index.ts';
import { newId } from '../server/src/platform/ids.ts';
import { percentile } from './lib/figures.ts';

const WRITERS = 50;
const SECONDS = 8;
const ORGANIZATIONS = 20;

const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-ledger-'));
const server = await startEmbeddedPostgres({ dataFolder: join(folder, 'pg') });
const passwords = deriveRolePasswords('bench');
await prepareDatabase({ ownerUrl: server.ownerUrl, passwords });
// A connection a writer, as 50 writers on several machines would have.
const sizes = { app: WRITERS, auth: 1, jobs: 1 };
const database = openDatabase({ urls: toRoleUrls(server.ownerUrl, passwords), sizes });

async function addOrganization(): Promise<string> {
  const id = newId();
  await database.inOrganization(id, async (transaction) => {
    await transaction.query('insert into organizations (id, name) values ($1, $2)', [id, 'Bench']);
    await openWallet(transaction, id);
  });
  return id;
}

/** Each writer sets one credit aside and gives it back, over and over: what work in a queue does to a ledger. */
async function write(organizationId: string, until: number, times: number[]): Promise<void> {
  for (let isHeld = false; performance.now() < until; isHeld = !isHeld) {
    const way = isHeld
      ? ({ kind: 'release', from: 'held', to: 'wallet' } as const)
      : ({ kind: 'hold', from: 'wallet', to: 'held' } as const);
    const startedAt = performance.now();
    await database.inOrganization(organizationId, (transaction) =>
      transferCredits(transaction, { ...way, key: newId(), credits: 1 }),
    );
    times.push(performance.now() - startedAt);
  }
}

async function measure(name: string, organizations: readonly string[]): Promise<void> {
  const times: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + SECONDS * 1000;
  await Promise.all(
    Array.from({ length: WRITERS }, (_, index) => write(organizations[index % organizations.length]!, until, times)),
  );
  const rate = times.length / ((performance.now() - startedAt) / 1000);
  const at = (share: number) => percentile(times, share).toFixed(0);
  console.log(
    `${name}: ${rate.toFixed(0)} transfers/s of ${WRITERS} writers (p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${times.length} in all)`,
  );
}

const organizations = await Promise.all(Array.from({ length: ORGANIZATIONS }, addOrganization));
console.log(`ledger on ${availableParallelism()} cores, fsync on`);
await measure('one wallet', organizations.slice(0, 1));
await measure(`${ORGANIZATIONS} wallets`, organizations);

const owner = new pg.Client({ connectionString: server.ownerUrl });
await owner.connect();
const { rows } = await owner.query<{ sum: string; drift: string }>(`select
  (select coalesce(sum(amount), 0) from ledger_entries) as sum,
  (select count(*) from ledger_accounts a where balance <> (select coalesce(sum(amount), 0) from ledger_entries e where e.account_id = a.id)) as drift`);
await owner.end();
const isClean = Number(rows[0]!.sum) === 0 && Number(rows[0]!.drift) === 0;
console.log(`sum of entries ${rows[0]!.sum}, accounts that differ from their entries ${rows[0]!.drift}`);
await database.close();
await server.stop();
await rm(folder, { recursive: true, force: true });
process.exit(isClean ? 0 : 1);
