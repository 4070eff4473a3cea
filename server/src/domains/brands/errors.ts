import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const brandErrors = {
  'brand.not_found': { status: 404, sentence: 'This brand does not exist, or it belongs to another organization.' },
  'brand.logo_unusable': { status: 422, sentence: 'The logo has to be a picture or a drawing of this organization.' },
} as const satisfies ErrorTable;
