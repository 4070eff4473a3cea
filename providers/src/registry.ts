import type { Provider } from './contract/provider.ts';
import { createReplicate } from './replicate/replicate.ts';

/** Every vendor there is: a new one is its folder and one line here. */
export function createProviders(): Provider[] {
  return [createReplicate()];
}
