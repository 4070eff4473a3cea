import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '@kinora/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, findBrowser, fitsWidth, listAxeViolations, openContext, watchErrors } from './browser.ts';
import { createFilmClient } from './testing/film-client.ts';
import { IS_FULL } from './testing/full-run.ts';
import {
  buildStudio,
  readLocalKey,
  runCommand,
  runStudioToEnd,
  type StudioProcess,
  startStudioProcess,
} from './testing/studio-process.ts';
import { until } from './testing/until.ts';

const FILM_LIMIT_MS = 120_000;
let folder: string;
beforeAll(async () => {
  await buildStudio();
  folder = await mkdtemp(join(tmpdir(), 'kinora-doors-'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the command', () => {
  it('finds what this studio runs on', async () => {
    const { code, output } = await runCommand(['doctor', '--json'], join(folder, 'none'));
    const found = JSON.parse(output) as { part: string; state: string; found: string }[];
    const of = (part: string) => found.find((one) => one.part === part);
    expect(of('Database')).toMatchObject({ state: 'ready', found: expect.stringContaining('embedded PostgreSQL') });
    expect(of('Browser')).toMatchObject({ state: 'ready' });
    expect(found.filter(({ state }) => state === 'missing')).toEqual([]);
    expect(code).toBe(0);
  });

  it('names wrong settings and looks at the rest all the same', async () => {
    const wrong = { FFMPEG_PATH: '/nope', TRUST_PROXY: 'banana' };
    const { code, output } = await runCommand(['doctor'], join(folder, 'none'), wrong);
    expect(code).toBe(1);
    expect(output).toMatch(/✕ Settings +TRUST_PROXY\n.*banana/);
    expect(output).toMatch(/✕ Settings +FFMPEG_PATH\n.*\/nope/);
    expect(output).toMatch(/✓ FFmpeg /);
    const start = await runStudioToEnd(join(folder, 'none'), wrong);
    expect([start.code, start.output]).toEqual([
      1,
      expect.stringMatching(
        /TRUST_PROXY takes .*banana[\s\S]*FFMPEG_PATH names a program that is not there; it is "\/nope"/,
      ),
    ]);
    expect(start.output).not.toContain('    at ');
  });

  it('explains itself', async () => {
    const expectEnd = async (words: string[], code: number, output: RegExp) =>
      expect(await runCommand(words, folder), words.join(' ')).toMatchObject({
        code,
        output: expect.stringMatching(output),
      });
    const known = ['film', 'doctor', 'backup', 'restore'].map((name) =>
      expectEnd([name, '--help'], 0, new RegExp(`^kinora ${name} `)),
    );
    const unknown = [['flim'], ['help', 'flim'], ['constructor'], ['--version']].map((words) =>
      expectEnd(words, 2, /There is no command[\s\S]*kinora film[\s\S]*kinora restore/),
    );
    const others = [expectEnd(['help', 'film'], 0, /^kinora film /), expectEnd(['--help'], 0, /kinora doctor/)];
    await Promise.all([...known, ...unknown, ...others]);
  });

  it('looks at what it is given before it starts a studio', async () => {
    const words = ['film', '--brief', 'Lamp', '--out', join(folder, 'out'), '--photos', '/nope', '--logo', '/nope.png'];
    const asProgram = await runCommand([...words, '--json'], join(folder, 'never'));
    expect(asProgram.output).toMatch(
      /^\{"type":"error","code":"cli.usage","sentence":"The folder \/nope is not there/m,
    );
    const { code, output } = await runCommand(words, join(folder, 'never'));
    expect([code, output]).toEqual([2, expect.stringMatching(/The folder \/nope is not there.*\n.*\/nope.png/)]);
    expect(output).not.toContain('Starting the studio');
  });
});

/** Fifty seconds; the pages and logs change seldom, and each route is tried in every run by the route matrix. */
describe.skipIf(!IS_FULL)('a running studio', () => {
  let studio: StudioProcess;
  let data: string;
  beforeAll(async () => {
    data = join(folder, 'data');
    studio = await startStudioProcess(data, { LOG_LEVEL: 'info' });
  }, 120_000);
  afterAll(() => studio?.stop());

  it('lets its interface be tried out on its own page, by key, in light and dark', { timeout: 120_000 }, async ({
    skip,
  }) => {
    const browser = await findBrowser();
    if (!browser) return skip('the reference in a browser needs Chromium');
    try {
      for (const theme of ['light', 'dark'] as const) {
        const context = await openContext(browser, studio.address, { ...DESKTOP, theme });
        const page = await context.newPage();
        const errors: string[] = [];
        const foreign: string[] = [];
        watchErrors(page, errors);
        page.on('request', (request) => {
          if (!request.url().startsWith(studio.address)) foreign.push(request.url());
        });
        await page.goto('/docs');
        const quote = page.locator('#quoteFilm');
        await quote.getByText('Try it').click();
        await page.getByLabel('API key for trying out').fill(readLocalKey(data));
        await quote.getByLabel('body').fill(JSON.stringify({ brief: 'A lamp of brass.', ratios: ['1:1'] }));
        await quote.getByRole('button', { name: 'Send' }).click();
        await expect
          .poll(() => quote.locator('.answer').textContent(), { timeout: 20_000 })
          .toMatch(/^200 .*"studio": "film"/s);
        const one = page.locator('#getJob');
        await one.getByText('Try it').click();
        await one.getByLabel('id').fill('not-an-id');
        await one.getByRole('button', { name: 'Send' }).click();
        await expect.poll(() => one.locator('.answer').textContent()).toMatch(/^422 .*must be an id/s);
        if (process.env['KINORA_SHOTS'])
          await page.screenshot({ path: join(process.env['KINORA_SHOTS'], `docs-${theme}.png`) });
        expect(await listAxeViolations(page)).toEqual([]);
        expect(await fitsWidth(page)).toBe(true);
        expect([errors.filter((line) => !/status of 422/.test(line)), foreign]).toEqual([[], []]);
        await context.close();
      }
    } finally {
      await browser.close();
    }
  });

  type Line = { jobId?: string; parentJobId?: string; kind?: string; msg: string; seconds?: number; url?: string };
  const readLines = () =>
    studio
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  const wordsOf = (jobId: string) => readLines().filter((line) => line.jobId === jobId && line.kind);

  it('tells the life of each piece of a film by its id, and which requests were about it', {
    timeout: 2 * FILM_LIMIT_MS,
  }, async () => {
    const client = createFilmClient(data, () => studio);
    const film = await client.startFilm();
    const hasEnded = async () => ['completed', 'failed'].includes((await client.getJob(film.id)).job.status);
    await until(hasEnded, 'the film', { timeoutMs: FILM_LIMIT_MS, explain: async () => studio.output() });
    const { job, leaves } = await client.getJob(film.id);
    expect(job.status).toBe('completed');
    await until(async () => wordsOf(film.id).length === 2, 'the last line', { timeoutMs: 5000 });
    for (const piece of [job, ...leaves] as Job[]) {
      const lines = wordsOf(piece.id);
      expect(
        lines.map(({ msg }) => msg),
        piece.kind,
      ).toEqual(['job started', 'job finished']);
      expect(lines[1]).toMatchObject({ kind: piece.kind, seconds: expect.any(Number), attempt: 1 });
      if (piece.parentJobId) expect(lines[0]?.parentJobId).toBe(film.id);
    }
    const asked = readLines().filter((line) => line.jobId === film.id && line.msg === 'request');
    expect(new Set(asked.map(({ url }) => url))).toEqual(new Set(['/api/v1/jobs/film', '/api/v1/jobs/:id']));

    const stopped = await client.startFilm({ brief: 'Another lamp.' });
    const isDrawing = async () => wordsOf(stopped.id).length > 0;
    await until(isDrawing, 'the start of the second film', { timeoutMs: FILM_LIMIT_MS });
    await client.send('POST', `/jobs/${stopped.id}/cancel`);
    const isCancelled = async () => wordsOf(stopped.id).at(-1)?.msg === 'job cancelled';
    await until(isCancelled, 'the line of the stop', { timeoutMs: 10_000, explain: async () => studio.output() });
    expect(studio.output()).not.toContain('Another lamp');
  });
});
