import type { ErrorTable } from '@kinora/contract';

/** Codes thrown while a file is let in. Sentences thrown with them name the file as the person named it. */
export const intakeErrors = {
  'intake.empty': { status: 422, sentence: 'This file is empty.' },
  'intake.unknown_kind': {
    status: 415,
    sentence:
      'This kind of file is not supported. Use JPG, PNG, WebP, GIF, AVIF, HEIC or SVG pictures, MP4, MOV or WebM films, WAV or MP3 sounds, TTF, OTF or WOFF2 fonts, or GLB models.',
  },
  'intake.heic': {
    status: 415,
    sentence:
      'This HEIC photograph cannot be read here. Save it as JPG (on an iPhone: Settings, Camera, Formats, Most Compatible).',
  },
  'intake.too_heavy': { status: 413, sentence: 'This file is larger than allowed.' },
  'intake.too_many_pixels': {
    status: 422,
    sentence: 'This picture is larger than 12 000 pixels a side or 100 megapixels. Make it smaller and try again.',
  },
  'intake.damaged': { status: 422, sentence: 'This file is damaged or cut short. Try to send it again.' },
  'intake.unsafe': {
    status: 422,
    sentence: 'This drawing holds parts that cannot be let in safely. Export it again as plain SVG.',
  },
  'intake.disk_full': {
    status: 507,
    sentence: 'The disk of the studio is full, so this file could not be taken in. Free some space and send it again.',
  },
  'intake.table_unreadable': {
    status: 422,
    sentence: 'This table cannot be read. Save it again as CSV and try once more.',
  },
  'intake.table_too_large': {
    status: 422,
    sentence: 'This table has more rows or columns than can be brought at once.',
  },
  'intake.archive_unsafe': {
    status: 422,
    sentence:
      'This ZIP holds paths outside itself, links, or far more than its size says, and is not opened. Pack the pictures again.',
  },
  'intake.archive_locked': { status: 422, sentence: 'This ZIP has a password. Pack the pictures without one.' },
  'intake.model_links': {
    status: 422,
    sentence: 'This model names files outside itself. Export it as one GLB with its textures inside.',
  },
  'intake.model_packed': {
    status: 422,
    sentence:
      'This model is packed with Draco, meshopt or KTX2, which cannot be read here. Export it as GLB without compression.',
  },
  'intake.model_too_large': {
    status: 422,
    sentence: 'This model has more than 500 000 triangles. Export it with less detail.',
  },
  'intake.limit': { status: 422, sentence: 'This file needed too much time or memory to read and was put aside.' },
} as const satisfies ErrorTable;

export type IntakeErrorCode = keyof typeof intakeErrors;
