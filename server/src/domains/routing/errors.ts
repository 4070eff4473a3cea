import { type ErrorTable, KinoraError, type KinoraErrorOptions } from '@kinora/contract';
import { comfyErrors } from './comfy/errors.ts';

export const routingErrors = {
  ...comfyErrors,
  'held.not_found': { status: 404, sentence: 'The provider holds nothing of this kind for you any more.' },
  'held.gone': { status: 404, sentence: 'The provider no longer has this file.' },
  'held.kept': {
    status: 409,
    sentence: 'This provider deletes nothing when asked. It removes files by its own rules.',
  },
  'connection.not_found': { status: 404, sentence: 'This connection does not exist, or you cannot see it.' },
  'connection.unknown_provider': { status: 422, sentence: 'The studio does not know this provider.' },
  'connection.no_key': { status: 422, sentence: 'This provider needs a key. Copy it from the provider’s page.' },
  'connection.refused': {
    status: 422,
    sentence: 'The provider refused this key. Copy it again from the provider’s page; nothing was saved.',
  },
  'connection.unreachable': {
    status: 422,
    sentence: 'The provider could not be reached to try the key. Nothing was saved; try again in a moment.',
  },
  'connection.in_use': {
    status: 409,
    sentence: 'The provider still works for this connection. Turn it off, let the work finish, then remove it.',
  },
  'connection.has_agent': {
    status: 409,
    sentence: 'This server has an agent with a key of its own. Make a new one under Servers.',
  },
  'connection.too_many': { status: 409, sentence: 'An organization has at most 50 connections. Remove one first.' },
  'connection.off': { status: 409, sentence: 'This connection is turned off. Turn it on or choose another one.' },
  'generation.unknown_model': { status: 422, sentence: 'This connection has no such model. Choose one from the list.' },
  'generation.voice_not_yours': {
    status: 403,
    sentence:
      'This voice is a clone in the account that the operator shares with everybody. Choose another voice, or connect an account of your own.',
  },
  'generation.no_price': {
    status: 422,
    sentence: 'This model has no known price, so it can be used on your own connection only.',
  },
  'generation.fallback_dearer': {
    status: 422,
    sentence: 'What is asked instead may not cost more credits than what you chose. Choose another one, or none.',
  },
  'generation.auth': {
    status: 502,
    sentence:
      'The provider no longer takes the key of this connection. Enter a new key, then press Retry. Nothing was paid.',
  },
  'generation.no_credit': {
    status: 502,
    sentence: 'The account at the provider has no credit left. Top it up there, then press Retry. Nothing was paid.',
  },
  'generation.rate_limited': {
    status: 503,
    sentence:
      'The provider is taking no more work from this account at the moment. Press Retry later. Nothing was paid.',
  },
  'generation.invalid_input': {
    status: 422,
    sentence: 'The model does not take this request. Change the words or choose another model. Nothing was paid.',
  },
  'generation.moderated': {
    status: 422,
    sentence:
      'The provider’s safety rules refused this. Change the words or the pictures; some providers charge for it.',
  },
  'generation.model_gone': {
    status: 422,
    sentence: 'The provider does not have this model or this work any more. Choose another model.',
  },
  'generation.expired': {
    status: 502,
    sentence:
      'The provider made it, but the file was gone before it could be fetched. Press Retry to make it again, at its price.',
  },
  'generation.provider_down': {
    status: 502,
    sentence: 'The provider could not be reached. Press Retry later. Nothing was paid.',
  },
  'generation.failed': {
    status: 502,
    sentence: 'The provider took the work and did not manage it. Press Retry to ask again, at its price.',
  },
  'generation.bad_file': {
    status: 502,
    sentence: 'What the provider sent is not the kind of file it was asked for. It was not used.',
  },
  'generation.unknown_outcome': {
    status: 409,
    sentence:
      'Nobody knows whether the provider took this request. It waits for you: check again, send again at its price, or close it.',
  },
  'generation.closed': { status: 409, sentence: 'This was closed without an answer from the provider.' },
  'intent.not_found': { status: 404, sentence: 'This request to a provider does not exist, or you cannot see it.' },
  'intent.decided': { status: 409, sentence: 'There is nothing to decide here: what became of it is known.' },
} as const satisfies ErrorTable;

/** With its sentence at once: jobs keep the words of what ended them, and know the queue's own table only. */
export function routingError(
  code: keyof typeof routingErrors,
  message: string,
  options: Omit<KinoraErrorOptions, 'sentence'> = {},
): KinoraError {
  return new KinoraError(code, message, { ...options, sentence: routingErrors[code].sentence });
}
