import {
  BILLING_CURRENCY,
  KinoraError,
  type Pack,
  PLANS,
  type Plan,
  toPriceKey,
  toPriceKeyStart,
} from '@kinora/contract';
import Stripe from 'stripe';

export type StripeConfig = { secretKey: string; webhookSecret: string; apiUrl: string | undefined };

export type CheckoutOrder = {
  customer: string;
  product: Pack | Plan;
  /** The same key opens the same page, however often it is asked for. */
  idempotencyKey: string;
  successUrl: string;
  cancelUrl: string;
};

export type PlanPage = { id: string; url: string | null; isOpen: boolean; subscription: string | null };
export type SessionFacts = {
  customer: string;
  isPaid: boolean;
  pack: string | null;
  paymentIntent: string | null;
  amount: number;
  currency: string;
};
export type InvoiceFacts = {
  customer: string;
  isPaid: boolean;
  reason: string | null;
  paymentIntent: string | null;
  amountPaid: number;
  currency: string;
  subscription: string | null;
  /** Of the line that was paid for, whatever the subscription has become since. */
  plan: string | null;
};
export type SubscriptionFacts = {
  id: string;
  customer: string;
  plan: string | null;
  status: string;
  periodEnd: Date | null;
  isEnding: boolean;
};
export type ChargeFacts = {
  customer: string | null;
  paymentIntent: string | null;
  refunded: number;
  disputes: { amount: number; status: string }[];
  /** What the charge paid for. */
  source: { kind: 'session' | 'invoice'; id: string } | null;
};

export type StripePort = ReturnType<typeof createStripe>;

/** What we ask of Stripe, and nothing else of it: ids in, facts out. Its library resends only under one idempotency key. */
export function createStripe(config: StripeConfig) {
  const client = new Stripe(config.secretKey, {
    maxNetworkRetries: 2,
    timeout: 15_000,
    telemetry: false,
    ...(config.apiUrl === undefined ? {} : toAddress(config.apiUrl)),
  });

  async function findPrice(product: Pack | Plan): Promise<string> {
    const key = toPriceKey(product);
    const { data } = await client.prices.list({ lookup_keys: [key], active: true, limit: 1 });
    if (data[0]) return data[0].id;
    const isPlan = 'creditsPerMonth' in product;
    const made = await client.prices.create(
      {
        lookup_key: key,
        currency: BILLING_CURRENCY.toLowerCase(),
        unit_amount: product.amountMinor,
        product_data: { name: isPlan ? `Kinora ${product.name}` : `${product.credits} Kinora credits` },
        ...(isPlan ? { recurring: { interval: 'month' as const } } : {}),
      },
      { idempotencyKey: `kinora-price-${key}` },
    );
    return made.id;
  }

  return {
    /** @throws `billing.bad_signature` for bytes that Stripe did not sign in the last five minutes */
    readEvent(bytes: Buffer, signature: string): Stripe.Event {
      try {
        return client.webhooks.constructEvent(bytes, signature, config.webhookSecret, 300);
      } catch (cause) {
        throw new KinoraError('billing.bad_signature', 'event with a signature that does not fit', { cause });
      }
    },

    createCustomer: (organizationId: string) =>
      asking(async () => {
        const options = { idempotencyKey: `kinora-customer-${organizationId}` };
        return (await client.customers.create({ metadata: { organizationId } }, options)).id;
      }),

    createCheckout: (order: CheckoutOrder) =>
      asking(async () => {
        const { product } = order;
        const isPlan = 'creditsPerMonth' in product;
        const session = await client.checkout.sessions.create(
          {
            mode: isPlan ? 'subscription' : 'payment',
            customer: order.customer,
            line_items: [{ price: await findPrice(product), quantity: 1 }],
            metadata: { product: product.id },
            success_url: order.successUrl,
            cancel_url: order.cancelUrl,
          },
          { idempotencyKey: order.idempotencyKey },
        );
        return { id: session.id, url: session.url! };
      }),

    /** The newest pages where this customer was to pay for a plan, and what became of each. */
    listPlanPages: (customer: string): Promise<PlanPage[]> =>
      asking(async () => {
        const { data } = await client.checkout.sessions.list({ customer, limit: 100 });
        return data.flatMap(({ id, url, mode, status, subscription }) =>
          mode === 'subscription' ? [{ id, url, isOpen: status === 'open', subscription: idOf(subscription) }] : [],
        );
      }),

    /** Nobody can pay there any more. @returns false where it has been paid, or has run out */
    async closePage(id: string): Promise<boolean> {
      try {
        await client.checkout.sessions.expire(id);
        return true;
      } catch (cause) {
        if (cause instanceof Stripe.errors.StripeInvalidRequestError) return false;
        throw toUnavailable(cause);
      }
    },

    openPortal: (customer: string, returnUrl: string) =>
      asking(async () => (await client.billingPortal.sessions.create({ customer, return_url: returnUrl })).url),

    readSession: (id: string): Promise<SessionFacts> =>
      asking(async () => {
        const session = await client.checkout.sessions.retrieve(id);
        return {
          customer: idOf(session.customer) ?? '',
          isPaid: session.mode === 'payment' && session.payment_status === 'paid',
          pack: session.metadata?.['product'] ?? null,
          paymentIntent: idOf(session.payment_intent),
          amount: session.amount_total ?? 0,
          currency: session.currency ?? '',
        };
      }),

    readInvoice: (id: string): Promise<InvoiceFacts> =>
      asking(async () => {
        const invoice = await client.invoices.retrieve(id);
        const { data } = await client.invoicePayments.list({ invoice: id, status: 'paid', limit: 1 });
        return {
          customer: idOf(invoice.customer) ?? '',
          isPaid: invoice.status === 'paid',
          reason: invoice.billing_reason,
          paymentIntent: idOf(data[0]?.payment.payment_intent),
          amountPaid: invoice.amount_paid,
          currency: invoice.currency,
          subscription: idOf(invoice.parent?.subscription_details?.subscription),
          plan: await readPlanOf(client, invoice),
        };
      }),

    readSubscription: (id: string): Promise<SubscriptionFacts> =>
      asking(async () => {
        const subscription = await client.subscriptions.retrieve(id);
        const item = subscription.items.data[0];
        return {
          id,
          customer: idOf(subscription.customer) ?? '',
          plan: planOf(item?.price.lookup_key),
          status: subscription.status,
          periodEnd: item ? new Date(item.current_period_end * 1000) : null,
          isEnding: subscription.cancel_at_period_end || subscription.cancel_at !== null,
        };
      }),

    readCharge: (id: string): Promise<ChargeFacts> =>
      asking(async () => {
        const charge = await client.charges.retrieve(id);
        const disputes = await client.disputes.list({ charge: id, limit: 100 });
        const paymentIntent = idOf(charge.payment_intent);
        return {
          customer: idOf(charge.customer),
          paymentIntent,
          refunded: charge.amount_refunded,
          disputes: disputes.data.map(({ amount, status }) => ({ amount, status })),
          source: paymentIntent === null ? null : await findSource(client, paymentIntent),
        };
      }),
  };
}

