/**
 * `npm run chaos -- --rounds 500 [--seed 7]`: kills API, workers and database at random while pictures are ordered of vendors
 * that break as well, and counts. The last line is the result; another than zeros ends with code 1.
 */
import { parseArgs } from 'node:util';
import { runChaos } from '../e2e/testing/chaos/run-chaos.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? Date.now() % 1_000_000);
console.log(`seed ${seed}`);
const result = await runChaos({ rounds: Number(values.rounds), seed, say: console.log });
const { kills, stops, faults, submissions, jobs, sentAgain, rounds, lost, duplicated, ledger } = result;
console.log(
  `killed: ${kills.worker} workers, ${kills.api} APIs, ${kills.database} databases; ${stops} workers stood still; ${faults} faults of vendors; ${jobs} jobs, ${submissions} submissions, ${sentAgain} sent again by people`,
);
console.log(`rounds ${rounds}, lost ${lost}, duplicated ${duplicated}, ledger ${ledger}`);
process.exit(lost + duplicated + ledger === 0 ? 0 : 1);
