/**
 * The child that looks at pictures with the safety model. It reads the model once and answers one picture at a time, below
 * normal priority: uploads and renders go first. Not at the lowest, which between busy renders is none at all.
 */
import { constants, setPriority } from 'node:os';
import sharp from 'sharp';
import { lookAtPicture } from './look-at-picture.ts';
import type { CheckReply, CheckRequest } from './messages.ts';

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
sharp.cache(false);
sharp.concurrency(1);

process.on('message', async (request: CheckRequest) => {
  process.send?.(await answer(request));
});

async function answer({ id, file }: CheckRequest): Promise<CheckReply> {
  try {
    return { id, kind: 'looked', scores: await lookAtPicture(file) };
  } catch (error) {
    return { id, kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
