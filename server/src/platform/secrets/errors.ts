import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const SECRET_ERRORS = {
  'secrets.key_missing': { status: 500, sentence: 'Set KINORA_SECRET_KEY.' },
  'secrets.key_damaged': { status: 500, sentence: 'The installation’s key file is damaged. Put the original back.' },
  'secrets.unreadable': {
    status: 500,
    sentence: 'A stored secret cannot be read with this installation’s key. Enter it again.',
  },
} satisfies ErrorTable;
