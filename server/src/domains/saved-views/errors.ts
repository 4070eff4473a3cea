import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const savedViewErrors = {
  'saved_view.not_found': { status: 404, sentence: 'This view does not exist, or it is somebody else’s.' },
  'saved_view.not_own': {
    status: 403,
    sentence: 'Only its owner, an admin or the owner of the organization changes a shared view.',
  },
  'saved_view.share_forbidden': { status: 403, sentence: 'Viewers keep their views to themselves.' },
} as const satisfies ErrorTable;
