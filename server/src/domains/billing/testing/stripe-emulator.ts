import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';

/** What goes wrong with the next request to a path. `lost`: it is done, and the answer never arrives. */
export type Fault = 'lost' | 'reset' | 'rate_limited' | 'server_error';

type Json = Record<string, unknown>;
type Stored = Json & { id: string };
export type EmulatedEvent = { id: string; type: string; created: number; data: { object: Json } };
export type Answer = { status: number; body: Json };

const SECRET = 'whsec_emulated_0123456789';

/**
 * The part of Stripe that Kinora asks, with Stripe's own shapes: form bodies, idempotency keys that replay the first answer and
 * refuse other parameters, lists, errors. What people do on Stripe's pages (pay, change, cancel) and what banks do (refuse,
 * refund, dispute) are methods; each leaves its events in `events`, and the test delivers them as it likes.
 */
export class StripeEmulator {
  readonly objects = new Map<string, Stored>();
  readonly events: EmulatedEvent[] = [];
  /** Every request that reached the API and was not refused by a fault. */
  readonly requests: { method: string; path: string; key: string | undefined }[] = [];
  readonly #faults = new Map<string, Fault[]>();
  readonly #answers = new Map<string, { parameters: string; answer: Answer }>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #count = 0;

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  readonly webhookSecret = SECRET;

  fail(path: string, ...faults: Fault[]): void {
    this.#faults.set(path, [...(this.#faults.get(path) ?? []), ...faults]);
  }

  /** Body and header as Stripe would send them; signed by Stripe's own library. */
  sign(event: EmulatedEvent, { secret = SECRET, ageSeconds = 0 } = {}): { payload: string; signature: string } {
    const payload = JSON.stringify({ object: 'event', api_version: '2026-10-28.endive', ...event });
    const timestamp = Math.floor(Date.now() / 1000) - ageSeconds;
    const signature = new Stripe('sk_test_emulated').webhooks.generateTestHeaderString({ payload, secret, timestamp });
    return { payload, signature };
  }

  find<Found extends Stored>(id: string): Found {
    const found = this.objects.get(id);
    if (!found) throw new Error(`no ${id}`);
    return found as Found;
  }

  listKind(kind: string): Stored[] {
    return [...this.objects.values()].filter((one) => one['object'] === kind);
  }

  // What people and banks do.

  pay(sessionId: string): void {
    const session = this.find(sessionId);
    if (session['status'] !== 'open') throw new Error(`nobody can pay at ${sessionId}: it is ${session['status']}`);
    if (session['mode'] === 'subscription') this.#startSubscription(session);
    else this.#payOnce(session);
  }

