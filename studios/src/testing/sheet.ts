/**
 * Draws stills of a planned film for looking at it: each shot just after its cut and settled, or the whole film every so
 * many seconds, nothing encoded. Models (GLB) are drawn as they are when they come in.
 * `node --import tsx studios/src/testing/sheet.ts --out FILE.png --photos FOLDER [--brief FILE|TEXT] [--sample en|he|ar] [--logo PNG]
 *  [--template runway|spin|macro|spotlight --title T --price P] [--brand NAME] [--seconds 15] [--ratio 16:9] [--language en] [--height 300] [--columns 4] [--shots 3,5] [--moments 0.1,0.7 | --every 0.5] [--quality final]`
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  filmInput,
  language as languageSchema,
  pictureAnalysis,
  type Ratio,
  ratio as ratioSchema,
  templateKind,
} from '@kinora/contract';
import { prepareSegment } from '@kinora/media-core';
import { analysePicture, createNodeToolkit, parseModel } from '@kinora/media-node';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { PlannerPicture } from '../film/planner/pictures.ts';
import { planStoryboard } from '../film/planner/plan-storyboard.ts';
import { buildRenderPlan } from '../film/timeline/build-render-plan.ts';
import { planProductFilm } from '../product-film/plan-product-film.ts';
import { BUILT_IN_TEMPLATES } from '../product-film/templates.ts';
import { SAMPLE_BRAND, SAMPLE_BRIEFS } from '../sample/sample-brand.ts';

const { values } = parseArgs({
  options: {
    photos: { type: 'string' },
    out: { type: 'string' },
    brief: { type: 'string', default: '' },
    sample: { type: 'string' },
    logo: { type: 'string' },
    brand: { type: 'string' },
    template: { type: 'string' },
    title: { type: 'string', default: '' },
    price: { type: 'string', default: '' },
    seconds: { type: 'string', default: '15' },
    ratio: { type: 'string', default: '16:9' },
    language: { type: 'string', default: 'en' },
    quality: { type: 'string', default: 'final' },
    height: { type: 'string', default: '300' },
    columns: { type: 'string', default: '4' },
    shots: { type: 'string' },
    moments: { type: 'string', default: '0.12,0.72' },
    every: { type: 'string' },
  },
});
if (!values.out || !values.photos) throw new Error('--out and --photos are needed');
const sample = values.sample ? languageSchema.parse(values.sample) : undefined;

const work = join(values.photos, '.sheet');
await mkdir(work, { recursive: true });
const files = new Map<string, string>();

async function addFile(path: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  files.set(hash, path);
  return hash;
}

/** Analyses are kept beside the photographs: looking twice costs drawing only. */
async function loadPicture(path: string, name: string): Promise<PlannerPicture> {
  const hash = await addFile(path);
  const kept = join(work, `${hash}.json`);
  const isKept = await stat(kept).then(
    () => true,
    () => false,
  );
  if (!isKept && /\.glb$/i.test(name)) {
    const model = await parseModel(path, work);
    await writeFile(kept, JSON.stringify({ ...model.analysis, hash }));
  } else if (!isKept) {
    const { analysis } = await analysePicture(path, { folder: work });
    await writeFile(kept, JSON.stringify({ ...analysis, hash }));
  }
  const analysis = pictureAnalysis.parse(JSON.parse(await readFile(kept, 'utf8')));
  for (const one of [analysis.cutout, ...(analysis.turn ?? [])])
    if (one) files.set(one.hash, join(work, `${one.hash}.png`));
  for (const { hash: sheet } of analysis.between ?? []) files.set(sheet, join(work, `${sheet}.webp`));
  return { kind: 'photo', key: hash, name, analysis };
}

function productOf(name: string) {
  const template = BUILT_IN_TEMPLATES[templateKind.parse(name)];
  return { template, title: values.title, price: values.price, prompt: values.brief };
}

const names = (await readdir(values.photos))
  .filter((name) => /\.(png|jpe?g|webp|glb)$/i.test(name) && !/logo/.test(name))
  .sort();
