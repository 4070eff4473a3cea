import { findPlan } from '@kinora/contract';

/**
 * Credits of a paid invoice. A month of a plan brings all of them, whatever coupon paid for it; a change of plan in the
 * middle of a month brings the share of them that was paid for. An invoice of 0 brings none: nobody paid.
 */
export function planInvoiceCredits(invoice: {
  plan: string | null;
  reason: string | null;
  amountPaid: number;
}): number {
  const plan = invoice.plan === null ? undefined : findPlan(invoice.plan);
  if (!plan || invoice.amountPaid <= 0) return 0;
  if (invoice.reason === 'subscription_create' || invoice.reason === 'subscription_cycle') return plan.creditsPerMonth;
  if (invoice.reason !== 'subscription_update') return 0;
  return Math.floor((plan.creditsPerMonth * Math.min(invoice.amountPaid, plan.amountMinor)) / plan.amountMinor);
}

/** How many of a payment's credits its refunds and open or lost disputes take back: by their share, never more than it brought. */
export function planTakenCredits(
  payment: { credits: number; amount: number },
  taken: { refunded: number; disputed: number },
): number {
  if (payment.amount === 0) return 0;
  const share = Math.min(payment.amount, taken.refunded + taken.disputed);
  return Math.ceil((payment.credits * share) / payment.amount);
}

/** The bank has taken the money, or keeps it: an inquiry has not, a dispute that was won gives it back. */
export function holdsMoney(status: string): boolean {
  return !['won', 'prevented'].includes(status) && !status.startsWith('warning_');
}

export type Subject =
  | { kind: 'session'; id: string }
  | { kind: 'invoice'; id: string }
  | { kind: 'subscription'; id: string }
  | { kind: 'charge'; id: string };

type EventLike = { type: string; data: { object: unknown } };

/** The thing an event is about; null for events that change nothing here. The event's own picture of it is not believed. */
export function planSubject(event: EventLike): Subject | null {
  const object = event.data.object as { id: string; charge?: string | { id: string } | null };
  if (event.type.startsWith('checkout.session.')) return { kind: 'session', id: object.id };
  if (event.type.startsWith('customer.subscription.')) return { kind: 'subscription', id: object.id };
  if (/^invoice\.(paid|payment_failed|payment_action_required)$/.test(event.type))
    return { kind: 'invoice', id: object.id };
  if (event.type === 'charge.refunded') return { kind: 'charge', id: object.id };
  if (!/^(refund\.|charge\.refund\.|charge\.dispute\.)/.test(event.type) || !object.charge) return null;
  return { kind: 'charge', id: typeof object.charge === 'string' ? object.charge : object.charge.id };
}
