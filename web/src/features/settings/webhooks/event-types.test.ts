import { webhookEventType } from '@kinora/contract';
import { expect, test } from 'vitest';
import { EVENT_TYPES } from './event-types.ts';

test('a webhook is offered exactly the events of the contract', () => {
  expect([...EVENT_TYPES].sort()).toEqual([...webhookEventType.options].sort());
});
