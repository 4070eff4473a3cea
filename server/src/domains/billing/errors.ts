import type { ErrorTable } from '@kinora/contract';

export const billingErrors = {
  'billing.off': { status: 409, sentence: 'Nothing is sold in this studio: its operator has not set up payments.' },
  'billing.has_plan': {
    status: 409,
    sentence: 'Your organization has a plan already. Change it in the billing portal; a second one was not started.',
  },
  'billing.no_customer': { status: 409, sentence: 'Nothing was bought yet, so there is no billing portal to open.' },
  'billing.bad_signature': { status: 400, sentence: 'The signature of this event does not fit its bytes.' },
  'billing.unavailable': {
    status: 503,
    sentence: 'Stripe does not answer at the moment. Nothing was charged; try again in a minute.',
  },
} satisfies ErrorTable;
