import { KinoraError } from '@kinora/contract';
import { createKeptChild } from '../files/kept-child.ts';
import type { CheckReply, CheckRequest } from './messages.ts';
import { PICTURE_MODEL, type PictureScores } from './picture-scores.ts';

export type PictureChecker = {
  /** Who says so: goes with every score. */
  readonly model: string;
  /** @throws `picture_check.failed`: nothing is said of the picture then, and it may be tried again */
  look(file: string): Promise<PictureScores>;
  close(): void;
};

/** It holds 210 MB; a burst of uploads is over when nothing came for this long. */
const IDLE_MS = 20_000;
/** Of one picture of at most 640 px, its share of the model's loading included, beside everything else on a slow machine. */
const TIME_LIMIT_MS = 60_000;
const MEMORY_LIMIT_BYTES = 512 * 1024 ** 2;

export type CheckerLimits = { program?: string; idleMs?: number; timeLimitMs?: number };

/** Looks at pictures in a child process that is kept between them. */
export function createPictureChecker(limits: CheckerLimits = {}): PictureChecker {
  const { program = 'media/node/src/picture-check/check.program.ts', idleMs = IDLE_MS } = limits;
  const child = createKeptChild<Omit<CheckRequest, 'id'>, CheckReply>({ program, idleMs });
  const { timeLimitMs = TIME_LIMIT_MS } = limits;
  return {
    model: PICTURE_MODEL,
    async look(file) {
      const reply = await child
        .ask({ file }, { timeLimitMs, memoryLimitBytes: MEMORY_LIMIT_BYTES })
        .catch((error: unknown) => {
          throw failed(error instanceof Error ? error.message : String(error), error);
        });
      if (reply.kind === 'failed') throw failed(reply.message);
      return reply.scores;
    },
    close: child.close,
  };
}

function failed(message: string, cause?: unknown): KinoraError {
  return new KinoraError('picture_check.failed', message, { isRetryable: true, cause });
}
