import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeFrame, type MediaEngine, type PictureChecker, type PictureScores } from '@kinora/media-node';
import sharp from 'sharp';
import type { Storage } from '../../../platform/storage/index.ts';
import { worstOf } from './judge.ts';
import type { Content, Subject } from './store.ts';

export type LookParts = {
  checker: Pick<PictureChecker, 'look'>;
  storage: Pick<Storage, 'localPath' | 'makeTemporaryFolder'>;
  engine: MediaEngine;
};

/** One frame each five seconds, so that no scene of an advertisement passes between two of them. */
const FRAME_GAP_SECONDS = 5;
const [FEWEST_FRAMES, MOST_FRAMES] = [3, 12];
const FRAME_SIDE = 640;
const FRAME_TIME_LIMIT_MS = 60_000;

/** What the model sees in a stored content. The small picture is enough: the model looks at 224 pixels. */
export async function lookAt(
  { checker, storage, engine }: LookParts,
  { organizationId, hash }: Content,
  { kind, thumbnail }: Pick<Subject, 'kind' | 'thumbnail'>,
): Promise<PictureScores> {
  const open = (one: string) => storage.localPath({ organizationId, hash: one });
  if (kind !== 'video') return checker.look(await open(thumbnail ?? hash));
  const folder = await storage.makeTemporaryFolder();
  try {
    return await lookAtFilm({ checker, engine }, await open(hash), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lookAtFilm(
  { checker, engine }: Pick<LookParts, 'checker' | 'engine'>,
  path: string,
  folder: string,
): Promise<PictureScores> {
  const probe = await engine.probe(path, { timeLimitMs: FRAME_TIME_LIMIT_MS });
  const scores: PictureScores[] = [];
  for (const frame of spreadOver(probe.video?.frameCount ?? 1, probe.durationSeconds)) {
    const { rgba, size } = await decodeFrame(engine, { path, frame }, { probe, timeLimitMs: FRAME_TIME_LIMIT_MS });
    const file = join(folder, `${frame}.jpg`);
    await sharp(rgba, { raw: { ...size, channels: 4 } })
      .removeAlpha()
      .resize({ width: FRAME_SIDE, height: FRAME_SIDE, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 90 })
      .toFile(file);
    scores.push(await checker.look(file));
  }
  return worstOf(scores);
}

/** The middle of each of equal pieces; a film of fewer frames than pieces is looked at whole. */
export function spreadOver(frameCount: number, seconds: number): number[] {
  const wanted = Math.min(Math.max(Math.ceil(seconds / FRAME_GAP_SECONDS), FEWEST_FRAMES), MOST_FRAMES, frameCount);
  return Array.from({ length: wanted }, (_, index) => Math.floor(((index + 0.5) * frameCount) / wanted));
}
