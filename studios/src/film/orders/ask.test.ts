import { KinoraError } from '@kinora/contract';
import { expect, it } from 'vitest';
import type { GenerateOrder, Route } from '../../generation.ts';
import type { LeafContext } from '../../studio.ts';
import { askChain } from './ask.ts';

const request = {
  capability: 'image' as const,
  prompt: 'A chair',
  negativePrompt: '',
  ratio: '16:9' as const,
  seed: 1,
  pictures: [],
};
const chain = {
  connection: 'one',
  model: 'm',
  fallbacks: [
    { connection: 'gone', model: 'm' },
    { connection: 'three', model: 'm' },
  ],
};

/** A leaf whose connections are what `find` says. */
async function ask(find: (route: Route) => Promise<unknown>): Promise<GenerateOrder> {
  let asked: GenerateOrder | undefined;
  const context = {
    ports: { routes: { find } },
    generate: async (order: GenerateOrder) => {
      asked = order;
      return {};
    },
  } as unknown as LeafContext;
  await askChain(context, chain, { name: 'picture', fileName: 'p', projectId: 'x', toRequest: async () => request });
  return asked!;
}
const without = (code: string, gone: string) => async (route: Route) => {
  if (route.connection === gone) throw new KinoraError(code, 'no such connection');
  return {};
};

it('passes over one asked instead whose connection was removed meanwhile, and keeps the places of the others', async () => {
  const { route, fallbacks } = await ask(without('connection.not_found', 'gone'));
  expect(route.connection).toBe('one');
  expect(fallbacks).toEqual([
    { route: chain.fallbacks[0], request: null },
    { route: chain.fallbacks[1], request },
  ]);
});

it('fails for the chosen one, and for every other fault', async () => {
  await expect(ask(without('connection.not_found', 'one'))).rejects.toMatchObject({ code: 'connection.not_found' });
  await expect(ask(without('generation.model_gone', 'gone'))).rejects.toMatchObject({ code: 'generation.model_gone' });
});
