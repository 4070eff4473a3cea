import type { ErrorTable } from '@kinora/contract';

/** Codes thrown by the media engine. The HTTP edge merges this table with those of the other slices. */
export const engineErrors = {
  'engine.missing': {
    status: 503,
    sentence: 'The film engine could not be started. Run "npx kinora doctor" to see what is missing.',
  },
  'engine.too_old': {
    status: 503,
    sentence: 'The FFmpeg program set for Kinora is too old or lacks parts. Run "npx kinora doctor" to see which.',
  },
  'engine.unreadable': { status: 422, sentence: 'This file could not be read as a picture, film or sound.' },
  'engine.failed': { status: 500, sentence: 'The film engine stopped with an error. Nothing was charged; try again.' },
  'engine.disk_full': {
    status: 507,
    sentence:
      'The disk is full, so this could not be written. Free some space and try again; what was finished is kept.',
  },
  'engine.died': { status: 500, sentence: 'The film engine stopped unexpectedly. Nothing was charged; try again.' },
  'engine.time_limit': { status: 504, sentence: 'This took longer than allowed and was stopped. Nothing was charged.' },
  'engine.memory_limit': {
    status: 500,
    sentence: 'This needed more memory than allowed and was stopped. Use a smaller file or size.',
  },
} as const satisfies ErrorTable;

export type EngineErrorCode = keyof typeof engineErrors;