const pictures: PlannerPicture[] = [];
for (const name of names) {
  pictures.push(await loadPicture(join(values.photos, name), name));
}
let logo = null;
if (values.logo) {
  const { width, height } = await loadImage(values.logo);
  logo = { hash: await addFile(values.logo), width, height };
}
const isFile = await stat(values.brief).then(
  (entry) => entry.isFile(),
  () => false,
);
const input = filmInput.parse({
  ...(values.template ? { product: productOf(values.template) } : {}),
  brief: values.template
    ? values.template
    : sample
      ? SAMPLE_BRIEFS[sample]
      : isFile
        ? await readFile(values.brief, 'utf8')
        : values.brief,
  pictures: [],
  brandName: values.brand ?? (sample ? SAMPLE_BRAND.name : undefined),
  seconds: Number(values.seconds),
  ratios: [values.ratio],
  language: sample ?? values.language,
  voice: 'none',
  music: 'uplifting',
  quality: values.quality,
});
const material = { pictures, kit: null, logo };
const storyboard = input.product ? planProductFilm(input, input.product, material) : planStoryboard(input, material);
const ratio: Ratio = ratioSchema.parse(values.ratio);
const plan = buildRenderPlan({
  storyboard,
  ratio,
  takeScenes: new Map(),
  quality: input.quality,
  cues: [],
  watermark: undefined,
  audio: undefined,
  engine: { name: 'sheet', version: '1' },
});
const toolkit = createNodeToolkit({ findAsset: (hash) => files.get(hash) });
const wanted = values.shots?.split(',').map(Number);
const moments = values.moments.split(',').map(Number);
const everyFrames = values.every ? Math.round(Number(values.every) * input.fps) : undefined;

/** Frames of a segment, counted from its own start. */
function framesOf(segment: { startFrame: number; lengthFrames: number }): number[] {
  if (!everyFrames)
    return moments.map((moment) => Math.min(segment.lengthFrames - 1, Math.round(moment * segment.lengthFrames)));
  const first = Math.ceil(segment.startFrame / everyFrames) * everyFrames - segment.startFrame;
  const count = Math.max(0, Math.ceil((segment.lengthFrames - first) / everyFrames));
  return Array.from({ length: count }, (_, index) => first + index * everyFrames);
}
// Drawn at the film's own size, so that what is small or soft there is small or soft here, then reduced.
const canvas = createCanvas(plan.size.width, plan.size.height);
const cell = {
  height: Number(values.height),
  width: Math.round((Number(values.height) * plan.size.width) / plan.size.height),
};
const shots = plan.segments
  .map((segment, index) => ({ segment, number: index + 1 }))
  .filter(({ number }) => !wanted || wanted.includes(number));
const columns = Number(values.columns);
const count = shots.reduce((sum, { segment }) => sum + framesOf(segment).length, 0);
const sheet = createCanvas(columns * (cell.width + 6), Math.ceil(count / columns) * (cell.height + 6));
const page = sheet.getContext('2d');
page.imageSmoothingQuality = 'high';
let at = 0;
for (const { segment, number } of shots) {
  const scene = segment.layers[0]!.scene;
  const started = performance.now();
  const prepared = await prepareSegment(plan, segment, toolkit);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { lines, items, eyebrow, figure, small, wordmark } = scene.words;
  console.log(
    `${number} ${scene.kind} ${scene.move} ${scene.ground.tone} ${segment.lengthFrames}f ${seconds}s | ${[eyebrow, lines.join(' / '), items.join(', '), figure, small, wordmark].filter(Boolean).join(' | ')}`,
  );
  for (const { use, factor } of prepared.facts.enlargements)
    if (factor > 1.7) console.log(`   enlarged ${use} ${factor.toFixed(2)}`);
  for (const box of prepared.facts.textBoxes)
    if (box.contrast < 4.5) console.log(`   contrast ${box.contrast.toFixed(1)} "${box.text}"`);
  for (const frame of framesOf(segment)) {
    await prepared.seek?.(frame);
    prepared.drawFrame(canvas.getContext('2d') as unknown as CanvasRenderingContext2D, frame);
    page.drawImage(
      canvas,
      (at % columns) * (cell.width + 6),
      Math.floor(at / columns) * (cell.height + 6),
      cell.width,
      cell.height,
    );
    at += 1;
  }
}
for (const notice of storyboard.notices) console.log(`notice: ${notice}`);
await writeFile(values.out, sheet.toBuffer('image/png'));
