import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const assetErrors = {
  'asset.not_found': { status: 404, sentence: 'This file does not exist, or it belongs to another organization.' },
  'asset.in_use': { status: 409, sentence: 'This file is in use and cannot be deleted.' },
  'asset.name_taken': { status: 409, sentence: 'Another file with the same content has this name already.' },
  'asset.consent_unknown': { status: 422, sentence: 'This consent is not in the register.' },
  'asset.project_unknown': { status: 422, sentence: 'The project these files should go to does not exist.' },
  'asset.import_refused': { status: 422, sentence: 'Nothing could be fetched from this address.' },
  'media.asset_missing': { status: 404, sentence: 'A file this film needs is no longer there.' },
  'upload.not_found': { status: 404, sentence: 'This upload does not exist or has expired. Send the file again.' },
  'upload.incomplete': { status: 409, sentence: 'Some parts of this file have not arrived yet.' },
  'upload.data_uri': { status: 422, sentence: 'The data URI cannot be read. Write it as data:;base64, and the file.' },
  'upload.part_unknown': { status: 422, sentence: 'This part does not belong to the file.' },
  'upload.part_size': { status: 422, sentence: 'This part of the file arrived with the wrong length. Send it again.' },
} as const satisfies ErrorTable;
