import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash, projectId, type Storyboard, say, voiceName } from '@kinora/contract';
import { type RenderedVoice, renderVoice } from '@kinora/media-node';
import { z } from 'zod';
import type { AssetPort, Film } from '../../ports.ts';
import { defineLeaf, type LeafContext } from '../../studio.ts';
import { MADE_BY } from '../dependencies.ts';
import { hashValue } from '../hash.ts';
import { shotsOf } from '../timeline/shots.ts';

/** The spoken lines of a film as one stored document: sounds by hash, word times relative to each line. */
export const spokenLines = z.object({
  lines: z.array(
    z.object({
      shotKey: z.string(),
      /** Of the words spoken, the voice and the language: a line is played only while its shot still says it. */
      textHash: contentHash,
      assetId: z.string(),
      hash: contentHash,
      lengthSeconds: z.number(),
      words: z.array(z.object({ text: z.string(), startSeconds: z.number(), endSeconds: z.number() })),
    }),
  ),
});
export type SpokenLines = z.infer<typeof spokenLines>;

export function lineHash(storyboard: Pick<Storyboard, 'voice' | 'language'>, narration: string): string {
  return hashValue({ voice: storyboard.voice, language: storyboard.language, narration });
}

export async function readSpokenLines(assets: AssetPort, linesAssetId: string): Promise<SpokenLines> {
  const asset = await assets.open(linesAssetId);
  return spokenLines.parse(JSON.parse(await readFile(asset.path, 'utf8')));
}

/** Lines a film has to speak and has no sound for. */
export async function findUnspoken(assets: AssetPort, film: Pick<Film, 'storyboard' | 'sound'>): Promise<string[]> {
  const { storyboard, sound } = film;
  if (!storyboard || storyboard.voice === 'none' || storyboard.language === 'he') return [];
  const known = sound.voice ? await readSpokenLines(assets, sound.voice.linesAssetId) : { lines: [] };
  const hashes = new Map(known.lines.map((line) => [line.shotKey, line.textHash]));
  return shotsOf(storyboard)
    .filter((shot) => shot.narration !== '' && hashes.get(shot.key) !== lineHash(storyboard, shot.narration))
    .map((shot) => shot.key);
}

export const voiceLeaf = defineLeaf({
  kind: 'film/voice',
  slot: 'voice',
  stepName: say('step.voice'),
  priceKey: 'voice',
  timeoutMs: 300_000,
  input: z.object({ projectId, voice: voiceName }),
  output: z.object({
    linesAssetId: z.string(),
    /** Seconds each shot's line takes, by shot key. */
    spoken: z.record(z.string(), z.number()),
    seconds: z.number(),
    attempt: z.int(),
  }),
  title: () => say('work.voice'),
  async run(context, input) {
    const started = context.now();
    const film = await context.ports.films.get(input.projectId);
    if (!film.storyboard) throw new Error(`Project ${input.projectId} has no storyboard to speak.`);
    const { language } = film.storyboard;
    const spokenShots = shotsOf(film.storyboard).filter((shot) => shot.narration !== '');
    const before = film.sound.voice ? await readSpokenLines(context.ports.assets, film.sound.voice.linesAssetId) : null;
    const document: SpokenLines = { lines: [] };
    for (const [index, shot] of spokenShots.entries()) {
      context.signal.throwIfAborted();
      const textHash = lineHash({ voice: input.voice, language }, shot.narration);
      const kept = before?.lines.find((line) => line.textHash === textHash);
      if (kept) {
        document.lines.push({ ...kept, shotKey: shot.key });
        continue;
      }
      context.progress(
        index / spokenShots.length,
        say('progress.lines', { done: index + 1, total: spokenShots.length }),
      );
      const file = join(context.temporaryFolder, `${shot.key}.wav`);
      const voice = await renderVoice({ text: shot.narration, voice: input.voice, language }, file, {
        signal: context.signal,
      });
      const line = { file, shotKey: shot.key, textHash, voice, projectId: input.projectId };
      document.lines.push(await storeLine(context, line));
    }
    const linesAssetId = await storeDocument(context, document, input.projectId);
    const inputsHash = hashValue({ voice: input.voice, language, lines: spokenShots.map((shot) => shot.narration) });
    await context.ports.films.saveSound(input.projectId, { voice: { linesAssetId, inputsHash } });
    const spoken = Object.fromEntries(document.lines.map((line) => [line.shotKey, line.lengthSeconds]));
    return { linesAssetId, spoken, seconds: (context.now() - started) / 1000, attempt: context.attempt };
  },
});

async function storeLine(
  context: LeafContext,
  line: { file: string; shotKey: string; textHash: string; voice: RenderedVoice; projectId: string },
): Promise<SpokenLines['lines'][number]> {
  const { voice, shotKey, textHash } = line;
  const stored = await context.ports.assets.store(line.file, {
    name: `voice-${shotKey}.wav`,
    kind: 'audio',
    madeBy: MADE_BY,
    projectId: line.projectId,
    role: 'working',
  });
  return {
    shotKey,
    textHash,
    assetId: stored.assetId,
    hash: stored.hash,
    lengthSeconds: voice.lengthSeconds,
    words: voice.words,
  };
}

async function storeDocument(context: LeafContext, document: SpokenLines, project: string): Promise<string> {
  const path = join(context.temporaryFolder, 'voice-lines.json');
  await writeFile(path, JSON.stringify(document));
  const stored = await context.ports.assets.store(path, {
    name: 'voice-lines.json',
    kind: 'document',
    madeBy: MADE_BY,
    projectId: project,
    role: 'working',
  });
  return stored.assetId;
}
