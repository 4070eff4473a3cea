import type { ErrorTable } from '@kinora/contract';

export const FETCH_ERRORS = {
  'fetch.bad_address': { status: 422, sentence: 'Give an address that starts with https:// or http://.' },
  'fetch.name_unknown': { status: 422, sentence: 'The address does not exist. Check it for a typing mistake.' },
  'fetch.private_address': { status: 422, sentence: 'The address belongs to a private network and is not fetched.' },
  'fetch.too_many_redirects': { status: 422, sentence: 'The address sends from one place to the next without end.' },
  'fetch.too_large': { status: 422, sentence: 'The file behind the address is too large.' },
  'fetch.timeout': { status: 504, sentence: 'The address did not answer in time. Try again later.' },
  'fetch.failed': { status: 502, sentence: 'The address could not be reached.' },
} satisfies ErrorTable;
