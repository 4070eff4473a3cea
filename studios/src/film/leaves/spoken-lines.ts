import { readFile } from 'node:fs/promises';
import { contentHash, type Storyboard } from '@kinora/contract';
import { z } from 'zod';
import type { AssetPort, Film } from '../../ports.ts';
import { hashValue } from '../hash.ts';
import { hasVoice } from '../planner/has-voice.ts';
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
  /** The chosen provider certainly did not take it, and the built-in voice spoke as the quote had said. */
  insteadOf: z.object({ maker: z.string(), why: z.string() }).optional(),
});
export type SpokenLines = z.infer<typeof spokenLines>;

export type Speaker = Pick<Storyboard, 'voice' | 'language' | 'voiceBy'>;

export function lineHash({ voice, language, voiceBy }: Speaker, narration: string): string {
  const speaker = voiceBy ? { speaker: { model: voiceBy.model, voice: voiceBy.voice } } : {};
  return hashValue({ voice, language, narration, ...speaker });
}

export async function readSpokenLines(assets: AssetPort, linesAssetId: string): Promise<SpokenLines> {
  const asset = await assets.open(linesAssetId);
  return spokenLines.parse(JSON.parse(await readFile(asset.path, 'utf8')));
}

/** Lines a film has to speak and has no sound for. */
export async function findUnspoken(assets: AssetPort, film: Pick<Film, 'storyboard' | 'sound'>): Promise<string[]> {
  const { storyboard, sound } = film;
  if (!storyboard || !hasVoice(storyboard, storyboard.language)) return [];
  const known = sound.voice ? await readSpokenLines(assets, sound.voice.linesAssetId) : { lines: [] };
  const hashes = new Map(known.lines.map((line) => [line.shotKey, line.textHash]));
  return shotsOf(storyboard)
    .filter((shot) => shot.narration !== '' && hashes.get(shot.key) !== lineHash(storyboard, shot.narration))
    .map((shot) => shot.key);
}
