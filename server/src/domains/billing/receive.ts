import { findPack, findPlan, say } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { appendEvent } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { insertAudit } from '../accounts/index.ts';
import { getBalances, grantCredits, takeBackCredits } from '../credits/index.ts';
import { notifyKeepers } from '../notifications/index.ts';
import { holdsMoney, planInvoiceCredits, planSubject, planTakenCredits, type Subject } from './plan-payment.ts';
import {
  findPayment,
  insertEvent,
  insertPayment,
  lockCustomer,
  type NewPayment,
  saveSubscription,
  saveTaking,
} from './store.ts';
import type { ChargeFacts, InvoiceFacts, SessionFacts, StripePort, SubscriptionFacts } from './stripe.ts';

export type Receiver = { receive(event: SignedEvent): Promise<'done' | 'known' | 'not_ours'> };
export type SignedEvent = { id: string; type: string; created: number; data: { object: unknown } };

/**
 * An event's way: whose customer is it → lock the customer → done before? → read its subject from the API as it is now → apply
 * that, and write the event down, in one transaction. A crash or a refusal anywhere leaves no trace, and Stripe sends it again.
 * One at a time in a process, because each holds a connection while Stripe answers.
 */
export function createReceiver(parts: { database: Database; stripe: StripePort }): Receiver {
  let last: Promise<unknown> = Promise.resolve();
  return {
    receive(event) {
      const next = last.then(() => receive(parts, event));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

type Parts = { database: Database; stripe: StripePort };

async function receive({ database, stripe }: Parts, event: SignedEvent): Promise<'done' | 'known' | 'not_ours'> {
  const subject = planSubject(event);
  const customer = subject && (await findCustomerOf(stripe, event, subject));
  const organizationId = customer ? await findOrganization(database, customer) : null;
  if (!subject || !organizationId) return 'not_ours';
  return database.inOrganization(organizationId, async (transaction) => {
    await lockCustomer(transaction);
    const isNew = await insertEvent(transaction, {
      id: event.id,
      type: event.type,
      madeAt: new Date(event.created * 1000),
    });
    if (!isNew) return 'known';
    await applySubject(transaction, stripe, { organizationId, subject });
    await announce(transaction, organizationId);
    return 'done';
  });
}

/** Of most things the event itself says whose they are; a dispute names only its charge. */
async function findCustomerOf(stripe: StripePort, event: SignedEvent, subject: Subject): Promise<string | null> {
  const { customer } = event.data.object as { customer?: string | { id: string } | null };
  if (customer) return typeof customer === 'string' ? customer : customer.id;
  return subject.kind === 'charge' ? (await stripe.readCharge(subject.id)).customer : null;
}

async function findOrganization(database: Database, customer: string): Promise<string | null> {
  const { rows } = await database.app.query<{ id: string | null }>('select app.find_billing_organization($1) as id', [
    customer,
  ]);
  return rows[0]!.id;
}

type About = { organizationId: string; subject: Subject };

async function applySubject(transaction: Transaction, stripe: StripePort, { organizationId, subject }: About) {
  const { id } = subject;
  if (subject.kind === 'session') await applySession(transaction, id, await stripe.readSession(id));
  else if (subject.kind === 'subscription') await saveSubscription(transaction, await stripe.readSubscription(id));
  else if (subject.kind === 'invoice') await applyInvoice(transaction, stripe, { organizationId, id });
  else await applyCharge(transaction, stripe, { organizationId, id });
}

async function applySession(transaction: Transaction, id: string, session: SessionFacts): Promise<void> {
  const pack = session.pack === null ? undefined : findPack(session.pack);
  if (!session.isPaid || !pack) return;
  const { credits } = pack;
  const { paymentIntent, amount, currency } = session;
  await book(transaction, { source: id, paymentIntent, kind: 'pack', product: pack.id, credits, amount, currency });
}

async function applyInvoice(
  transaction: Transaction,
  stripe: StripePort,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<void> {
  const invoice = await stripe.readInvoice(id);
  if (invoice.subscription === null) return;
  const subscription = await stripe.readSubscription(invoice.subscription);
  await saveSubscription(transaction, subscription);
  if (invoice.isPaid) await bookInvoice(transaction, id, invoice);
  else if (subscription.status !== 'active') await tellOfFailure(transaction, organizationId, subscription);
}

async function bookInvoice(transaction: Transaction, id: string, invoice: InvoiceFacts): Promise<void> {
  const { plan: product, reason, amountPaid, paymentIntent, currency } = invoice;
  const credits = planInvoiceCredits({ plan: product, reason, amountPaid });
  if (product === null || credits === 0) return;
  await book(transaction, { source: id, paymentIntent, kind: 'plan', product, credits, amount: amountPaid, currency });
}

/** Booked once, for what it brought on that day: every later word about it comes by here, and the table of products may have changed. */
async function book(transaction: Transaction, payment: NewPayment): Promise<void> {
  const { credits, kind, product } = payment;
  if (!(await insertPayment(transaction, payment))) return;
  const note =
    kind === 'pack'
      ? say('ledger.pack', { credits })
      : say('ledger.plan', { plan: findPlan(product)?.name ?? product });
  await grantCredits(transaction, { key: `stripe:${payment.source}`, credits, note });
  const { amount, currency } = payment;
  const bought =
    kind === 'pack' ? { subject: product } : { subject: findPlan(product)?.name ?? product, plan: product };
  const { subject, ...details } = { ...bought, credits, amount, currency };
  await insertAudit(transaction, {
    id: newId(),
    organizationId: await readId(transaction),
    actor: 'stripe',
    action: 'purchase.paid',
    subject,
    details,
  });
}

/** What a charge paid for is booked first, in case its refund is heard of before it. */
async function applyCharge(
  transaction: Transaction,
  stripe: StripePort,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<void> {
  const charge = await stripe.readCharge(id);
  if (charge.source) await applySubject(transaction, stripe, { organizationId, subject: charge.source });
  if (charge.paymentIntent !== null) await applyTaking(transaction, organizationId, charge, charge.paymentIntent);
}

async function applyTaking(
  transaction: Transaction,
  organizationId: string,
  charge: ChargeFacts,
  paymentIntent: string,
): Promise<void> {
  const payment = await findPayment(transaction, paymentIntent);
  if (!payment) return;
  const { refunded } = charge;
  const disputed = charge.disputes
    .filter(({ status }) => holdsMoney(status))
    .reduce((sum, { amount }) => sum + amount, 0);
  const takenCredits = planTakenCredits(payment, { refunded, disputed });
  const change = takenCredits - payment.taken_credits;
  await saveTaking(transaction, payment.id, { refunded, disputed, takenCredits });
  const key = `stripe:${payment.source}:taking:${payment.taking_changes + 1}`;
  if (change < 0) {
    const note = say('ledger.returned');
    await grantCredits(transaction, { key, credits: -change, note, kind: 'return' });
  }
  if (change <= 0) return;
  const kind = disputed > payment.disputed_amount ? 'dispute' : 'refund';
  await takeBackCredits(transaction, { key, credits: change, kind, note: say(`ledger.${kind}`) });
  await notifyKeepers(transaction, organizationId, {
    kind: 'needs_you',
    title: await readName(transaction),
    sentence: say('notice.payment_taken_back'),
    aboutId: payment.id,
  });
}

async function tellOfFailure(
  transaction: Transaction,
  organizationId: string,
  subscription: SubscriptionFacts,
): Promise<void> {
  if (!['past_due', 'unpaid', 'incomplete'].includes(subscription.status)) return;
  await notifyKeepers(transaction, organizationId, {
    kind: 'needs_you',
    title: await readName(transaction),
    sentence: say('notice.payment_failed'),
  });
}

async function readId(transaction: Transaction): Promise<string> {
  return (await transaction.query<{ id: string }>('select app.org() as id')).rows[0]!.id;
}

async function readName(transaction: Transaction): Promise<string> {
  const { rows } = await transaction.query<{ name: string }>('select name from organizations where id = app.org()');
  return rows[0]!.name;
}

async function announce(transaction: Transaction, organizationId: string): Promise<void> {
  const { balance, reserved } = await getBalances(transaction);
  await appendEvent(transaction, organizationId, { type: 'credits.updated', data: { balance, reserved } });
  await appendEvent(transaction, organizationId, { type: 'billing.updated', data: {} });
}