async function findSource(client: Stripe, paymentIntent: string): Promise<ChargeFacts['source']> {
  const sessions = await client.checkout.sessions.list({ payment_intent: paymentIntent, limit: 1 });
  if (sessions.data[0]) return { kind: 'session', id: sessions.data[0].id };
  const payments = await client.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: paymentIntent },
    limit: 1,
  });
  const invoice = idOf(payments.data[0]?.invoice);
  return invoice === null ? null : { kind: 'invoice', id: invoice };
}

/** The dearest line: a change of plan bills the rest of the new one and credits the rest of the old. */
async function readPlanOf(client: Stripe, invoice: Stripe.Invoice): Promise<string | null> {
  const dearest = invoice.lines.data.toSorted((left, right) => right.amount - left.amount)[0];
  const price = idOf(dearest?.pricing?.price_details?.price);
  return price === null ? null : planOf((await client.prices.retrieve(price)).lookup_key);
}

function planOf(lookupKey: string | null | undefined): string | null {
  return PLANS.find(({ id }) => lookupKey?.startsWith(toPriceKeyStart(id)))?.id ?? null;
}

function idOf(thing: string | { id: string } | null | undefined): string | null {
  if (thing === null || thing === undefined) return null;
  return typeof thing === 'string' ? thing : thing.id;
}

function toAddress(apiUrl: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const { hostname, port, protocol } = new URL(apiUrl);
  const isSecure = protocol === 'https:';
  return { host: hostname, port: port || (isSecure ? '443' : '80'), protocol: isSecure ? 'https' : 'http' };
}

/** A refusal of Stripe's is a fault of ours or of the account, never something a person typed: it is told as unavailable. */
async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw toUnavailable(cause);
  }
}

function toUnavailable(cause: unknown): KinoraError {
  const { type, code, requestId } = cause as { type?: string; code?: string; requestId?: string };
  return new KinoraError('billing.unavailable', `Stripe: ${type} ${code ?? ''} ${requestId ?? ''}`.trim(), {
    isRetryable: true,
    cause,
  });
}
