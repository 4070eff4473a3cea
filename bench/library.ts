import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../server/src/platform/database/index.ts';
import { fillLibrary } from './lib/fill-library.ts';
import { type Asked, findDeepCursors, measurePaths } from './lib/paths.ts';
import { openBenchStudio } from './lib/studio.ts';

/**
 * A library of 100 000 files in one organization, beside another: lists, searches, counts and one file’s page over the API,
 * session key, wall and output check included. Each must answer within 100 ms for 95 of 100 requests on two cores.
 */
const FILES = 100_000;
const NEIGHBOURS = 20_000;
const REQUESTS = 60;
const LIMIT_MS = 100;

const folder = await mkdtemp(join(tmpdir(), 'kinora-bench-library-'));
const postgres = await startEmbeddedPostgres({ dataFolder: folder });
const studio = await openBenchStudio({
  DATABASE_URL: postgres.ownerUrl,
  KINORA_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
});
let isTooSlow = false;
try {
  await studio.call('GET', '/assets');
  const { products, files } = await fillLibrary(postgres.ownerUrl, { files: FILES, neighbours: NEIGHBOURS });
  const deep = await findDeepCursors(studio, '/assets?sort=name', 220);
  const deepFound = await findDeepCursors(studio, '/assets?q=shirt', 30);
  const asked: Asked[] = [
    ['list, newest', () => '/assets?limit=60'],
    ['list by name', () => '/assets?limit=60&sort=name'],
    ['list, largest', () => '/assets?limit=60&sort=-size'],
    ['page 450 deep', (index) => `/assets?limit=100&sort=name&cursor=${deep[index % deep.length]}`],
    ['filter: kind and origin', () => '/assets?limit=60&kind=video,audio&origin=upload'],
    ['filter: rare maker', () => '/assets?limit=60&maker=Import%20from%20rare.example'],
    ['filter: one product', (index) => `/assets?limit=60&product=${products[index % products.length]}`],
    ['filter: in use', () => '/assets?limit=60&used=true'],
    ['filter: not in use', () => '/assets?limit=60&used=false&sort=-size'],
    ['filter: not in use, of a rare maker', () => '/assets?used=false&maker=Import%20from%20rare.example'],
    ['search: one common word', () => '/assets?limit=60&q=shirt'],
    ['search: a common word by name', () => '/assets?limit=60&q=jpg&sort=name'],
    ['search: one file', (index) => `/assets?limit=60&q=linen%20${index * 30 + 1}`],
    ['search: a word of all files', () => '/assets?limit=60&q=jpg'],
    ['search: a word of all files, not in use', () => '/assets?limit=60&q=jpg&used=false'],
    [
      'search: a common word, 6000 deep',
      (index) => `/assets?limit=60&q=shirt&cursor=${deepFound[index % deepFound.length]}`,
    ],
    ['search: the oldest shoot', () => '/assets?limit=60&q=lookbook'],
    ['search: the oldest shoot by size', () => '/assets?limit=60&q=lookbook&sort=-size'],
    ['search: Hebrew', () => `/assets?limit=60&q=${encodeURIComponent('חולצת פשתן')}`],
    ['search: words of a prompt', () => '/assets?limit=60&q=lamp%20slate'],
    ['search: nothing', () => '/assets?limit=60&q=zzzzz'],
    ['counts of the filters', () => '/asset-facets'],
    ['counts while one searches', () => '/asset-facets?q=shirt&kind=image'],
    ['counts while one searches a word of all files', () => '/asset-facets?q=jpg'],
    ['counts of what is not in use', () => '/asset-facets?used=false'],
    ['one file', (index) => `/assets/${files[index % files.length]}`],
  ];
  const measured = { asked, baseline: '/assets?limit=1', requests: REQUESTS, limitMs: LIMIT_MS };
  isTooSlow = await measurePaths(`Library of ${FILES} files`, studio, measured);
} finally {
  await studio.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = isTooSlow ? 1 : 0;
