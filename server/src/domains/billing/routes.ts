import { billingRoutes, KinoraError, stripeRoutes } from '@kinora/contract';
import type { FastifyInstance } from 'fastify';
import { actorKey, bindRoutes, type RegisteredRoute } from '../../platform/http/index.ts';
import type { Receiver } from './receive.ts';
import type { BillingService } from './service.ts';
import type { StripePort } from './stripe.ts';

export function createBillingRoutes(billing: BillingService): RegisteredRoute[] {
  return bindRoutes<typeof billingRoutes>(billingRoutes, {
    async getBilling({ actor }) {
      return { status: 200, body: await billing.get(actor.organizationId) };
    },
    async createCheckout({ actor, body, idempotencyKey }) {
      const requestKey = `${actorKey(actor)} ${idempotencyKey}`;
      return { status: 201, body: { url: await billing.checkout(actor.organizationId, body, requestKey, actor) } };
    },
    async openBillingPortal({ actor }) {
      return { status: 201, body: { url: await billing.openPortal(actor.organizationId) } };
    },
  });
}

const LONGEST_EVENT_BYTES = 512 * 1024;

/**
 * The door for Stripe's events, in a scope of its own whose JSON stays bytes: the signature is over them. Nobody is signed in
 * here and nothing is counted; bytes that are not signed are refused before anything is looked up. A fault answers 5xx, and
 * Stripe sends the event again.
 */
export async function registerStripeEvents(
  app: FastifyInstance,
  parts: { stripe: StripePort | null; receiver: Receiver | null },
): Promise<void> {
  const { method, path } = stripeRoutes.receiveStripeEvent;
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: LONGEST_EVENT_BYTES },
      (_r, bytes, done) => done(null, bytes),
    );
    scope.route({
      method,
      url: `/api/v1${path}`,
      handler: async (request, reply) => {
        if (!parts.stripe || !parts.receiver) throw new KinoraError('billing.off', 'an event without keys');
        const signature = request.headers['stripe-signature'];
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const event = parts.stripe.readEvent(bytes, typeof signature === 'string' ? signature : '');
        const result = await parts.receiver.receive(event);
        request.log.info({ event: event.id, type: event.type, result }, 'stripe event');
        return reply.code(204).send();
      },
    });
  });
}
