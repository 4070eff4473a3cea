import { say } from '@kinora/contract';
import type { ProviderFault } from '../contract/fault.ts';

/** What the server has not, in words that go to people as they are: nothing was sent, so it is a refusal. */
export function missingFile(model: string, { file, folder }: { file: string; folder: string }): ProviderFault {
  return { kind: 'not_found', message: say('fault.missing_file', { model, file, folder }), retryAfterMs: null };
}

export function missingNode(model: string, node: string): ProviderFault {
  return { kind: 'not_found', message: say('fault.missing_node', { model, node }), retryAfterMs: null };
}

export function tooManyLoras(model: string, most: number, given: number): ProviderFault {
  return { kind: 'invalid_input', message: say('fault.too_many_loras', { model, most, given }), retryAfterMs: null };
}
