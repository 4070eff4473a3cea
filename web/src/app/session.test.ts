import { ACTIONS, isAllowed, role } from '@kinora/contract';
import { expect, test } from 'vitest';
import { mayDo } from './session.ts';

test.each(ACTIONS)('%s is shown to exactly the roles the contract allows', (action) => {
  for (const each of role.options) expect(mayDo(each, action), each).toBe(isAllowed(each, action));
});
