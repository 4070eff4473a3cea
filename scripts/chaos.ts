/**
 * `npm run chaos -- --rounds 500 [--seed 7]`: kills API, workers and database at random while pictures are ordered from a
 * vendor that breaks as well, and counts. The last line is the result; another than zeros ends with code 1.
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../e2e/testing/random.ts';
import { runChaos } from '../server/src/domains/routing/testing/chaos/run-chaos.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? Date.now() % 1_000_000);
console.log(`seed ${seed}`);
const result = await runChaos({ rounds: Number(values.rounds), random: createRandom(seed), say: console.log });
const { kills, faults, submissions, rounds, lost, duplicated, ledger } = result;
console.log(
  `kills: ${kills.worker} workers, ${kills.api} APIs, ${kills.database} databases; ${faults} faults of the vendor; ${submissions} submissions`,
);
console.log(`rounds ${rounds}, lost ${lost}, duplicated ${duplicated}, ledger ${ledger}`);
process.exit(lost + duplicated + ledger === 0 ? 0 : 1);
