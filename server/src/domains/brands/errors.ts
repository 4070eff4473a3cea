import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const brandErrors = {
  'brand.not_found': { status: 404, sentence: 'This brand does not exist, or it belongs to another organization.' },
  'brand.logo_unusable': { status: 422, sentence: 'The logo has to be a picture or a drawing of this organization.' },
  'brand.badge_unusable': {
    status: 422,
    sentence: 'A badge has to be a picture or a drawing of this organization. Upload it first.',
  },
  'brand.font_unusable': {
    status: 422,
    sentence: 'This file is no font with Latin, Hebrew or Arabic letters. Upload a TTF, OTF or WOFF2 file.',
  },
  'brand.font_unknown': {
    status: 422,
    sentence: 'A font of this kit is neither on the shelf nor among its files. Choose another one.',
  },
  'brand.font_script': {
    status: 422,
    sentence: 'This font has no letters of the script it was chosen for. Choose one that has them.',
  },
  'brand.mark_unknown': {
    status: 422,
    sentence: 'The badge chosen as the watermark is not in this kit. Choose another one, or the logo.',
  },
  'brand.file_not_found': { status: 404, sentence: 'This badge or font is not in the kit any more.' },
  'brand.files_full': { status: 422, sentence: 'A kit holds up to 40 badges and fonts. Remove one first.' },
  'brand.palette_unavailable': {
    status: 422,
    sentence: 'Colours can be read from pictures and drawings only. Choose another file.',
  },
} as const satisfies ErrorTable;