  #payOnce(session: Stored): void {
    const amount = session['amount_total'] as number;
    const intent = this.#charge(session['customer'] as string, amount);
    this.#update(session.id, { status: 'complete', payment_status: 'paid', payment_intent: intent });
    this.#tell('checkout.session.completed', session.id);
  }

  /** @param isPaid false for a card that is refused */
  renew(subscriptionId: string, isPaid = true): string {
    const price = this.#priceOf(subscriptionId);
    const amount = price['unit_amount'] as number;
    return this.#invoice(subscriptionId, {
      reason: 'subscription_cycle',
      isPaid,
      lines: [{ amount, price: price.id }],
    });
  }

  /** Half of the month is gone: half of the old is credited, half of the new is billed. */
  changePlan(subscriptionId: string, priceId: string): void {
    const old = this.#priceOf(subscriptionId);
    const next = this.find(priceId);
    const half = (price: Stored) => Math.floor((price['unit_amount'] as number) / 2);
    const lines = [
      { amount: -half(old), price: old.id },
      { amount: half(next), price: next.id },
    ];
    this.#update(subscriptionId, { items: this.#itemsOf(priceId) });
    this.#tell('customer.subscription.updated', subscriptionId);
    if (half(next) > half(old)) this.#invoice(subscriptionId, { reason: 'subscription_update', isPaid: true, lines });
  }

  cancel(subscriptionId: string): void {
    this.#update(subscriptionId, { status: 'canceled' });
    this.#tell('customer.subscription.deleted', subscriptionId);
  }

  refund(chargeId: string, amount: number): void {
    const charge = this.find(chargeId);
    const refunded = Math.min((charge['amount_refunded'] as number) + amount, charge['amount'] as number);
    this.#update(chargeId, { amount_refunded: refunded });
    const refund = this.#add('re', { object: 'refund', charge: chargeId, amount });
    this.#tell('charge.refunded', chargeId);
    this.#tell('refund.created', refund.id);
  }

  dispute(chargeId: string, amount: number): string {
    const dispute = this.#add('du', { object: 'dispute', charge: chargeId, amount, status: 'needs_response' });
    this.#tell('charge.dispute.created', dispute.id);
    return dispute.id;
  }

  closeDispute(id: string, status: 'won' | 'lost'): void {
    this.#update(id, { status });
    this.#tell('charge.dispute.closed', id);
  }

  chargeOf(paymentIntent: unknown): Stored {
    return this.listKind('charge').find((charge) => charge['payment_intent'] === paymentIntent)!;
  }

  #startSubscription(session: Stored): void {
    const [priceId] = (session['prices'] as string[]) ?? [];
    const subscription = this.#add('sub', {
      object: 'subscription',
      customer: session['customer'],
      status: 'active',
      cancel_at_period_end: false,
      cancel_at: null,
      items: this.#itemsOf(priceId!),
    });
    this.#update(session.id, { status: 'complete', payment_status: 'paid', subscription: subscription.id });
    this.#tell('customer.subscription.created', subscription.id);
    this.#tell('checkout.session.completed', session.id);
    const amount = this.find(priceId!)['unit_amount'] as number;
    const lines = [{ amount, price: priceId! }];
    this.#invoice(subscription.id, { reason: 'subscription_create', isPaid: true, lines });
  }

  #invoice(
    subscriptionId: string,
    order: { reason: string; isPaid: boolean; lines: { amount: number; price: string }[] },
  ): string {
    const customer = this.find(subscriptionId)['customer'] as string;
    const amount = order.lines.reduce((sum, line) => sum + line.amount, 0);
    const lines = order.lines.map((line) => ({
      id: this.#newId('il'),
      amount: line.amount,
      pricing: { type: 'price_details', price_details: { price: line.price } },
    }));
    const invoice = this.#add('in', {
      object: 'invoice',
      customer,
      status: order.isPaid ? 'paid' : 'open',
      billing_reason: order.reason,
      amount_paid: order.isPaid ? amount : 0,
      currency: 'usd',
      parent: { type: 'subscription_details', subscription_details: { subscription: subscriptionId } },
      lines: { object: 'list', data: lines },
    });
    if (order.isPaid) {
      const payment = { type: 'payment_intent', payment_intent: this.#charge(customer, amount) };
      this.#add('inpay', { object: 'invoice_payment', invoice: invoice.id, status: 'paid', payment });
    }
    this.#update(subscriptionId, { status: order.isPaid ? 'active' : 'past_due' });
    this.#tell(order.isPaid ? 'invoice.paid' : 'invoice.payment_failed', invoice.id);
    this.#tell('customer.subscription.updated', subscriptionId);
    return invoice.id;
  }

  #charge(customer: string, amount: number): string {
    const intent = this.#newId('pi');
    this.#add('ch', { object: 'charge', customer, amount, amount_refunded: 0, payment_intent: intent });
    return intent;
  }

  #itemsOf(priceId: string): Json {
    const end = Math.floor(Date.now() / 1000) + 30 * 86_400;
    return { object: 'list', data: [{ id: 'si_1', price: this.find(priceId), current_period_end: end }] };
  }

  #priceOf(subscriptionId: string): Stored {
    return (this.find(subscriptionId)['items'] as { data: { price: Stored }[] }).data[0]!.price;
  }

  #tell(type: string, id: string): void {
    // The object as it was then: an event that comes late carries an old picture.
    const object = structuredClone(this.find(id));
    this.events.push({ id: this.#newId('evt'), type, created: Math.floor(Date.now() / 1000), data: { object } });
  }

  #newId(prefix: string): string {
    this.#count += 1;
    return `${prefix}_${String(this.#count).padStart(6, '0')}${Math.random().toString(36).slice(2, 8)}`;
  }

  #add(prefix: string, content: Json): Stored {
    const made = { id: this.#newId(prefix), ...content };
    this.objects.set(made.id, made);
    return made;
  }

  #update(id: string, change: Json): void {
    Object.assign(this.find(id), change);
  }

  // The API.

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stripe');
    let body = '';
    for await (const part of request) body += String(part);
    const fault = this.#faults.get(url.pathname)?.shift();
    if (fault === 'reset') return void request.socket.destroy();
    if (fault === 'rate_limited') return send(response, problem(429, 'rate_limit_error', 'rate_limit'));
    if (fault === 'server_error') return send(response, problem(500, 'api_error'));
    const answer = this.#answerOnce(request, url, body);
    if (fault === 'lost') return void request.socket.destroy();
    send(response, answer);
  }

  #answerOnce(request: IncomingMessage, url: URL, body: string): Answer {
    if (request.headers.authorization === undefined) return problem(401, 'invalid_request_error');
    const key = request.headers['idempotency-key'] as string | undefined;
    const parameters = `${request.method} ${url.pathname} ${body}`;
    const earlier = key === undefined || request.method !== 'POST' ? undefined : this.#answers.get(key);
    if (earlier && earlier.parameters !== parameters) return problem(400, 'idempotency_error');
    if (earlier) return earlier.answer;
    this.requests.push({ method: request.method ?? '', path: url.pathname, key });
    const answer = this.#answer(request.method ?? 'GET', url, parseForm(body));
    if (key !== undefined && request.method === 'POST') this.#answers.set(key, { parameters, answer });
    return answer;
  }

  #answer(method: string, url: URL, form: Map<string, string>): Answer {
    const path = url.pathname.replace('/v1/', '');
    if (method === 'POST') return this.#create(path, form);
    const query = url.searchParams;
    if (path === 'prices')
      return list(this.listKind('price').filter((one) => one['lookup_key'] === query.get('lookup_keys[0]')));
    if (path === 'checkout/sessions')
      return list(
        this.listKind('checkout.session').filter((one) =>
          query.has('customer')
            ? one['customer'] === query.get('customer')
            : one['payment_intent'] === query.get('payment_intent'),
        ),
      );
    if (path === 'disputes')
      return list(this.listKind('dispute').filter((one) => one['charge'] === query.get('charge')));
    if (path === 'invoice_payments') return list(this.listKind('invoice_payment').filter((one) => fits(one, query)));
    const found = this.objects.get(path.split('/').at(-1)!);
    return found ? { status: 200, body: found } : problem(404, 'invalid_request_error', 'resource_missing');
  }

  #create(path: string, form: Map<string, string>): Answer {
    const text = (name: string) => form.get(name) ?? null;
    if (path === 'customers') {
      const metadata = { organizationId: text('metadata[organizationId]') };
      return { status: 200, body: this.#add('cus', { object: 'customer', metadata }) };
    }
    if (path === 'prices') {
      const amount = Number(text('unit_amount'));
      const price = {
        object: 'price',
        lookup_key: text('lookup_key'),
        unit_amount: amount,
        currency: text('currency'),
      };
      return { status: 200, body: this.#add('price', price) };
    }
    if (path === 'checkout/sessions') return { status: 200, body: this.#createSession(text) };
    const expired = /^checkout\/sessions\/(\w+)\/expire$/.exec(path)?.[1];
    if (expired !== undefined) return this.#expire(expired);
    if (path !== 'billing_portal/sessions') return problem(404, 'invalid_request_error');
    const portal = this.#add('bps', { object: 'billing_portal.session', customer: text('customer') });
    Object.assign(portal, { url: `https://billing.stripe.test/${portal.id}` });
    return { status: 200, body: portal };
  }

  /** Only what is open: what was paid is not taken back so. */
  #expire(id: string): Answer {
    if (this.find(id)['status'] !== 'open') return problem(400, 'invalid_request_error');
    this.#update(id, { status: 'expired' });
    return { status: 200, body: this.find(id) };
  }

  #createSession(text: (name: string) => string | null): Stored {
    const price = this.find(text('line_items[0][price]')!);
    const session = this.#add('cs', {
      object: 'checkout.session',
      mode: text('mode'),
      customer: text('customer'),
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      amount_total: price['unit_amount'],
      currency: 'usd',
      metadata: { product: text('metadata[product]') },
      prices: [price.id],
      success_url: text('success_url'),
    });
    return Object.assign(session, { url: `https://checkout.stripe.test/${session.id}` });
  }
}

function fits(payment: Stored, query: URLSearchParams): boolean {
  const { payment_intent: intent } = payment['payment'] as { payment_intent: string };
  const [invoice, wanted] = [query.get('invoice'), query.get('payment[payment_intent]')];
  return (invoice === null || payment['invoice'] === invoice) && (wanted === null || intent === wanted);
}

const list = (data: Stored[]): Answer => ({ status: 200, body: { object: 'list', data, has_more: false } });

function problem(status: number, type: string, code?: string): Answer {
  return { status, body: { error: { type, ...(code ? { code } : {}), message: `emulated ${type}` } } };
}

function parseForm(body: string): Map<string, string> {
  return new Map(new URLSearchParams(body));
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_emulated' });
  response.end(JSON.stringify(body));
}
