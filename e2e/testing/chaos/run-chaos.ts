import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../until.ts';
import { type Books, describeDoubles, describeLost, readBooks } from './books.ts';
import { killDatabase } from './kill-database.ts';
import { type People, startPeople } from './people.ts';
import { planRounds, type Round, type Target } from './plan-rounds.ts';
import { type ChaosStudio, startChaosStudio } from './studio.ts';
import { startVendors, type Vendors } from './vendors.ts';

export type ChaosOptions = { rounds: number; seed: number; say(line: string): void };
/**
 * `lost`: jobs that never ended well, and pictures without their file. `duplicated`: submissions that a vendor took and nobody
 * can explain, and jobs made twice. `ledger`: credits that nobody can explain.
 */
export type ChaosResult = Books & {
  rounds: number;
  kills: Record<'worker' | 'api' | 'database', number>;
  /** Workers that stood still for a while. */
  stops: number;
  faults: number;
  submissions: number;
  jobs: number;
  sentAgain: number;
};

const WORKERS = 3;
/** The books are looked at after so many rounds, when all has settled. */
const STRETCH = 50;
const LONGEST_SETTLE_MS = 150_000;
const LONGEST_START_MS = 60_000;
/** Longer than silence takes to count as death, and than a lost submission's absence to be believed. */
const STOPPED_MS = 6000;

type Run = { studio: ChaosStudio; vendors: Vendors; people: People } & Pick<ChaosResult, 'kills' | 'stops'>;

/**
 * Kills API, workers and database at random while organizations order pictures of vendors that break as well: a round is one
 * kill, or two in one moment, and in every fourth a worker stands still for a while. The studio is the program as `npm start` makes it, in several processes on one data folder.
 */
export async function runChaos({ rounds, seed, say }: ChaosOptions): Promise<ChaosResult> {
  const vendors = await startVendors(seed);
  const studio = await startChaosStudio(vendors, WORKERS);
  const { address, openTenant, ownerUrl } = studio;
  const people = startPeople({ address, openTenant, ownerUrl, pieceOf: vendors.pieceOf });
  const run: Run = { studio, vendors, people, kills: { worker: 0, api: 0, database: 0 }, stops: 0 };
  const planned = planRounds(seed, { rounds, workers: WORKERS });
  const books: Books = { lost: 0, duplicated: 0, ledger: 0 };
  try {
    for (let from = 0; from < rounds; from += STRETCH) {
      const stretch = planned.slice(from, from + STRETCH);
      const startedAt = performance.now();
      const before = people.orders();
      await killThrough(run, stretch);
      const killedAt = performance.now();
      const seen = await settle(run, say);
      // Kills of a studio that nobody uses prove nothing.
      if (people.orders() === before) throw new Error(`nobody could order: ${JSON.stringify(people.refusals())}`);
      Object.assign(books, { ...seen, lost: books.lost + seen.lost });
      const seconds = (since: number, until: number) => ((until - since) / 1000).toFixed(1);
      say(
        `rounds ${from + 1} to ${from + stretch.length}: ${seconds(startedAt, killedAt)} s, settled in ${seconds(killedAt, performance.now())} s, ${JSON.stringify({ ...run.kills, stops: run.stops, jobs: people.orders(), ...books })}`,
      );
    }
    return {
      ...books,
      rounds,
      kills: run.kills,
      stops: run.stops,
      faults: vendors.faults(),
      submissions: vendors.countSubmissions(),
      jobs: people.orders(),
      sentAgain: people.decided().size,
    };
  } finally {
    await people.leave();
    await studio.close();
    await vendors.close();
  }
}

async function killThrough(run: Run, rounds: readonly Round[]): Promise<void> {
  const { studio, vendors, people, kills } = run;
  people.setOrdering(true);
  vendors.setBreaking(true);
  const before = vendors.countSubmissions();
  const isBusy = () => vendors.countSubmissions() > before;
  // Kills before anything was sent would cut nothing off.
  await until(isBusy, 'something sent to a vendor', { timeoutMs: LONGEST_START_MS });
  for (const { afterMs, targets, stopped } of rounds) {
    // What is being started again has nothing in work yet that could be cut off.
    await Promise.all(targets.map((target) => untilRunning(studio, target)));
    if (stopped !== null) {
      studio.workers[stopped]!.stopFor(STOPPED_MS);
      run.stops += 1;
    }
    await sleep(afterMs);
    for (const target of targets) {
      await kill(studio, target);
      kills[target.startsWith('worker') ? 'worker' : (target as 'api' | 'database')] += 1;
    }
  }
}

const workerOf = ({ workers }: ChaosStudio, target: Target) => workers[Number(target.split('-')[1])]!;

function untilRunning(studio: ChaosStudio, target: Target): Promise<void> {
  const process = target === 'api' ? studio.api : target === 'database' ? null : workerOf(studio, target);
  const isRunning = () => (process ? process.isReady() : studio.ownerUrl() !== null);
  const explain = () => (process ?? studio.api).tell();
  return until(isRunning, `a running ${target}`, { timeoutMs: LONGEST_START_MS, explain });
}

async function kill(studio: ChaosStudio, target: Target): Promise<void> {
  if (target === 'database') await killDatabase(studio.dataFolder);
  else (target === 'api' ? studio.api : workerOf(studio, target)).kill();
}

/** No more orders, kills and faults: what is open ends, and then the books must be right. */
async function settle({ studio, vendors, people }: Run, say: ChaosOptions['say']): Promise<Books> {
  people.setOrdering(false);
  vendors.setBreaking(false);
  const startedAt = performance.now();
  while (people.openOrders() > 0 && performance.now() - startedAt < LONGEST_SETTLE_MS) await sleep(100);
  await until(() => studio.ownerUrl() !== null, 'the database', { timeoutMs: LONGEST_START_MS });
  const ownerUrl = studio.ownerUrl()!;
  if (people.openOrders() > 0) {
    for (const one of [studio.api, ...studio.workers]) say(one.tell());
    say(await describeLost(ownerUrl, people.takenIds()));
    say(`refused: ${JSON.stringify(people.refusals())}`);
  }
  const lost = people.forgetOpen();
  const books = await readBooks(ownerUrl, { vendors, orders: people.orders(), decided: people.decided() });
  if (books.duplicated > 0) say(await describeDoubles(ownerUrl, { vendors, decided: people.decided() }));
  return { ...books, lost: books.lost + lost };
}
