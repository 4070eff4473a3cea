import type { RoutePort, StudioPorts } from '@kinora/studios';
import { type AssetPortDependencies, createAssetPort } from '../assets/index.ts';
import { createSegmentCache } from '../renders/index.ts';
import { createFilmPort } from './film-port.ts';

export type StudioPortsDependencies = AssetPortDependencies & { routesOf(organizationId: string): RoutePort };
/** @property userId who started the job, null for API keys; owns the project the job makes */
export type StudioScope = { organizationId: string; jobId: string | null; userId: string | null };

/** Everything a studio may reach, opened for one organization: nothing of another one can be reached through it. */
export function createStudioPorts(dependencies: StudioPortsDependencies, scope: StudioScope): StudioPorts {
  return {
    assets: createAssetPort(dependencies, scope),
    films: createFilmPort(dependencies, scope),
    routes: dependencies.routesOf(scope.organizationId),
    segments: createSegmentCache(dependencies, scope.organizationId),
  };
}
