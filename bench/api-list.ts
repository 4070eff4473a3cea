import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../server/src/platform/database/index.ts';
import { median, printFigures, timeSeconds } from './lib/figures.ts';
import { openBenchStudio, startProgram, stopProgram } from './lib/studio.ts';

/**
 * A list of 50 projects through session, row-level security and output check, against bare Fastify and pg reading the same
 * rows of the same database (rulings §7). Each serves from a process of its own; rounds alternate.
 */
const PROJECTS = 120;
const REQUESTS = 400;
const CLIENTS = 4;
const ROUNDS = 7;

const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-list-'));
const postgres = await startEmbeddedPostgres({ dataFolder: folder });
const studio = await openBenchStudio({
  DATABASE_URL: postgres.ownerUrl,
  KINORA_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
});
const bare = await startProgram(['--import', 'tsx', 'bench/lib/bare-list.program.ts'], {
  BENCH_DATABASE_URL: postgres.ownerUrl,
});
try {
  const cookie = await createOwner();
  for (let index = 0; index < PROJECTS; index += 1)
    await studio.call('POST', '/projects', { brief: `Sable bag number ${index}, hand stitched. $240.` });
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const kinora: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const rates = [
      await measure(() => fetchItems(`${studio.address}/api/v1/projects?limit=50`, { cookie }, agent)),
      await measure(() => fetchItems(`${bare.address}/projects`, {}, agent)),
    ];
    // The first round warms both up.
    if (round > 0) {
      kinora.push(rates[0] ?? 0);
      plain.push(rates[1] ?? 0);
    }
  }
  printFigures('List of 50 projects', [
    { name: 'Kinora: session, wall, output check', unit: 'requests/s', values: kinora },
    { name: 'bare Fastify and pg', unit: 'requests/s', values: plain },
    {
      name: 'Kinora to bare',
      unit: '×',
      values: kinora.map((value, index) => value / (plain[index] ?? 1)),
      limit: '≥ 0.4 ×',
    },
  ]);
  console.log(`\nKinora serves ${(median(kinora) / median(plain)).toFixed(2)} × the bare rate.`);
  agent.destroy();
} finally {
  await stopProgram(bare.process);
  await studio.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

/** The first person of the studio: set-up takes over what commands made before. */
async function createOwner(): Promise<string> {
  const token = new URL(studio.setupLink ?? '').searchParams.get('token');
  const response = await fetch(`${studio.address}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: studio.address },
    body: JSON.stringify({
      token,
      name: 'Bench',
      email: 'bench@example.com',
      password: 'a long bench password',
      organizationName: 'Bench',
      withSample: false,
    }),
  });
  if (!response.ok) throw new Error(`set-up: ${response.status} ${await response.text()}`);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function measure(fetchOnce: () => Promise<number>): Promise<number> {
  let left = REQUESTS;
  const client = async () => {
    while (left-- > 0) if ((await fetchOnce()) !== 50) throw new Error('the list does not hold 50 rows');
  };
  return REQUESTS / (await timeSeconds(() => Promise.all(Array.from({ length: CLIENTS }, client))));
}

function fetchItems(url: string, headers: Record<string, string>, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode} ${text}`));
        else resolve((JSON.parse(text) as { items: unknown[] }).items.length);
      });
    });
    call.on('error', reject);
    call.end();
  });
}
