import type { ErrorTable } from '@kinora/contract';

export const CREDIT_ERRORS = {
  'credits.insufficient': {
    status: 402,
    sentence: 'There are not enough credits for this. Nothing was started and nothing was paid.',
  },
  'credits.debt': {
    status: 402,
    sentence:
      'A payment was taken back, and credits that were spent are still owed. Buy credits to repay them; nothing was started.',
  },
  'credits.key_reused': {
    status: 409,
    sentence: 'This payment step was already used for something else. Nothing was moved.',
  },
  'credits.sample_used': {
    status: 409,
    sentence: 'The free run of the sample was used by another film since. Make the film anew to see its price.',
  },
  'credits.price_changed': {
    status: 409,
    sentence: 'The price has changed since you saw it. Look at the new one and press again.',
  },
} satisfies ErrorTable;
