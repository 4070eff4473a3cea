import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Asset, isKinoraError, type Job, type ProjectTree, ratioSlug } from '@kinora/contract';
import { type ApiClient, createApiClient } from '../api-client.ts';
import { type FilmArguments, parseFilmArguments } from '../arguments.ts';
import { commandError } from '../errors.ts';
import { chooseReporter, type ProgressReporter, toProgressView } from '../progress.ts';
import { listenForStop } from '../stop-signal.ts';
import { type OpenedStudio, openStudio } from '../studio.ts';
import { uploadFile } from '../upload-file.ts';

/** A poll is one indexed read on the same machine; the event stream would add a reconnect path for no gain here. */
const POLL_INTERVAL_MS = 700;
/** Together with the stop of an own studio this stays below the two seconds a person waits after Ctrl-C. */
const CANCEL_LIMIT_MS = 800;

/**
 * `kinora film`: uploads the photographs, makes the film, fetches every file into `--out`. Ends with exit code 0 only
 * when every file is there with the content the studio states.
 */
export async function runFilmCommand(words: string[]): Promise<number> {
  const options = parseFilmArguments(words);
  const reporter = chooseReporter({ isJson: options.json });
  await mkdir(options.out, { recursive: true }).catch((error: unknown) => {
    throw commandError('film.out_unwritable', `The folder ${options.out} cannot be made. Check --out.`, error);
  });
  const stop = listenForStop();
  try {
    await runInStudio(options, reporter, stop.signal);
    return 0;
  } catch (error) {
    if (stop.exitCode === undefined) throw error;
    reporter.note('Stopped.');
    return stop.exitCode;
  } finally {
    stop.dispose();
  }
}

async function runInStudio(options: FilmArguments, reporter: ProgressReporter, signal: AbortSignal): Promise<void> {
  const studio = await openStudio((sentence) => reporter.note(sentence), signal);
  try {
    const client = createApiClient(studio, signal, (sentence) => reporter.note(sentence));
    const job = options.job === undefined ? await startFilm(client, options, reporter) : { id: options.job };
    try {
      const tree = await finishFilm(client, job, reporter);
      const files = await fetchFiles(client, tree, options);
      reporter.finish();
      printSummary(tree, files, options);
    } catch (error) {
      if (signal.aborted && options.job === undefined) await cancelQuietly(studio, job);
      throw nameJob(error, job);
    }
  } finally {
    await studio.close();
  }
}

async function startFilm(
  client: ApiClient,
  options: FilmArguments,
  reporter: ProgressReporter,
): Promise<{ id: string }> {
  const input = options.sample
    ? await prepareSampleInput(client, options)
    : await prepareInput(client, options, reporter);
  return (await client.createFilm(input, randomUUID())).job;
}

/** Stopped by hand: the film is not wanted any more. A studio that is away makes no film either. */
async function cancelQuietly(studio: OpenedStudio, job: { id: string }): Promise<void> {
  const client = createApiClient(studio, AbortSignal.timeout(CANCEL_LIMIT_MS));
  await client.cancelJob(job.id).catch(() => undefined);
}

/** The film goes on in a studio that comes back later: how to get it then stands in the sentence. */
function nameJob(error: unknown, job: { id: string }): unknown {
  if (!isKinoraError(error) || error.code !== 'cli.unreachable') return error;
  const way = `The film goes on when it runs again; fetch its files with: kinora film --job ${job.id} --out DIR`;
  return commandError(error.code, `${error.sentence} ${way}`, error);
}

async function finishFilm(client: ApiClient, job: { id: string }, reporter: ProgressReporter): Promise<ProjectTree> {
  const finished = await waitForJob(client, job, reporter);
  if (finished.status !== 'completed')
    throw commandError(
      finished.failure?.code ?? 'film.stopped',
      finished.failure?.sentence ?? 'The film was stopped before it was finished.',
    );
  if (!finished.projectId) throw commandError('film.no_project', 'The studio finished the job but names no project.');
  return client.getProjectTree(finished.projectId);
}

function sharedInput(options: FilmArguments) {
  return {
    seconds: Number(options.seconds),
    language: options.language,
    voice: options.voice,
    music: options.music,
    ratios: options.ratios,
    fps: Number(options.fps),
    burnCaptions: options.captions,
    quality: options.draft ? 'draft' : 'final',
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  };
}

async function prepareSampleInput(client: ApiClient, options: FilmArguments) {
  const sample = await client.createSample(options.language);
  return {
    ...sharedInput(options),
    brief: sample.brief,
    pictures: sample.pictures.map((picture) => picture.id),
    brandId: sample.brand.id,
    sample: true,
  };
}

