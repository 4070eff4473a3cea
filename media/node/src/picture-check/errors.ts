import type { ErrorTable } from '@kinora/contract';

export const pictureCheckErrors = {
  'picture_check.failed': {
    status: 503,
    sentence: 'A picture could not be checked at the moment. It is tried again by itself.',
  },
} as const satisfies ErrorTable;
