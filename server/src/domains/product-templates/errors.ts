import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const productTemplateErrors = {
  'template.not_found': {
    status: 404,
    sentence: 'This template does not exist, or it belongs to another organization.',
  },
  'template.unknown': {
    status: 422,
    sentence: 'The template of this film does not exist any more. Choose another one.',
  },
  'template.brand_unknown': { status: 422, sentence: 'The brand of this template does not exist.' },
} as const satisfies ErrorTable;