async function prepareInput(client: ApiClient, options: FilmArguments, reporter: ProgressReporter) {
  const paths = options.photos ? await listFiles(options.photos) : [];
  const taken: Asset[] = [];
  for (const path of paths) {
    const asset = await uploadOrExplain(client, path, reporter);
    if (asset) taken.push(asset);
  }
  const { pictures, notes } = choosePictures(taken);
  for (const note of notes) reporter.note(note);
  if (options.photos !== undefined && pictures.length === 0)
    throw commandError(
      'film.no_pictures',
      `Nothing in ${options.photos} can be used as a photograph. Check --photos, or leave it out for a film of type and light.`,
    );
  if (pictures.length === 0) reporter.note('No photographs: the film is made of type and light.');
  const logo = options.logo ? await sendFile(client, options.logo) : undefined;
  return {
    ...sharedInput(options),
    brief: options.brief,
    pictures: pictures.map((picture) => picture.id),
    ...(logo ? { logo: logo.id } : {}),
    ...(options.brand ? { brandName: options.brand } : {}),
  };
}

const MOST_PICTURES = 24;

/** What a film is made of, and a sentence for each file that is left out: nothing a person gave goes missing unsaid. */
export function choosePictures<File extends Pick<Asset, 'kind' | 'name'>>(
  files: readonly File[],
): { pictures: File[]; notes: string[] } {
  const isPicture = ({ kind }: File) => kind === 'image' || kind === 'video';
  const usable = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  const beyond = usable.slice(MOST_PICTURES);
  return {
    pictures: usable.slice(0, MOST_PICTURES),
    notes: [
      ...others.map((file) => `${file.name} is left out: it is neither a photograph nor a film.`),
      ...beyond.map((file) => `${file.name} is left out: a film takes up to ${MOST_PICTURES} pictures.`),
    ],
  };
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw commandError('film.photos_unreadable', `The folder ${folder} cannot be read. Check --photos.`, error);
  });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/** A refused photograph is named and left out; the film is made with the others. */
async function uploadOrExplain(
  client: ApiClient,
  path: string,
  reporter: ProgressReporter,
): Promise<Asset | undefined> {
  try {
    return await sendFile(client, path);
  } catch (error) {
    if (!isKinoraError(error) || error.isRetryable) throw error;
    reporter.note(`${basename(path)} is left out: ${error.sentence ?? error.message}`);
    return undefined;
  }
}

async function sendFile(client: ApiClient, path: string): Promise<Asset> {
  return client.completeUpload(await uploadFile(client, path));
}

async function waitForJob(client: ApiClient, started: { id: string }, reporter: ProgressReporter): Promise<Job> {
  const startedAt = performance.now();
  for (;;) {
    const { job, leaves } = await client.getJob(started.id);
    reporter.update(toProgressView(job, leaves, (performance.now() - startedAt) / 1000));
    if (job.status === 'completed' || job.status === 'failed' || job.status === 'cancelled') return job;
    await client.pause(POLL_INTERVAL_MS);
  }
}

/** Files the command promises for these options. */
export function expectedFileNames(options: Pick<FilmArguments, 'ratios'>): string[] {
  return [
    ...options.ratios.flatMap((ratio) => [`film-${ratioSlug(ratio)}.mp4`, `cover-${ratioSlug(ratio)}.jpg`]),
    'captions.srt',
    'captions.vtt',
    'contact-sheet.jpg',
    'storyboard.json',
    'timeline.json',
    'report.json',
  ];
}

function listCurrentNames(tree: ProjectTree): string[] {
  return tree.files.filter((file) => file.isCurrent).map((file) => file.name);
}

async function fetchFiles(client: ApiClient, tree: ProjectTree, options: FilmArguments): Promise<string[]> {
  const names = options.job === undefined ? expectedFileNames(options) : listCurrentNames(tree);
  const missing = names.filter((name) => !tree.files.some((file) => file.name === name && file.isCurrent));
  if (missing.length > 0)
    throw commandError('film.incomplete', `The film is finished but these files are missing: ${missing.join(', ')}.`);
  for (const name of names) {
    const file = tree.files.find((candidate) => candidate.name === name && candidate.isCurrent);
    if (file) await fetchFile(client, file.asset, join(options.out, name));
  }
  return names;
}

/** Written aside, checked by hash, then renamed: a stopped command leaves no half file under the final name. */
async function fetchFile(client: ApiClient, asset: Asset, target: string): Promise<void> {
  const bytes = await client.download(asset.url);
  const aside = `${target}.part`;
  try {
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (hash !== asset.hash)
      throw commandError('film.damaged_download', `${basename(target)} arrived damaged. Run the command again.`);
    await writeFile(aside, bytes);
    await rename(aside, target);
  } catch (error) {
    await rm(aside, { force: true });
    if (isKinoraError(error)) throw error;
    throw commandError(
      'film.write_failed',
      `${target} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      error,
    );
  }
}

function printSummary(tree: ProjectTree, files: string[], options: FilmArguments): void {
  const failed = tree.report?.checks.filter((check) => check.status === 'failed') ?? [];
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ type: 'done', out: options.out, files, projectId: tree.project.id, failedChecks: failed, totalSeconds: tree.report?.totalSeconds ?? null })}\n`,
    );
    return;
  }
  process.stdout.write(`${tree.project.name}: ${files.length} files in ${options.out}\n`);
  for (const notice of tree.report?.notices ?? []) process.stdout.write(`  ${notice}\n`);
  for (const check of failed) process.stdout.write(`  ▲ ${check.title}: ${check.measured}, wanted ${check.limit}\n`);
}
