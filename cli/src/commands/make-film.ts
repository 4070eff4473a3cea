import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Asset, isKinoraError, type Job, type ProjectTree, type Ratio, ratioSlug } from '@kinora/contract';
import { type ApiClient, createApiClient } from '../api-client.ts';
import { commandError } from '../errors.ts';
import { chooseReporter, type ProgressReporter, toProgressView } from '../progress.ts';
import { listenForStop } from '../stop-signal.ts';
import { type OpenedStudio, openStudio } from '../studio.ts';

/** A poll is one indexed read on the same machine; the event stream would add a reconnect path for no gain here. */
const POLL_INTERVAL_MS = 700;
/** Together with the stop of an own studio this stays below the two seconds a person waits after Ctrl-C. */
const CANCEL_LIMIT_MS = 800;

/** A film to be made: where its files go, and how it is begun. @property job one that was started before */
export type FilmOrder = {
  command: 'film' | 'product-film';
  out: string;
  json: boolean;
  job: string | undefined;
  ratios: readonly Ratio[];
  start(client: ApiClient, reporter: ProgressReporter): Promise<{ id: string }>;
};

/**
 * Makes the film and fetches every file into `--out`. Ends with exit code 0 only when every file is there with the
 * content the studio states.
 */
export async function makeFilm(order: FilmOrder): Promise<number> {
  const reporter = chooseReporter({ isJson: order.json });
  await mkdir(order.out, { recursive: true }).catch((error: unknown) => {
    throw commandError('film.out_unwritable', `The folder ${order.out} cannot be made. Check --out.`, error);
  });
  const stop = listenForStop();
  try {
    await runInStudio(order, reporter, stop.signal);
    return 0;
  } catch (error) {
    if (stop.exitCode === undefined) throw error;
    reporter.note('Stopped.');
    return stop.exitCode;
  } finally {
    stop.dispose();
  }
}

async function runInStudio(order: FilmOrder, reporter: ProgressReporter, signal: AbortSignal): Promise<void> {
  const studio = await openStudio((sentence) => reporter.note(sentence), signal);
  try {
    const client = createApiClient(studio, signal, (sentence) => reporter.note(sentence));
    const job = order.job === undefined ? await order.start(client, reporter) : { id: order.job };
    try {
      const tree = await finishFilm(client, job, reporter);
      const files = await fetchFiles(client, tree, order);
      reporter.finish();
      printSummary(tree, files, order);
    } catch (error) {
      if (signal.aborted && order.job === undefined) await cancelQuietly(studio, job);
      throw nameJob(error, job, order.command);
    }
  } finally {
    await studio.close();
  }
}

/** Stopped by hand: the film is not wanted any more. A studio that is away makes no film either. */
async function cancelQuietly(studio: OpenedStudio, job: { id: string }): Promise<void> {
  const client = createApiClient(studio, AbortSignal.timeout(CANCEL_LIMIT_MS));
  await client.cancelJob(job.id).catch(() => undefined);
}

/** The film goes on in a studio that comes back later: how to get it then stands in the sentence. */
function nameJob(error: unknown, job: { id: string }, command: string): unknown {
  if (!isKinoraError(error) || error.code !== 'cli.unreachable') return error;
  const way = `The film goes on when it runs again; fetch its files with: kinora ${command} --job ${job.id} --out DIR`;
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

async function waitForJob(client: ApiClient, started: { id: string }, reporter: ProgressReporter): Promise<Job> {
  const startedAt = performance.now();
  for (;;) {
    const { job, leaves } = await client.getJob(started.id);
    reporter.update(toProgressView(job, leaves, (performance.now() - startedAt) / 1000));
    if (job.status === 'completed' || job.status === 'failed' || job.status === 'cancelled') return job;
    await client.pause(POLL_INTERVAL_MS);
  }
}

/** Files the command promises for these order. */
export function expectedFileNames(order: Pick<FilmOrder, 'ratios'>): string[] {
  return [
    ...order.ratios.flatMap((ratio) => [`film-${ratioSlug(ratio)}.mp4`, `cover-${ratioSlug(ratio)}.jpg`]),
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

async function fetchFiles(client: ApiClient, tree: ProjectTree, order: FilmOrder): Promise<string[]> {
  const names = order.job === undefined ? expectedFileNames(order) : listCurrentNames(tree);
  const missing = names.filter((name) => !tree.files.some((file) => file.name === name && file.isCurrent));
  if (missing.length > 0)
    throw commandError('film.incomplete', `The film is finished but these files are missing: ${missing.join(', ')}.`);
  for (const name of names) {
    const file = tree.files.find((candidate) => candidate.name === name && candidate.isCurrent);
    if (file) await fetchFile(client, file.asset, join(order.out, name));
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

function printSummary(tree: ProjectTree, files: string[], order: FilmOrder): void {
  const failed = tree.report?.checks.filter((check) => check.status === 'failed') ?? [];
  if (order.json) {
    process.stdout.write(
      `${JSON.stringify({ type: 'done', out: order.out, files, projectId: tree.project.id, failedChecks: failed, totalSeconds: tree.report?.totalSeconds ?? null })}\n`,
    );
    return;
  }
  process.stdout.write(`${tree.project.name}: ${files.length} files in ${order.out}\n`);
  for (const notice of tree.report?.notices ?? []) process.stdout.write(`  ${notice}\n`);
  for (const check of failed) process.stdout.write(`  ▲ ${check.title}: ${check.measured}, wanted ${check.limit}\n`);
}
