import type { ErrorTable } from '@kinora/contract';

export const CONFIG_ERRORS = {
  'config.invalid': { status: 500, sentence: 'The studio does not start because of its settings.' },
} satisfies ErrorTable;
