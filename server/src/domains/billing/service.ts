import { createHash } from 'node:crypto';
import {
  BILLING_CURRENCY,
  type billing,
  findPack,
  findPlan,
  KinoraError,
  PACKS,
  type Pack,
  PLANS,
  type Plan,
} from '@kinora/contract';
import type { z } from 'zod';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Member } from '../../platform/http/index.ts';
import { noteAct } from '../accounts/index.ts';
import { toPurchase } from './purchase.ts';
import { findCustomer, findSubscription, insertCustomer, lockCustomer, type SubscriptionRow } from './store.ts';
import type { CheckoutOrder, StripePort } from './stripe.ts';

export type BillingParts = { database: Database; stripe: StripePort | null; publicUrl: string };
export type Billing = z.input<typeof billing>;
export type BillingService = ReturnType<typeof createBillingService>;

const ENDED = ['canceled', 'incomplete_expired', 'incomplete'];

export function createBillingService({ database, stripe, publicUrl }: BillingParts) {
  const pageOf = (organizationId: string) => `${publicUrl}/o/${organizationId}/settings/billing`;

  function needStripe(): StripePort {
    if (!stripe) throw new KinoraError('billing.off', 'no Stripe keys are set');
    return stripe;
  }

  async function ensureCustomer(port: StripePort, organizationId: string): Promise<string> {
    const known = await database.inOrganization(organizationId, findCustomer);
    if (known !== undefined) return known;
    const made = await port.createCustomer(organizationId);
    return database.inOrganization(organizationId, (transaction) => insertCustomer(transaction, made));
  }

  return {
    async get(organizationId: string): Promise<Billing> {
      if (!stripe) return NOTHING_SOLD;
      const [subscription, customer] = await database.inOrganization(organizationId, async (transaction) => [
        await findSubscription(transaction),
        await findCustomer(transaction),
      ]);
      return {
        isOn: true,
        currency: BILLING_CURRENCY,
        packs: [...PACKS],
        plans: [...PLANS],
        subscription: subscription ? toSubscription(subscription) : null,
        hasPortal: customer !== undefined,
      };
    },

    /** The page where it is paid. Pressed twice with one key it is one page, also for Stripe. */
    async checkout(
      organizationId: string,
      order: { pack?: string; plan?: string },
      requestKey: string,
      /** Who pressed; a page that was opened is written down with them, as Stripe does not tell who paid at it. */
      by?: Member,
    ): Promise<string> {
      const port = needStripe();
      const product = order.pack !== undefined ? findPack(order.pack) : findPlan(order.plan ?? '');
      if (!product) throw new KinoraError('request.invalid', `nothing is sold as ${order.pack ?? order.plan}`);
      const subscription = await database.inOrganization(organizationId, findSubscription);
      if (order.plan !== undefined && subscription && !ENDED.includes(subscription.status))
        throw new KinoraError('billing.has_plan', `${organizationId} has ${subscription.plan}`);
      const key = createHash('sha256').update(`${organizationId} ${requestKey}`).digest('hex');
      const customer = await ensureCustomer(port, organizationId);
      const page = {
        customer,
        product,
        idempotencyKey: `kinora-checkout-${key}`,
        successUrl: `${pageOf(organizationId)}?paid=1`,
        cancelUrl: pageOf(organizationId),
      };
      if (order.plan === undefined) {
        const { url } = await port.createCheckout(page);
        if (by) await database.inOrganization(organizationId, (transaction) => noteBegun(transaction, by, product));
        return url;
      }
      return database.inOrganization(organizationId, async (transaction) => {
        await lockCustomer(transaction);
        const url = await openPlanPage(port, page);
        if (by) await noteBegun(transaction, by, product);
        return url;
      });
    },

    async openPortal(organizationId: string): Promise<string> {
      const port = needStripe();
      const customer = await database.inOrganization(organizationId, findCustomer);
      if (customer === undefined) throw new KinoraError('billing.no_customer', `${organizationId} bought nothing yet`);
      return port.openPortal(customer, pageOf(organizationId));
    },
  };
}

function noteBegun(transaction: Transaction, by: Member, product: Pack | Plan): Promise<void> {
  return noteAct(transaction, by, { action: 'purchase.begun', ...toPurchase(product) });
}

/**
 * A plan is bought once (docs/decisions/0219): whoever opens a page for one closes those that were opened before, and a page
 * that was paid meanwhile counts although Stripe has not told of it yet. Under the customer's lock, so that of two presses in
 * one moment the later closes the earlier's page and not each the other's.
 */
async function openPlanPage(port: StripePort, page: CheckoutOrder): Promise<string> {
  const made = await port.createCheckout(page);
  const pages = await port.listPlanPages(page.customer);
  // An old press that comes again is answered by its own page, which a later one has closed: that one's stays.
  if (pages.some(({ id, isOpen, subscription }) => id === made.id && !isOpen && subscription === null))
    return pages.find(({ isOpen }) => isOpen)?.url ?? made.url;
  for (const { id, isOpen, subscription } of pages) {
    if (id === made.id) continue;
    const isPaid = subscription !== null || (isOpen && !(await port.closePage(id)));
    if (isPaid && (await isLiving(port, subscription))) {
      await port.closePage(made.id);
      throw new KinoraError('billing.has_plan', `${page.customer} paid at ${id} meanwhile`);
    }
  }
  return made.url;
}

/** Without an id it was paid in this very moment: what it brings is not read yet. */
async function isLiving(port: StripePort, subscription: string | null): Promise<boolean> {
  return subscription === null || !ENDED.includes((await port.readSubscription(subscription)).status);
}

const NOTHING_SOLD: Billing = {
  isOn: false,
  currency: BILLING_CURRENCY,
  packs: [],
  plans: [],
  subscription: null,
  hasPortal: false,
};

function toSubscription(row: SubscriptionRow): NonNullable<Billing['subscription']> {
  const periodEnd = row.period_end?.toISOString() ?? null;
  return { plan: row.plan, status: row.status, periodEnd, isEnding: row.is_ending };
}
