/**
 * Makes a whole film without a server, for looking at it and for measuring it:
 * `node --import tsx studios/src/testing/make-film.ts (--sample | --brief FILE|TEXT) --out FOLDER [--photos FOLDER] [--logo FILE] [--watermark] [--brand NAME] [--seconds 15] [--ratios 16:9,9:16] [--language en] [--voice none] [--music uplifting] [--fps 30] [--quality final] [--captions] [--refresh] [--template runway|spin|macro|spotlight --title T --price P]`
 * `--refresh` then changes the words of the second shot and makes the film again. Prints the seconds of every leaf, the
 * processor seconds of all processes together, failed checks, and the storyboard's and segments' hashes.
 */
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { filmInput, projectId, templateKind } from '@kinora/contract';
import { createFileParser, createRenderPool, openEngine } from '@kinora/media-node';
import { assembleFilm, planRatio } from '../film/assemble.ts';
import { createFilmStudios } from '../film/film-studios.ts';
import { hashValue } from '../film/hash.ts';
import { BUILT_IN_TEMPLATES } from '../product-film/templates.ts';
import { drawSampleFiles, SAMPLE_BRAND, SAMPLE_BRIEFS } from '../sample/sample-brand.ts';
import { FolderAssets, FolderSegments } from './folder-assets.ts';
import { MemoryFilms } from './memory-films.ts';
import { NO_ROUTES, PlainExecutor } from './plain-executor.ts';

const { values } = parseArgs({
  options: {
    sample: { type: 'boolean', default: false },
    brief: { type: 'string' },
    photos: { type: 'string' },
    logo: { type: 'string' },
    watermark: { type: 'boolean', default: false },
    out: { type: 'string' },
    seconds: { type: 'string', default: '15' },
    ratios: { type: 'string', default: '16:9' },
    language: { type: 'string', default: 'en' },
    voice: { type: 'string', default: 'none' },
    music: { type: 'string' },
    fps: { type: 'string', default: '30' },
    quality: { type: 'string', default: 'final' },
    captions: { type: 'boolean', default: false },
    brand: { type: 'string' },
    template: { type: 'string' },
    title: { type: 'string', default: '' },
    price: { type: 'string', default: '' },
    refresh: { type: 'boolean', default: false },
  },
});
if (!values.out || !(values.brief || values.sample || values.template))
  throw new Error('--out and one of --brief, --sample and --template are needed');

const out = values.out;
const work = join(out, '.work');
await mkdir(out, { recursive: true });
const engine = await openEngine({});
const pool = createRenderPool({ engine: {} });
const parser = createFileParser();
const assets = new FolderAssets(work, engine);
const films = new MemoryFilms();
const { film, refresh } = createFilmStudios({ engine, engineChoice: {}, pool, parser, version: '0.1.0' });
const ports = { assets, films, segments: new FolderSegments(work), routes: NO_ROUTES };

const template = values.template ? BUILT_IN_TEMPLATES[templateKind.parse(values.template)] : undefined;
const input = filmInput.parse({
  brief: (await readBrief()) || values.template,
  pictures: await addPictures(),
  brandName: values.brand,
  ...(await addKit()),
  seconds: Number(values.seconds),
  ratios: values.ratios.split(','),
  language: values.language,
  voice: values.voice,
  music: values.music ?? template?.parameters.music ?? 'uplifting',
  ...(template ? { product: { template, title: values.title, price: values.price, prompt: values.brief ?? '' } } : {}),
  fps: Number(values.fps),
  quality: values.quality,
  burnCaptions: values.captions,
});

await make('film', (executor) => film.run(executor, input));
const [project] = films.films.values();
if (!project?.storyboard) throw new Error('the film was not made');
await tellHashes(project.projectId);
if (values.refresh) {
  const shot = project.storyboard.scenes.flatMap((scene) => scene.shots)[1];
  if (shot) shot.scene.words.lines = ['Another line'];
  const again = { projectId: projectId.parse(project.projectId), renderAfter: true };
  await make('refresh', (executor) => refresh.run(executor, again));
}
parser.close();
await pool.close();
await engine.close();

