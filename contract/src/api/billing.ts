import { z } from 'zod';
import { PACKS, PLANS } from '../plans.ts';
import { isoTime } from '../primitives.ts';
import { defineRoutes } from './route.ts';

const packId = z.enum(PACKS.map(({ id }) => id) as [string, ...string[]]);
const planId = z.enum(PLANS.map(({ id }) => id) as [string, ...string[]]);

const subscription = z.object({
  /** Null for a price that was made by hand. */
  plan: planId.nullable(),
  /** Stripe's word: active, past_due, canceled … */
  status: z.string(),
  /** When it renews, or ends if `isEnding`. */
  periodEnd: isoTime.nullable(),
  isEnding: z.boolean(),
});

export const billing = z
  .object({
    /** False where the operator sells nothing, as in a studio of one's own: then nothing of it is shown. */
    isOn: z.boolean(),
    currency: z.string(),
    packs: z.array(z.object({ id: packId, credits: z.int(), amountMinor: z.int() })),
    plans: z.array(z.object({ id: planId, name: z.string(), creditsPerMonth: z.int(), amountMinor: z.int() })),
    subscription: subscription.nullable(),
    /** True once something was bought: the portal holds cards, invoices and the plan. */
    hasPortal: z.boolean(),
  })
  .meta({ id: 'Billing' });

const page = z.object({ url: z.url() });

export const billingRoutes = defineRoutes({
  getBilling: {
    method: 'GET',
    path: '/billing',
    operationId: 'getBilling',
    tag: 'billing',
    summary: 'What can be bought, and the plan of the organization',
    access: 'credits.read',
    responses: { 200: billing },
  },
  createCheckout: {
    method: 'POST',
    path: '/billing/checkout',
    operationId: 'createCheckout',
    tag: 'billing',
    summary: 'A page of Stripe where a pack or a plan is paid',
    access: 'billing.manage',
    idempotencyKey: 'required',
    body: z.union([z.object({ pack: packId }), z.object({ plan: planId })]),
    responses: { 201: page },
  },
  openBillingPortal: {
    method: 'POST',
    path: '/billing/portal',
    operationId: 'openBillingPortal',
    tag: 'billing',
    summary: 'A page of Stripe with cards, invoices and the plan',
    access: 'billing.manage',
    responses: { 201: page },
  },
});

/** Read by hand, because the signature is over the bytes. */
export const stripeRoutes = defineRoutes({
  receiveStripeEvent: {
    method: 'POST',
    path: '/billing/stripe-events',
    operationId: 'receiveStripeEvent',
    tag: 'billing',
    summary: 'For Stripe: events, signed with the endpoint’s secret',
    access: 'public',
    responses: { 204: null },
  },
});
