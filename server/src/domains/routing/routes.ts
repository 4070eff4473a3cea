import { connectionRoutes } from '@kinora/contract';
import { bindRoutes, type Member, type RegisteredRoute, userIdOf } from '../../platform/http/index.ts';
import type { JobActor } from '../jobs/index.ts';
import type { IntentService } from './decide.ts';
import type { RouteOfferService } from './route-offers.ts';
import type { ConnectionService } from './service.ts';

const toActor = (member: Member): JobActor => ({
  organizationId: member.organizationId,
  userId: userIdOf(member),
  role: member.role,
});

export function createConnectionRoutes(
  connections: ConnectionService,
  intents: IntentService,
  offers: RouteOfferService,
): RegisteredRoute[] {
  return bindRoutes<typeof connectionRoutes>(connectionRoutes, {
    async listRoutes({ actor, query }) {
      return { status: 200, body: await offers.listRoutes(actor, query) };
    },
    async listRouteChoices({ actor, query }) {
      return { status: 200, body: { items: await offers.listChoices(actor, query) } };
    },
    async setRouteChoices({ actor, body }) {
      return { status: 200, body: { items: await offers.setChoices(actor, body, body.items) } };
    },
    async listConnections({ actor }) {
      return { status: 200, body: await connections.list(actor) };
    },
    async createConnection({ actor, body }) {
      return { status: 201, body: await connections.create(actor, body) };
    },
    async updateConnection({ actor, params, body }) {
      return { status: 200, body: await connections.update(actor, params.id, body) };
    },
    async replaceConnectionSecret({ actor, params, body }) {
      return { status: 200, body: await connections.replaceSecret(actor, params.id, body.secret) };
    },
    async testConnection({ actor, params }) {
      return { status: 200, body: await connections.test(actor, params.id) };
    },
    async deleteConnection({ actor, params }) {
      await connections.delete(actor, params.id);
      return { status: 204 };
    },
    async listModels({ actor, query }) {
      return { status: 200, body: { items: await connections.listModels(actor, query.capability) } };
    },
    async listJobIntents({ actor, params }) {
      return { status: 200, body: { items: await intents.list(actor.organizationId, params.id) } };
    },
    async decideIntent({ actor, params, body }) {
      return { status: 200, body: await intents.decide(toActor(actor), params.id, body.decision) };
    },
  });
}
