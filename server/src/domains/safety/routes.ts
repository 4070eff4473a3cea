import { safetyRoutes } from '@kinora/contract';
import { bindRoutes, decodeCursor, encodeCursor, type RegisteredRoute } from '../../platform/http/index.ts';
import type { SafetyService } from './service.ts';

export function createSafetyRoutes(safety: SafetyService): RegisteredRoute[] {
  return bindRoutes<typeof safetyRoutes>(safetyRoutes, {
    async getSafetyPolicy({ actor }) {
      return { status: 200, body: await safety.getPolicy(actor) };
    },
    async updateSafetyPolicy({ actor, body }) {
      return { status: 200, body: await safety.updatePolicy(actor, body) };
    },
    async listSafetyDecisions({ actor, query }) {
      const beforeId = decodeCursor(query.cursor, ['id'])?.[0] as string | undefined;
      const { appeal, limit } = query;
      const found = await safety.list(actor, { appeal, beforeId, limit: limit + 1 });
      const items = found.slice(0, limit);
      const nextCursor = found.length > limit ? encodeCursor([items.at(-1)!.id]) : null;
      return { status: 200, body: { items, nextCursor } };
    },
    async appealSafetyDecision({ actor, params, body }) {
      return { status: 200, body: await safety.appeal(actor, params.id, body.text) };
    },
    async decideSafetyAppeal({ actor, params, body }) {
      return { status: 200, body: await safety.decide(actor, params.id, body) };
    },
    async listConsents({ actor }) {
      return { status: 200, body: { items: await safety.listConsents(actor) } };
    },
    async createConsent({ actor, body }) {
      return { status: 201, body: await safety.createConsent(actor, body) };
    },
    async revokeConsent({ actor, params }) {
      return { status: 200, body: await safety.revokeConsent(actor, params.id) };
    },
  });
}
