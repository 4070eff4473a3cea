import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type EmulatorFault, startReplicateEmulator, type VendorEmulator } from '@kinora/providers/emulators';
import { build } from 'esbuild';
import pg from 'pg';
import {
  type Database,
  deriveRolePasswords,
  openDatabase,
  prepareDatabase,
  startEmbeddedPostgres,
  toRoleUrls,
} from '../../../../platform/database/index.ts';
import { newId } from '../../../../platform/ids.ts';
import { openWallet } from '../../../credits/index.ts';
import { persist } from '../../../jobs/index.ts';
import type { ChaosOrder, ChaosSettings } from './chaos-process.ts';

/** @property killingMs how long each round kills; without it seven seconds */
export type ChaosOptions = { rounds: number; random: () => number; say: (line: string) => void; killingMs?: number };
export type ChaosResult = {
  rounds: number;
  /** Jobs that never ended well, and pictures paid for that nobody got. */
  lost: number;
  /** Submissions the vendor took for an answer it had been asked for already. */
  duplicated: number;
  /** Credits that nobody can explain: entries that do not sum to zero, and wallets that are not what was made. */
  ledger: number;
  kills: Record<'worker' | 'api' | 'database', number>;
  faults: number;
  submissions: number;
};

const ORGANIZATIONS = 3;
const JOBS_EACH = 2;
const PIECES = 3;
const WORKERS = 2;
const KILLING_MS = 7000;
const LONGEST_ROUND_MS = 120_000;
const SETTLE_MS = 1500;
const processSource = fileURLToPath(new URL('./chaos-process.ts', import.meta.url));
const root = fileURLToPath(new URL('../../../../../../', import.meta.url));

/** Everything a vendor and the line to it do wrong in a bad week, each now and then. */
const SUBMIT_FAULTS: EmulatorFault[] = [
  { kind: 'lose_answer' },
  { kind: 'reset' },
  { kind: 'break_after', answer: { status: 502 } },
  { kind: 'answer', answer: { status: 500 } },
  { kind: 'answer', answer: { status: 429, headers: { 'retry-after': '0.2' }, body: { detail: 'throttled' } } },
  { kind: 'slow', ms: 300 },
];
const LOOK_FAULTS: EmulatorFault[] = [
  { kind: 'reset' },
  { kind: 'answer', answer: { status: 500 } },
  { kind: 'slow', ms: 200 },
];

type Studio = {
  database: Database;
  ownerUrl: string;
  settings: Omit<ChaosSettings, 'role'>;
  emulator: VendorEmulator;
  dataFolder: string;
  processFile: string;
};

/**
 * Kills API, workers and database at random while organizations order pictures from a vendor that breaks as well, and then
 * counts at the vendor and in the books. The database is this run's own, and it is killed as a power cut would.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const folder = await mkdtemp(join(tmpdir(), 'kinora-chaos-'));
  const dataFolder = join(folder, 'data');
  const server = await startEmbeddedPostgres({ dataFolder, onError: () => undefined });
  const passwords = deriveRolePasswords('chaos');
  await prepareDatabase({ ownerUrl: server.ownerUrl, passwords });
  const urls = toRoleUrls(server.ownerUrl, passwords);
  const database = openDatabase({ urls, onConnectionLost: () => undefined });
  const emulator = await startReplicateEmulator({ workMs: 400 });
  const vendor = { baseUrl: emulator.baseUrl, secret: emulator.key };
  const settings = { urls, vendor, folder, settleMs: SETTLE_MS };
  const processFile = await bundleProcess();
  const studio: Studio = { processFile, database, ownerUrl: server.ownerUrl, settings, emulator, dataFolder };
  const result: ChaosResult = {
    rounds: 0,
    lost: 0,
    duplicated: 0,
    ledger: 0,
    kills: { worker: 0, api: 0, database: 0 },
    faults: 0,
    submissions: 0,
  };
  breakSometimes(emulator, options.random, () => {
    result.faults += 1;
  });
  try {
    for (let round = 1; round <= options.rounds; round += 1) {
      const startedAt = performance.now();
      const lost = await runRound(studio, options, result);
      result.rounds = round;
      result.lost += lost;
      options.say(
        `round ${round}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s, kills ${JSON.stringify(result.kills)}, lost ${lost}`,
      );
    }
    return { ...result, ...(await count(studio)) };
  } finally {
    await database.close();
    await emulator.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function breakSometimes(emulator: VendorEmulator, random: () => number, onFault: () => void): void {
  const chances: [string, number, EmulatorFault[]][] = [
    ['submit', 0.35, SUBMIT_FAULTS],
    ['poll', 0.15, LOOK_FAULTS],
    ['list', 0.15, LOOK_FAULTS],
    ['output', 0.1, LOOK_FAULTS],
  ];
  for (const [name, chance, faults] of chances) emulator.failSometimes(name, { chance, faults, random, onFault });
}

/** In one file the process starts in a third of the time: a round starts dozens. */
async function bundleProcess(): Promise<string> {
  const outfile = join(root, 'node_modules/.cache/kinora/chaos-process.mjs');
  await build({
    entryPoints: [processSource],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
    plugins: [
      {
        name: 'packages-external',
        setup: (plugin) =>
          plugin.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            path.startsWith('@kinora/') || kind === 'entry-point' ? undefined : { path, external: true },
          ),
      },
    ],
  });
  return outfile;
}

