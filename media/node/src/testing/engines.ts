import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { EngineChoice, MediaEngine } from '../engine/engine.ts';
import { openEngine } from '../engine/open-engine.ts';

/** A system FFmpeg found on the search path, for the tests that hold both engines against each other. */
export function findSystemFfmpeg(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'ffmpeg')).find((path) => existsSync(path)) ?? null;
}

/** Registers the same tests once per engine. Without a system FFmpeg the second suite is shown as skipped. */
export function describeEngines(
  title: string,
  define: (engine: () => MediaEngine, folder: () => string, choice: EngineChoice) => void,
): void {
  const ffmpegPath = findSystemFfmpeg();
  if (ffmpegPath === null) console.info(`SKIPPED: ${title} with a system FFmpeg (none on PATH)`);
  const choices: [string, EngineChoice, boolean][] = [
    ['node-av', {}, true],
    ['system FFmpeg', { ffmpegPath: ffmpegPath ?? 'ffmpeg' }, ffmpegPath !== null],
  ];
  for (const [name, choice, isAvailable] of choices) {
    describe.skipIf(!isAvailable)(`${title} (${name})`, () => {
      let engine: MediaEngine;
      let folder: string;
      beforeAll(async () => {
        engine = await openEngine(choice);
        folder = await mkdtemp(join(tmpdir(), 'kinora-engine-test-'));
      });
      afterAll(async () => {
        await engine?.close();
        if (folder) await rm(folder, { recursive: true, force: true });
      });
      define(
        () => engine,
        () => folder,
        choice,
      );
    });
  }
}
