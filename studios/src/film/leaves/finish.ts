import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  clipSound,
  type DeliveredFile,
  type FilmReport,
  filmReport,
  projectId,
  ratio,
  ratioSlug,
  say,
} from '@kinora/contract';
import { toSrt, toVtt } from '@kinora/media-core';
import { makeContactSheet, makeCover, spreadFrames, stampPicture, toXmp } from '@kinora/media-node';
import { z } from 'zod';
import type { Delivery } from '../../ports.ts';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { type AssembledFilm, assembleFilm } from '../assemble.ts';
import { chooseCoverFrame } from '../cover-frame.ts';
import { checkCutoutTrust, readCutoutTrusts } from '../cutout-trust.ts';
import { type FilmDependencies, MADE_BY } from '../dependencies.ts';
import { hashValue } from '../hash.ts';
import { provenanceOf } from '../provenance.ts';
import { checkSaidWords } from '../said-words.ts';
import { toStep } from '../step.ts';
import { CAPTION_FILE_RATIO } from '../timeline/cues.ts';
import { type RenderRecord, renderRecord } from './render.ts';

const SHEET_FRAMES = 20;
const delivery = z.object({ name: z.string(), kind: z.string(), ratio: ratio.optional(), assetId: z.string() });

/** Covers, captions, contact sheet, documents and the report: everything that stands beside the films. */
export function createFinishLeaf(dependencies: FilmDependencies) {
  return defineLeaf({
    kind: 'film/finish',
    slot: 'light',
    stepName: say('step.check'),
    priceKey: 'cut',
    timeoutMs: 300_000,
    input: z.object({
      projectId,
      renders: z
        .array(
          z.object({
            ratio,
            assetId: z.string(),
            recordAssetId: z.string(),
            rendered: z.int().nonnegative(),
            reused: z.int().nonnegative(),
          }),
        )
        .min(1),
      steps: z.array(z.object({ name: z.string(), seconds: z.number(), attempts: z.int() })),
      /** Segments drawn by the shots of this run; the renders found them in the cache. */
      drawnByShots: z.int().nonnegative(),
      startedAtMs: z.number(),
      /** The watermark of the kit as it was when the cut began; one that changed meanwhile leaves the film out of date. */
      mark: z.string().optional(),
      /** Likewise how people had set the films of each shape. */
      shapings: z.partialRecord(ratio, z.string()).optional(),
      /** Likewise whether vendors' clips are heard. */
      clipSound: clipSound.optional(),
    }),
    output: z.object({ files: z.array(delivery), reportAssetId: z.string() }),
    title: () => say('piece.finish'),
    async run(context, input) {
      const started = context.now();
      const assembled = await assembleFilm(context.ports, input.projectId);
      const desk = new Desk(context, assembled, dependencies);
      for (const render of input.renders) await desk.addFilm(render);
      await desk.addCaptions();
      await desk.addSheet(input.renders[0]!.assetId);
      await desk.addDocument('storyboard.json', 'storyboard', assembled.storyboard);
      await desk.addDocument('timeline.json', 'timeline', assembled.film.timeline);
      const ended = context.now();
      const own = toStep(say('piece.finish'), { seconds: (ended - started) / 1000, attempt: context.attempt });
      const run = { ...input, steps: [...input.steps, own] };
      const report = await desk.report(run, (ended - input.startedAtMs) / 1000);
      const reportAssetId = await desk.addDocument('report.json', 'report', report);
      await context.ports.films.saveDelivery(input.projectId, {
        files: desk.deliveries,
        report,
        mark: input.mark ?? null,
        shapings: input.shapings,
        clipSound: input.clipSound,
        jobId: context.jobId,
      });
      return { files: desk.deliveries, reportAssetId };
    },
  });
}

/** Collects the film's files one by one, each stored as soon as it is made. */
class Desk {
  readonly deliveries: Delivery[] = [];
  readonly #files: DeliveredFile[] = [];
  readonly #records: RenderRecord[] = [];
  readonly #context: LeafContext;
  readonly #assembled: AssembledFilm;
  readonly #dependencies: FilmDependencies;

  constructor(context: LeafContext, assembled: AssembledFilm, dependencies: FilmDependencies) {
    this.#context = context;
    this.#assembled = assembled;
    this.#dependencies = dependencies;
  }

