import { isKinoraError } from '@kinora/contract';
import type { GenerateRequest } from '@kinora/providers';
import type { Generated, Route, RouteFacts } from '../../generation.ts';
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
  const ask = async (route: Route) => {
    const facts = await context.ports.routes.find(route, { isUnderWay: true });
    return { route, request: await toRequest(facts) };
  };
  const [chosen, ...others] = routesOf(chain);
  const [first, ...fallbacks] = await Promise.all([
    ask(chosen!),
    ...others.map((route) => ask(route).catch((error: unknown) => passOver(route, error))),
  ]);
  return context.generate({ name, fileName, projectId, ...first!, fallbacks });
}

/** Removed while the job was under way: what another route made, or may yet make, does not fail with it. */
function passOver(route: Route, error: unknown): { route: Route; request: null } {
  if (isKinoraError(error) && error.code === 'connection.not_found') return { route, request: null };
  throw error;
}