const TOLD_LENGTH = 4000;

/** One child that is started again for as long as the round lasts. */
function keepProcess(processFile: string, settings: ChaosSettings, onMessage: (message: unknown) => void) {
  let child: ChildProcess;
  let isOver = false;
  let told = '';
  let starts = 0;
  const start = () => {
    starts += 1;
    child = fork(processFile, [JSON.stringify(settings)], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    child.stderr!.on('data', (chunk: Buffer) => {
      told = (told + chunk.toString()).slice(-TOLD_LENGTH);
    });
    child.on('message', onMessage);
    child.on('error', () => undefined);
    child.once('exit', () => {
      if (!isOver) start();
    });
  };
  start();
  return {
    /** The end of what its processes had to say: read when a round loses something. */
    tell: () => `${settings.role}, started ${starts} times: ${told}`,
    kill: () => void child.kill('SIGKILL'),
    send: (message: ChaosOrder) => void (child.connected && child.send(message, () => undefined)),
    async end() {
      isOver = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function runRound(studio: Studio, options: ChaosOptions, result: ChaosResult): Promise<number> {
  const { random, killingMs = KILLING_MS } = options;
  const orders = await planOrders(studio);
  const taken = new Map<string, string>();
  const workers = Array.from({ length: WORKERS }, () =>
    keepProcess(studio.processFile, { ...studio.settings, role: 'worker' }, () => undefined),
  );
  const api = keepProcess(studio.processFile, { ...studio.settings, role: 'api' }, (message) => {
    const { requestKey, jobId } = message as { requestKey?: string; jobId?: string };
    if (requestKey && jobId) taken.set(requestKey, jobId);
  });
  const startedAt = performance.now();
  const isKilling = () => performance.now() - startedAt < killingMs;
  const killing = killSometimes(studio, { workers, api, random, isKilling, result });
  try {
    while (performance.now() - startedAt < LONGEST_ROUND_MS) {
      // A person whose press was not answered presses again: the same key is the same job.
      for (const order of orders) if (!taken.has(order.requestKey)) api.send(order);
      await sleep(500);
      if (taken.size < orders.length || isKilling()) continue;
      const states = await statesOf(studio, [...taken.values()]);
      if (states.every(({ status }) => status === 'completed')) return 0;
      for (const { id, organization_id, status } of states)
        if (status === 'failed')
          api.send({ organizationId: organization_id, requestKey: `retry ${id}`, seeds: [], retry: id });
    }
    for (const one of [...workers, api]) options.say(one.tell());
    options.say(await describeLost(studio, [...taken.values()]));
    const states = await statesOf(studio, [...taken.values()]);
    return orders.length - states.filter(({ status }) => status === 'completed').length;
  } finally {
    await killing;
    await Promise.all([...workers, api].map((one) => one.end()));
  }
}

let lastSeed = 0;
async function planOrders({ database }: Studio): Promise<ChaosOrder[]> {
  const orders: ChaosOrder[] = [];
  for (let index = 0; index < ORGANIZATIONS; index += 1) {
    const organizationId = newId();
    await persist(
      () =>
        database.inOrganization(organizationId, async (transaction) => {
          await transaction.query('insert into organizations (id, name) values ($1, $2) on conflict do nothing', [
            organizationId,
            'Chaos',
          ]);
          await openWallet(transaction, organizationId);
        }),
      () => false,
    );
    for (let job = 0; job < JOBS_EACH; job += 1) {
      const seeds = Array.from({ length: PIECES }, () => {
        lastSeed += 1;
        return lastSeed;
      });
      orders.push({ organizationId, requestKey: newId(), seeds });
    }
  }
  return orders;
}

type Killing = {
  workers: { kill(): void }[];
  api: { kill(): void };
  random: () => number;
  isKilling: () => boolean;
  result: ChaosResult;
};

async function killSometimes(studio: Studio, { workers, api, random, isKilling, result }: Killing): Promise<void> {
  // Processes need a moment before there is anything to interrupt.
  await sleep(1500);
  while (isKilling()) {
    await sleep(200 + random() * 1300);
    const drawn = random();
    if (drawn < 0.55) {
      workers[Math.floor(random() * workers.length)]!.kill();
      result.kills.worker += 1;
    } else if (drawn < 0.8) {
      api.kill();
      result.kills.api += 1;
    } else if (await killDatabase(studio.dataFolder)) result.kills.database += 1;
  }
}

/** @returns false while it is being started again */
async function killDatabase(dataFolder: string): Promise<boolean> {
  const text = await readFile(join(dataFolder, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '');
  const processId = Number(text.split('\n')[0]);
  if (!Number.isInteger(processId) || processId <= 1) return false;
  try {
    process.kill(processId, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

async function statesOf({ ownerUrl }: Studio, ids: readonly string[]) {
  return withOwner(ownerUrl, async (client) => {
    const { rows } = await client.query<{ id: string; organization_id: string; status: string }>(
      'select id, organization_id, status from jobs where id = any($1)',
      [ids],
    );
    return rows;
  });
}

/** Where the leaves of these jobs and their orders stand: what somebody who repairs a lost round asks first. */
async function describeLost({ ownerUrl }: Studio, ids: readonly string[]): Promise<string> {
  return withOwner(ownerUrl, async (client) => {
    const { rows: jobs } = await client.query(
      `select kind, status, waiting_reason, failure::text, count(*)::int from jobs
        where id = any($1) or parent_job_id = any($1) group by 1, 2, 3, 4`,
      [ids],
    );
    const { rows: intents } = await client.query(
      `select i.state, i.fault_kind, i.fault_message, count(*)::int from intents i join jobs j on j.id = i.job_id
        where j.id = any($1) or j.parent_job_id = any($1) group by 1, 2, 3`,
      [ids],
    );
    const { rows: sessions } = await client.query(
      `select application_name, state, wait_event_type, wait_event, left(query, 120) as query, count(*)::int
         from pg_stat_activity where datname = current_database() group by 1, 2, 3, 4, 5`,
    );
    return `of ${ids.length} jobs taken: ${JSON.stringify({ jobs, intents, sessions })}`;
  });
}

/** The database may be away at this moment: then it is asked again. */
async function withOwner<Result>(ownerUrl: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return persist(
    async () => {
      const client = new pg.Client({ connectionString: ownerUrl });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return await use(client);
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    () => false,
  );
}

/** What the vendor counted against what was ordered, and what every wallet holds against what was made for it. */
async function count({
  ownerUrl,
  emulator,
}: Studio): Promise<Pick<ChaosResult, 'duplicated' | 'ledger' | 'submissions'>> {
  const submissions = emulator.submissions();
  const duplicated = submissions.length - new Set(submissions.map(({ mark }) => mark)).size;
  return withOwner(ownerUrl, async (client) => {
    const sum = await client.query<{ sum: string }>('select coalesce(sum(amount), 0) as sum from ledger_entries');
    const wallets = await client.query<{ wrong: string }>(
      `select coalesce(sum(abs(a.balance - case a.kind when 'wallet' then 50 - coalesce(made.count, 0) else 0 end)), 0) as wrong
         from ledger_accounts a
         left join (select organization_id, count(*) from jobs where kind = 'chaos/picture' and status = 'completed' group by 1) made
           on made.organization_id = a.organization_id
        where a.kind in ('wallet', 'held', 'reserved', 'debt')`,
    );
    const ledger = Math.abs(Number(sum.rows[0]!.sum)) + Number(wallets.rows[0]!.wrong);
    return { duplicated, ledger, submissions: submissions.length };
  });
}
