import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';

export async function findCustomer(transaction: Transaction): Promise<string | undefined> {
  const { rows } = await transaction.query<{ id: string }>('select stripe_customer_id as id from billing_customers');
  return rows[0]?.id;
}

/**
 * The customer's row is the lock of all that comes from Stripe: what is read from the API under it is newer than whatever was
 * applied before.
 */
export async function lockCustomer(transaction: Transaction): Promise<void> {
  await transaction.query('select 1 from billing_customers for update');
}

/** @returns the one that stands: of two presses at once only one is kept */
export async function insertCustomer(transaction: Transaction, stripeCustomerId: string): Promise<string> {
  await transaction.query(
    'insert into billing_customers (organization_id, stripe_customer_id) values (app.org(), $1) on conflict do nothing',
    [stripeCustomerId],
  );
  return (await findCustomer(transaction))!;
}

/** @returns false for an event that was done before */
export async function insertEvent(
  transaction: Transaction,
  event: { id: string; type: string; madeAt: Date },
): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into payment_events (id, organization_id, type, made_at) values ($1, app.org(), $2, $3) on conflict do nothing`,
    [event.id, event.type, event.madeAt],
  );
  return rowCount > 0;
}

export type SubscriptionRow = { plan: string | null; status: string; period_end: Date | null; is_ending: boolean };

/** A living one before an ended one, then the newest. */
export async function findSubscription(transaction: Transaction): Promise<SubscriptionRow | undefined> {
  const { rows } = await transaction.query<SubscriptionRow>(
    `select plan, status, period_end, is_ending from subscriptions
      order by status in ('canceled', 'incomplete_expired'), created_at desc limit 1`,
  );
  return rows[0];
}

export async function saveSubscription(
  transaction: Transaction,
  subscription: { id: string; plan: string | null; status: string; periodEnd: Date | null; isEnding: boolean },
): Promise<void> {
  await transaction.query(
    `insert into subscriptions (id, organization_id, stripe_subscription_id, plan, status, period_end, is_ending)
     values ($1, app.org(), $2, $3, $4, $5, $6)
     on conflict (stripe_subscription_id) do update set plan = excluded.plan, status = excluded.status,
       period_end = excluded.period_end, is_ending = excluded.is_ending`,
    [newId(), subscription.id, subscription.plan, subscription.status, subscription.periodEnd, subscription.isEnding],
  );
}

export type NewPayment = {
  source: string;
  paymentIntent: string | null;
  kind: 'pack' | 'plan';
  product: string;
  credits: number;
  amount: number;
  currency: string;
};

/** @returns false for one that stands already, with what it brought then */
export async function insertPayment(transaction: Transaction, payment: NewPayment): Promise<boolean> {
  const { rowCount } = await transaction.query(
    `insert into payments (id, organization_id, source, payment_intent, kind, product, credits, amount, currency)
     values ($1, app.org(), $2, $3, $4, $5, $6, $7, $8) on conflict (source) do nothing`,
    [
      newId(),
      payment.source,
      payment.paymentIntent,
      payment.kind,
      payment.product,
      payment.credits,
      payment.amount,
      payment.currency,
    ],
  );
  return rowCount > 0;
}

export type PaymentRow = {
  id: string;
  source: string;
  credits: number;
  amount: number;
  taken_credits: number;
  disputed_amount: number;
  taking_changes: number;
};

export async function findPayment(transaction: Transaction, paymentIntent: string): Promise<PaymentRow | undefined> {
  const { rows } = await transaction.query<PaymentRow>(
    `select id, source, credits, amount, taken_credits, disputed_amount, taking_changes from payments where payment_intent = $1`,
    [paymentIntent],
  );
  return rows[0];
}

export async function saveTaking(
  transaction: Transaction,
  paymentId: string,
  taking: { refunded: number; disputed: number; takenCredits: number },
): Promise<void> {
  await transaction.query(
    `update payments set refunded_amount = $2, disputed_amount = $3, taking_changes = taking_changes + (taken_credits <> $4)::int,
       taken_credits = $4 where id = $1`,
    [paymentId, taking.refunded, taking.disputed, taking.takenCredits],
  );
}
