import type { ErrorTable } from '@kinora/contract';

export const webhookErrors = {
  'webhook.not_found': { status: 404, sentence: 'This webhook or message does not exist, or you cannot see it.' },
  'webhook.too_many': {
    status: 409,
    sentence: 'An organization has at most 20 webhooks. Remove one that is not needed.',
  },
  'webhook.on_its_way': { status: 409, sentence: 'This message is being sent already. Look again in a moment.' },
} as const satisfies ErrorTable;
