import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const storageErrors = {
  'storage.not_found': { status: 404, sentence: 'This file is not in the studio’s storage.' },
  'storage.full': {
    status: 507,
    sentence: 'The disk is full, so the file was not stored. Free some space and send it again.',
  },
  'storage.hash_mismatch': {
    status: 422,
    sentence: 'The file that arrived is not the file that was announced. Send it again.',
  },
  'storage.too_large': { status: 413, sentence: 'This file is larger than the studio accepts.' },
  'storage.unreachable': { status: 503, sentence: 'The studio’s file storage does not answer. Try again in a minute.' },
  'storage.link_expired': { status: 410, sentence: 'This link has expired. Open the page again to get a fresh one.' },
  'storage.link_invalid': { status: 404, sentence: 'This link is not valid.' },
  'storage.uploads_refused': {
    status: 507,
    sentence: 'The disk is almost full, so new uploads are refused until space is freed.',
  },
} as const satisfies ErrorTable;
