import type { GenerationModel } from '@kinora/contract';

/** More than anybody reads in a list; a gateway to a whole market has thousands. */
export const MOST_OWN_MODELS = 200;

/**
 * A model on a server of one's own, of which nothing is known but its name. The limits are what most models of today hold;
 * a request that is too long for one is refused by its server, in words.
 */
export function describeOwnModel(provider: string, id: string, { takesSeed }: { takesSeed: boolean }): GenerationModel {
  return {
    id,
    provider,
    title: id,
    capability: 'text',
    limits: {
      promptCharacters: 60_000,
      pictures: { least: 0, most: 0 },
      ratios: [],
      seconds: [],
      takesSeed,
      takesNegativePrompt: false,
      answerTokens: 8000,
    },
    price: null,
    licence: 'commercial',
    shutsDownOn: null,
    checkedOn: '2026-11-26',
  };
}
