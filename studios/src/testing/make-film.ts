/**
 * Makes a whole film without a server, for looking at it:
 * `node --import tsx studios/src/testing/make-film.ts --brief FILE|TEXT --photos FOLDER --out FOLDER [--seconds 15] [--ratios 16:9,9:16] [--language en] [--voice none] [--music uplifting] [--quality final] [--sample]`
 */
import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { filmInput } from '@kinora/contract';
import { openEngine } from '@kinora/media-node';
import { createFilmStudios } from '../film/film-studios.ts';
import { FolderAssets, FolderSegments } from './folder-assets.ts';
import { MemoryFilms } from './memory-films.ts';
import { PlainExecutor } from './plain-executor.ts';

const { values } = parseArgs({
  options: {
    brief: { type: 'string' },
    photos: { type: 'string' },
    out: { type: 'string' },
    seconds: { type: 'string', default: '15' },
    ratios: { type: 'string', default: '16:9' },
    language: { type: 'string', default: 'en' },
    voice: { type: 'string', default: 'none' },
    music: { type: 'string', default: 'uplifting' },
    quality: { type: 'string', default: 'final' },
    captions: { type: 'boolean', default: false },
    brand: { type: 'string' },
  },
});
if (!values.brief || !values.out) throw new Error('--brief and --out are needed');

const out = values.out;
await mkdir(out, { recursive: true });
const engine = await openEngine({});
const assets = new FolderAssets(join(out, '.work'), engine);
const films = new MemoryFilms();
const { film } = createFilmStudios({ engine, engineChoice: {}, workersPerLeaf: 1, version: '0.1.0' });
const isFile = await stat(values.brief).then(
  (entry) => entry.isFile(),
  () => false,
);
const names = values.photos
  ? (await readdir(values.photos)).filter((name) => /\.(png|jpe?g|webp|mp4|mov)$/i.test(name)).sort()
  : [];
const pictures: string[] = [];
for (const name of names) pictures.push(await assets.add(join(values.photos ?? '', name)));
const input = filmInput.parse({
  brief: isFile ? await readFile(values.brief, 'utf8') : values.brief,
  pictures,
  brandName: values.brand,
  seconds: Number(values.seconds),
  ratios: values.ratios.split(','),
  language: values.language,
  voice: values.voice,
  music: values.music,
  quality: values.quality,
  burnCaptions: values.captions,
});
const started = performance.now();
const executor = new PlainExecutor({
  ports: { assets, films, segments: new FolderSegments(join(out, '.work')) },
  folder: join(out, '.work'),
  slots: 2,
  onLine: (line) => console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)}  ${line}`),
});
const output = await film.run(executor, input);
for (const file of output.files) await copyFile((await assets.open(file.assetId)).path, join(out, file.name));
const { report } = await films.get(output.projectId);
for (const check of report?.checks ?? []) {
  if (check.status === 'failed')
    console.log(`FAILED ${check.id}: ${check.measured} (limit ${check.limit}) ${check.where.join(', ')}`);
}
console.log(report?.segments, report?.notices, `${report?.totalSeconds} s`);
await engine.close();