type Made = { projectId: string; files: readonly { name: string; assetId: string }[] };

async function make(what: string, run: (executor: PlainExecutor) => Promise<Made>): Promise<void> {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  const executor = new PlainExecutor({
    ports,
    folder: work,
    slots: availableParallelism() + 1,
    onLine: (line) => console.log(`${seconds().padStart(6)}  ${line}`),
  });
  const made = await run(executor);
  for (const file of made.files) await copyFile((await assets.open(file.assetId)).path, join(out, file.name));
  const { report } = await films.get(made.projectId);
  for (const check of report?.checks ?? []) {
    if (check.status === 'failed')
      console.log(`FAILED ${check.id}: ${check.measured} (limit ${check.limit}) ${check.where.join(', ')}`);
  }
  const counts: Record<string, number> = {};
  for (const { status } of report?.checks ?? []) counts[status] = (counts[status] ?? 0) + 1;
  console.log(`${what} in ${seconds()} s`, counts, report?.segments, report?.notices);
}

/** The same input must give the same line twice. */
async function tellHashes(id: string): Promise<void> {
  const assembled = await assembleFilm(ports, id);
  const segments = input.ratios.map((ratio) =>
    planRatio(assembled, ratio, { engine: engine.identity }).segments.map((segment) => segment.contentHash),
  );
  const { scenes } = assembled.storyboard;
  // Files get new ids with every run of this harness; what is drawn goes by content.
  const words = scenes.map((scene) => scene.shots.map((shot) => [shot.code, shot.lengthFrames, shot.scene.words]));
  console.log('hashes', { words: hashValue(words).slice(0, 12), segments: hashValue(segments).slice(0, 12) });
}

async function readBrief(): Promise<string> {
  const language = values.language as keyof typeof SAMPLE_BRIEFS;
  if (values.sample) return SAMPLE_BRIEFS[language];
  const brief = values.brief ?? '';
  const isFile = await stat(brief).then(
    (entry) => entry.isFile(),
    () => false,
  );
  return isFile ? readFile(brief, 'utf8') : brief;
}

async function addPictures(): Promise<string[]> {
  const added: string[] = [];
  if (values.sample) {
    const { pictures } = await drawSampleFiles(join(work, 'sample'));
    for (const picture of pictures) added.push(await assets.add(picture.path));
  }
  if (!values.photos) return added;
  const names = (await readdir(values.photos)).filter((name) => /\.(png|jpe?g|webp|mp4|mov)$/i.test(name)).sort();
  for (const name of names) added.push(await assets.add(join(values.photos, name)));
  return added;
}

async function addKit(): Promise<{ brandId?: string }> {
  const logo = values.sample ? (await drawSampleFiles(join(work, 'sample'))).logoPng : values.logo;
  if (!logo) return {};
  const brandId = '00000000-0000-4000-8000-000000000001';
  const { name, colours, callToAction, legalLine } = SAMPLE_BRAND;
  const logoAssetId = await assets.add(logo);
  const noFamilies = { latin: null, hebrew: null, arabic: null };
  films.kits.set(brandId, {
    brandId,
    name: values.sample ? name : (values.brand ?? ''),
    colours: values.sample ? colours : [],
    revision: 1,
    logoAssetId,
    logoOnDarkAssetId: null,
    fonts: { display: noFamilies, text: noFamilies },
    faces: [],
    tone: null,
    wordsToUse: [],
    wordsToAvoid: [],
    prompt: '',
    negativePrompt: '',
    callToAction,
    legalLine,
    watermark: values.watermark
      ? {
          assetId: logoAssetId,
          onDarkAssetId: null,
          anchor: 'top_right',
          offsetX: 0,
          offsetY: 0,
          scale: 0.09,
          opacity: 0.6,
          margin: 0.04,
        }
      : null,
  });
  return { brandId };
}
await writeFile(join(out, 'input.json'), JSON.stringify(input, null, 2));
