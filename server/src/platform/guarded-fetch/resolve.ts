import { lookup as systemLookup } from 'node:dns/promises';
import { KinoraError } from '@kinora/contract';
import { Agent } from 'undici';
import { createPrivateHostRule, isPublicAddress } from './addresses.ts';

export type GuardedFetchOptions = {
  /** rulings §3.9: empty when hosted; loopback and private ranges when self-hosted. */
  privateHosts: readonly string[];
  /** Name resolution, passed in for tests. */
  lookup?: (host: string) => Promise<{ address: string; family: number }[]>;
};

type Judged = { address: string; family: number };

/** Resolves a name once and judges every address of it. */
export function createResolver(options: GuardedFetchOptions): (url: URL) => Promise<Judged> {
  const mayBePrivate = createPrivateHostRule(options.privateHosts);
  const lookup = options.lookup ?? ((host: string) => systemLookup(host, { all: true }));

  return async function resolve(url) {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const answers = await lookup(host).catch((error: unknown) => {
      throw refused(
        'fetch.name_unknown',
        `cannot resolve ${host}`,
        'The address does not exist. Check it for a typing mistake.',
        error,
      );
    });
    const allowed = answers.find(({ address }) => isPublicAddress(address) || mayBePrivate(host, address));
    // One forbidden answer among several is enough to refuse: mixed answers are how filters are tricked.
    const isMixed = answers.some(({ address }) => !isPublicAddress(address) && !mayBePrivate(host, address));
    if (!allowed || isMixed)
      throw refused(
        'fetch.private_address',
        `${host} resolves to a private address`,
        'The address belongs to a private network and is not fetched. The operator can allow it with KINORA_PRIVATE_HOSTS.',
      );
    return allowed;
  };
}

/** Connects to the judged address, whatever the name says later. */
export function pinAgent(pinned: Judged): Agent {
  return new Agent({
    connect: {
      lookup: (_host, settings, callback) =>
        settings.all ? callback(null, [pinned]) : callback(null, pinned.address, pinned.family),
    },
  });
}

export function refused(code: string, message: string, sentence: string, cause?: unknown): KinoraError {
  return new KinoraError(code, message, {
    sentence,
    cause,
    isRetryable: code === 'fetch.timeout' || code === 'fetch.failed',
  });
}