  /** The film itself was stored by its render; its cover is the settled hero of the same film. */
  async addFilm(render: { ratio: z.infer<typeof ratio>; assetId: string; recordAssetId: string }): Promise<void> {
    const { assets } = this.#context.ports;
    const record = renderRecord.parse(
      JSON.parse(await readFile((await assets.open(render.recordAssetId)).path, 'utf8')),
    );
    this.#records.push(record);
    this.#files.push(record.file);
    this.deliveries.push({ name: record.file.name, kind: 'film', ratio: render.ratio, assetId: render.assetId });
    const film = await assets.open(render.assetId);
    const name = `cover-${ratioSlug(render.ratio)}.jpg`;
    const path = join(this.#context.temporaryFolder, name);
    const frame = chooseCoverFrame(this.#assembled.storyboard);
    await makeCover(this.#dependencies.engine, film.path, path, { frame, signal: this.#context.signal });
    await stampPicture(path, toXmp(provenanceOf(this.#assembled, this.#dependencies)));
    const { width, height } = record.file;
    await this.#add(path, { name, kind: 'cover', ratio: render.ratio, ...(width && height ? { width, height } : {}) });
  }

  async addCaptions(): Promise<void> {
    const { rate } = this.#assembled.storyboard;
    const cues = this.#assembled.cuesFor(CAPTION_FILE_RATIO);
    await this.#addText('captions.srt', 'captions', toSrt(cues, rate));
    await this.#addText('captions.vtt', 'captions', toVtt(cues, rate));
  }

  async addSheet(filmAssetId: string): Promise<void> {
    const film = await this.#context.ports.assets.open(filmAssetId);
    const path = join(this.#context.temporaryFolder, 'contact-sheet.jpg');
    const frames = spreadFrames(this.#assembled.storyboard.targetFrames, SHEET_FRAMES);
    await makeContactSheet(this.#dependencies.engine, film.path, path, { frames, signal: this.#context.signal });
    await this.#add(path, { name: 'contact-sheet.jpg', kind: 'contact_sheet' });
  }

  addDocument(name: string, kind: 'storyboard' | 'timeline' | 'report', value: unknown): Promise<string> {
    return this.#addText(name, kind, `${JSON.stringify(value, null, 2)}\n`);
  }

  async report(
    run: {
      renders: readonly { rendered: number; reused: number }[];
      steps: FilmReport['steps'];
      drawnByShots: number;
    },
    totalSeconds: number,
  ): Promise<FilmReport> {
    const { storyboard, film } = this.#assembled;
    const trusts = await readCutoutTrusts(this.#context.ports.assets, storyboard);
    const count = (key: 'rendered' | 'reused') => run.renders.reduce((sum, render) => sum + render[key], 0);
    const report = filmReport.parse({
      version: 1,
      title: storyboard.title,
      language: storyboard.language,
      madeBy: MADE_BY,
      engine: { ...this.#dependencies.engine.identity, kinora: this.#dependencies.version },
      steps: run.steps,
      files: this.#files,
      segments: {
        rendered: count('rendered') + run.drawnByShots,
        reused: Math.max(0, count('reused') - run.drawnByShots),
      },
      checks: [
        ...checkSaidWords(storyboard),
        checkCutoutTrust(storyboard, trusts),
        ...this.#records.flatMap((record) =>
          record.checks.map((check) => ({ ...check, id: `${check.id}-${ratioSlug(record.file.ratio ?? '16:9')}` })),
        ),
      ],
      notices: [
        ...new Set([
          ...storyboard.notices,
          ...this.#noticeSounds(),
          ...this.#records.flatMap((record) => record.notices),
        ]),
      ],
      models: this.#assembled.models,
      totalSeconds,
    });
    // Delivered before a crash: the same report again and not a second file that differs by the clock.
    const before = film.report && {
      ...report,
      steps: [...report.steps.slice(0, -1), ...film.report.steps.slice(-1)],
      totalSeconds: film.report.totalSeconds,
    };
    return before && hashValue(before) === hashValue(film.report) ? before : report;
  }

  #noticeSounds(): string[] {
    const { voiceInsteadOf: voice, musicInsteadOf: music } = this.#assembled;
    return [
      ...(voice ? [say('notice.voice_instead', { maker: voice.maker }), voice.why] : []),
      ...(music ? [say('notice.music_instead', { maker: music.maker }), music.why] : []),
    ];
  }

  async #addText(name: string, kind: DeliveredFile['kind'], text: string): Promise<string> {
    const path = join(this.#context.temporaryFolder, name);
    await writeFile(path, text);
    return this.#add(path, { name, kind });
  }

  async #add(path: string, file: Omit<DeliveredFile, 'hash' | 'sizeBytes'>): Promise<string> {
    this.#context.signal.throwIfAborted();
    const isPicture = file.kind === 'cover' || file.kind === 'contact_sheet';
    const stored = await this.#context.ports.assets.store(path, {
      name: file.name,
      kind: isPicture ? 'image' : 'document',
      madeBy: MADE_BY,
      projectId: this.#assembled.film.projectId,
      role: 'deliverable',
    });
    this.#files.push({ ...file, hash: stored.hash, sizeBytes: stored.sizeBytes });
    this.deliveries.push({
      name: file.name,
      kind: file.kind,
      assetId: stored.assetId,
      ...(file.ratio ? { ratio: file.ratio } : {}),
    });
    return stored.assetId;
  }
}
