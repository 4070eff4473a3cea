import type { GenerateRequest } from '@kinora/providers';
import type { Generated, RouteFacts } from '../../generation.ts';
import type { LeafContext } from '../../studio.ts';
import { type RouteChain, routesOf } from './route-order.ts';

/** Asks the chosen route, and with it says what the others would be asked for. */
export async function askChain(
  context: LeafContext,
  chain: RouteChain,
  order: {
    name: string;
    fileName: string;
    projectId: string;
    toRequest: (facts: RouteFacts) => Promise<GenerateRequest>;
  },
): Promise<Generated> {
  const { name, fileName, projectId, toRequest } = order;
  const orders = await Promise.all(
    routesOf(chain).map(async (route) => {
      const facts = await context.ports.routes.find(route, { isUnderWay: true });
      return { route, request: await toRequest(facts) };
    }),
  );
  const [first, ...fallbacks] = orders;
  return context.generate({ name, fileName, projectId, ...first!, fallbacks });
}
