import { type AuditEntry, PACKS, PLANS } from '@kinora/contract';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';
import { transferCredits } from '../credits/index.ts';
import { planInvoiceCredits, planTakenCredits } from './plan-payment.ts';
import { createReceiver } from './receive.ts';
import { createBillingService } from './service.ts';
import { createStripe, type StripePort } from './stripe.ts';
import { type EmulatedEvent, StripeEmulator } from './testing/stripe-emulator.ts';

let stripe: StripeEmulator;
let studio: StudioApp;
let person: StudioPerson;
let sql: pg.Client;
let apiUrl: string;

beforeAll(async () => {
  stripe = new StripeEmulator();
  apiUrl = await stripe.listen();
  studio = await createStudioApp({
    preset: 'hosted',
    environment: {
      STRIPE_SECRET_KEY: 'sk_test_emulated',
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_URL: apiUrl,
    },
  });
  sql = new pg.Client({ connectionString: studio.test.ownerUrl });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await studio.close();
  await stripe.close();
});
beforeEach(async () => {
  stripe.events.length = 0;
  person = await studio.signUp(`buyer-${newId().slice(-8)}`);
});

type Wallet = { balance: number; reserved: number; debt: number; ledgerSum: number };
type Billing = { isOn: boolean; hasPortal: boolean; subscription: { plan: string; status: string } | null };

const get = async <Found>(path: string) => (await person.ask({ url: `/api/v1${path}` })).json() as Found;
const walletOf = () => get<Wallet>('/credits');

async function checkout(product: object, key = newId()) {
  const headers = { 'idempotency-key': key };
  const answer = await person.ask({ method: 'POST', url: '/api/v1/billing/checkout', payload: product, headers });
  const body = answer.json() as { url: string; code: string };
  return { status: answer.statusCode, body, sessionId: body.url?.split('/').at(-1) ?? '' };
}

function send(event: EmulatedEvent, signing: Parameters<StripeEmulator['sign']>[1] = {}) {
  const { payload, signature } = stripe.sign(event, signing);
  const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
  return studio.nobody.ask({ method: 'POST', url: '/api/v1/billing/stripe-events', payload, headers });
}

async function deliver(events: readonly EmulatedEvent[]): Promise<void> {
  for (const event of events) expect((await send(event)).statusCode).toBe(204);
}

const askStripe = () => createStripe({ secretKey: 'sk_test_emulated', webhookSecret: stripe.webhookSecret, apiUrl });
const sell = (port: StripePort) =>
  createBillingService({ database: studio.test.database, stripe: port, publicUrl: 'http://x.test' });
/** Long enough for a program that nothing holds to do its whole work. */
const HELD_MS = 400;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const paySession = (id: string) => {
  stripe.pay(id);
  const session = stripe.find(id);
  return session['mode'] === 'payment'
    ? stripe.chargeOf(session['payment_intent']).id
    : (session['subscription'] as string);
};

describe('credits of a payment', () => {
  it.each([
    ['a month', { plan: 'starter', reason: 'subscription_cycle', amountPaid: 1900 }, 250],
    ['a month with a coupon', { plan: 'starter', reason: 'subscription_create', amountPaid: 950 }, 250],
    ['half a month of a dearer plan', { plan: 'pro', reason: 'subscription_update', amountPaid: 3000 }, 455],
    ['nothing', { plan: 'starter', reason: 'subscription_cycle', amountPaid: 0 }, 0],
    ['a price that is none of ours', { plan: null, reason: 'subscription_cycle', amountPaid: 500 }, 0],
    ['a bill written by hand', { plan: 'starter', reason: 'manual', amountPaid: 500 }, 0],
  ])('for %s', (_title, invoice, credits) => {
    expect(planInvoiceCredits(invoice)).toBe(credits);
  });

  it('are taken back by their share, never more than there were', () => {
    fc.assert(
      fc.property(
        fc.nat(5000),
        fc.nat(90_000),
        fc.nat(90_000),
        fc.nat(90_000),
        (credits, amount, refunded, disputed) => {
          const taken = planTakenCredits({ credits, amount }, { refunded, disputed });
          expect(taken).toBeGreaterThanOrEqual(0);
          expect(taken).toBeLessThanOrEqual(credits);
          if (amount > 0 && refunded + disputed >= amount) expect(taken).toBe(credits);
        },
      ),
    );
  });
});

describe('two pages for a plan', () => {
  const isOpen = (id: string) => stripe.find(id)['status'] === 'open';

  it('are one: whoever opens another closes the first', async () => {
    const first = await checkout({ plan: 'starter' });
    const second = await checkout({ plan: 'pro' });
    expect([first.sessionId, second.sessionId].map(isOpen)).toEqual([false, true]);
    paySession(second.sessionId);
    await deliver(stripe.events);
    expect(await get<Billing>('/billing')).toMatchObject({ subscription: { plan: 'pro' } });
  });

  it('opened in one moment leave one to pay at', async () => {
    const pages = await Promise.all([checkout({ plan: 'starter' }), checkout({ plan: 'starter' })]);
    expect(pages.filter(({ sessionId }) => isOpen(sessionId))).toHaveLength(1);
  });

  it('opened by two programs in one moment leave one to pay at', async () => {
    let looking = 0;
    const port = askStripe();
    // Whoever looks waits for the other to look as well, unless the other is held before it.
    const listPlanPages: StripePort['listPlanPages'] = async (customer) => {
      looking += 1;
      for (let waited = 0; looking < 2 && waited < HELD_MS; waited += 20) await pause(20);
      return port.listPlanPages(customer);
    };
    const programs = [sell({ ...port, listPlanPages }), sell({ ...port, listPlanPages })];
    await programs[0]!.checkout(person.organizationId, { pack: 'pack_100' }, newId());
    const urls = await Promise.all(
      programs.map((program) => program.checkout(person.organizationId, { plan: 'starter' }, newId())),
    );
    expect(urls.filter((url) => isOpen(url.split('/').at(-1)!))).toHaveLength(1);
  });

  it('and a press whose answer was lost comes again: it is shown the page that stands, which stays open', async () => {
    const billing = sell(askStripe());
    const press = (key: string) => billing.checkout(person.organizationId, { plan: 'starter' }, key);
    const first = await press('one');
    const second = await press('two');
    expect(second).not.toBe(first);
    expect(await press('one')).toBe(second);
    expect(isOpen(second.split('/').at(-1)!)).toBe(true);
  });

  it('are refused once the first is paid, although Stripe has not told of it yet', async () => {
    const { sessionId } = await checkout({ plan: 'starter' });
    const subscription = paySession(sessionId);
    expect(await checkout({ plan: 'pro' })).toMatchObject({ status: 409, body: { code: 'billing.has_plan' } });
    const { customer } = stripe.find(sessionId);
    const left = stripe.listKind('checkout.session').filter((one) => one['customer'] === customer && isOpen(one.id));
    expect(left).toEqual([]);
    stripe.cancel(subscription);
    expect((await checkout({ plan: 'pro' })).status).toBe(201);
  });

  it('for packs stay as many as are opened', async () => {
    const pages = [await checkout({ pack: 'pack_100' }), await checkout({ pack: 'pack_100' })];
    expect(pages.map(({ sessionId }) => isOpen(sessionId))).toEqual([true, true]);
  });
});

describe('a pack', () => {
  it('is paid on Stripe’s page and grants once, however often that is told', async () => {
    const { status, sessionId } = await checkout({ pack: 'pack_100' });
    expect(status).toBe(201);
    expect(await walletOf()).toMatchObject({ balance: 50 });
    paySession(sessionId);
    await deliver([...stripe.events, ...stripe.events]);
    await Promise.all(stripe.events.map((event) => send(event)));
    expect(await walletOf()).toMatchObject({ balance: 150, debt: 0, ledgerSum: 0 });
    const { items } = await get<{ items: { kind: string; note: string }[] }>('/transactions?limit=1');
    expect(items).toMatchObject([{ kind: 'grant', note: '100 credits bought' }]);
    const { items: lines } = await get<{ items: AuditEntry[] }>('/audit');
    expect(lines).toMatchObject([
      { action: 'purchase.paid', subject: 'pack_100', actor: { kind: 'stripe' }, details: { credits: 100 } },
      { action: 'purchase.begun', subject: 'pack_100', actor: { kind: 'person', userId: person.userId } },
    ]);
  });

  it('brings nothing before it is paid', async () => {
    const { sessionId } = await checkout({ pack: 'pack_100' });
    const event = {
      type: 'checkout.session.completed',
      data: { object: { ...stripe.find(sessionId), payment_status: 'paid' } },
    };
    await deliver([{ id: 'evt_early', created: 1_790_000_000, ...event }]);
    expect(await walletOf()).toMatchObject({ balance: 50 });
  });

  it.each(['lost', 'reset', 'server_error'] as const)(
    'is one page at Stripe although an answer is %s and the button is pressed twice',
    async (fault) => {
      const before = stripe.listKind('checkout.session').length;
      stripe.fail('/v1/checkout/sessions', fault);
      stripe.fail('/v1/customers', fault);
      const key = newId();
      const [first, second] = [await checkout({ pack: 'pack_500' }, key), await checkout({ pack: 'pack_500' }, key)];
      expect([first.status, second.body.url]).toEqual([201, first.body.url]);
      expect(stripe.listKind('checkout.session')).toHaveLength(before + 1);
    },
  );

  it('that Stripe has too many requests for is asked for again by a person, under the same key', async () => {
    stripe.fail('/v1/checkout/sessions', 'rate_limited');
    const before = stripe.listKind('checkout.session').length;
    const key = newId();
    expect((await checkout({ pack: 'pack_500' }, key)).status).toBe(503);
    expect((await checkout({ pack: 'pack_500' }, key)).status).toBe(201);
    expect(stripe.listKind('checkout.session')).toHaveLength(before + 1);
  });

  it('that Stripe cannot sell now says so and charges nothing', async () => {
    stripe.fail('/v1/checkout/sessions', 'server_error', 'server_error', 'server_error');
    expect(await checkout({ pack: 'pack_100' })).toMatchObject({ status: 503, body: { code: 'billing.unavailable' } });
  });

  it('that is refunded after it was spent leaves a debt, which blocks paid work and is repaid first', async () => {
    const charge = paySession((await checkout({ pack: 'pack_100' })).sessionId);
    await deliver(stripe.events);
    await studio.test.database.inOrganization(person.organizationId, (tx) =>
      transferCredits(tx, { key: 'spent', kind: 'hold', from: 'wallet', to: 'held', credits: 140 }),
    );
    stripe.refund(charge, 500);
    await deliver(stripe.events);
    expect(await walletOf()).toMatchObject({ balance: 0, debt: 40 });
    const film = { brief: 'A linen shirt that breathes.', seconds: 15, music: 'none', ratios: ['16:9'] };
    const started = await person.ask({
      method: 'POST',
      url: '/api/v1/jobs/film',
      payload: { input: film, maxCredits: 40 },
      headers: { 'idempotency-key': newId() },
    });
    expect([started.statusCode, started.json().code]).toEqual([402, 'credits.debt']);
    paySession((await checkout({ pack: 'pack_100' })).sessionId);
    await deliver(stripe.events);
    expect(await walletOf()).toMatchObject({ balance: 60, debt: 0, ledgerSum: 0 });
  });

  it('is refunded by what it brought, also after the table of packs has changed', async () => {
    const charge = paySession((await checkout({ pack: 'pack_100' })).sessionId);
    await deliver(stripe.events);
    const pack: { credits: number } = PACKS[0];
    try {
      pack.credits = 120;
      stripe.refund(charge, 1000);
      await deliver(stripe.events);
    } finally {
      pack.credits = 100;
    }
    expect(await walletOf()).toMatchObject({ balance: 50, debt: 0, ledgerSum: 0 });
  });

  it('that is refunded in two parts, told to two programs in one moment, is taken back whole', async () => {
    const charge = paySession((await checkout({ pack: 'pack_100' })).sessionId);
    await deliver(stripe.events);
    const tellOf = (amount: number) => {
      stripe.refund(charge, amount);
      return stripe.events.findLast(({ type }) => type === 'charge.refunded')!;
    };
    const { database } = studio.test;
    const port = askStripe();
    let isRead = false;
    // It has read the first part and is slow to write it down.
    const readCharge: StripePort['readCharge'] = async (id) => {
      const facts = await port.readCharge(id);
      isRead = true;
      await pause(HELD_MS);
      return facts;
    };
    const slow = createReceiver({ database, stripe: { ...port, readCharge } }).receive(tellOf(500));
    while (!isRead) await pause(10);
    const quick = createReceiver({ database, stripe: port }).receive(tellOf(500));
    expect(await Promise.all([slow, quick])).toEqual(['done', 'done']);
    expect(await walletOf()).toMatchObject({ balance: 50, debt: 0, ledgerSum: 0 });
  });

  it('that is disputed is taken back, and given back when the bank decides for its buyer', async () => {
    const charge = paySession((await checkout({ pack: 'pack_100' })).sessionId);
    const dispute = stripe.dispute(charge, 1000);
    await deliver(stripe.events);
    expect(await walletOf()).toMatchObject({ balance: 50 });
    stripe.closeDispute(dispute, 'won');
    // The old word of the opening comes after the decision.
    await deliver(stripe.events.toReversed());
    expect(await walletOf()).toMatchObject({ balance: 150, debt: 0, ledgerSum: 0 });
    const told = await get<{ items: { kind: string; sentence: string }[] }>('/notifications');
    expect(told.items).toMatchObject([
      { kind: 'needs_you', sentence: expect.stringContaining('refunded or disputed') },
    ]);
  });
});

describe('a plan', () => {
  it('brings its credits with each paid month, a share for a change, and ends', async () => {
    const subscription = paySession((await checkout({ plan: 'starter' })).sessionId);
    await deliver(stripe.events);
    expect(await walletOf()).toMatchObject({ balance: 300 });
    expect(await get<Billing>('/billing')).toMatchObject({
      isOn: true,
      hasPortal: true,
      subscription: { plan: 'starter', status: 'active', isEnding: false },
    });
    expect(await checkout({ plan: 'pro' })).toMatchObject({ status: 409, body: { code: 'billing.has_plan' } });
    stripe.renew(subscription);
    await deliver(stripe.events);
    expect(await walletOf()).toMatchObject({ balance: 550 });
    const other = await studio.signUp(`other-${newId().slice(-8)}`);
    const me = person;
    person = other;
    await checkout({ plan: 'pro' });
    person = me;
    const pro = stripe.listKind('price').find((price) => price['unit_amount'] === 7900)!;
    // The month of Starter is heard of only after the plan has become Pro: it is still a month of Starter.
    stripe.events.length = 0;
    stripe.renew(subscription);
    stripe.changePlan(subscription, pro.id);
    await deliver(stripe.events.toReversed());
    const share = Math.floor((1200 * (3950 - 950)) / 7900);
    expect(await walletOf()).toMatchObject({ balance: 550 + 250 + share, ledgerSum: 0 });
    expect((await get<Billing>('/billing')).subscription).toMatchObject({ plan: 'pro', status: 'active' });
    // The operator raises the price later: who subscribed before keeps the plan.
    Object.assign(pro, { lookup_key: 'kinora_pro_usd_5900' });
    stripe.renew(subscription);
    await deliver(stripe.events.slice(-2));
    expect(await walletOf()).toMatchObject({ balance: 550 + 250 + share + 1200 });
    stripe.cancel(subscription);
    await deliver(stripe.events);
    expect((await get<Billing>('/billing')).subscription).toMatchObject({ status: 'canceled' });
    expect((await checkout({ plan: 'starter' })).status).toBe(201);
  });

  it('whose renewal fails brings nothing, and tells who keeps the organization once', async () => {
    const subscription = paySession((await checkout({ plan: 'starter' })).sessionId);
    await deliver(stripe.events);
    stripe.renew(subscription, false);
    stripe.renew(subscription, false);
    await deliver(stripe.events);
    expect(await walletOf()).toMatchObject({ balance: 300 });
    expect((await get<Billing>('/billing')).subscription).toMatchObject({ status: 'past_due' });
    const told = await get<{ items: { sentence: string }[] }>('/notifications');
    expect(told.items.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('payment for your plan failed'),
    ]);
  });
});

describe('the door for events', () => {
  const event = {
    id: 'evt_x',
    type: 'checkout.session.completed',
    created: 1_790_000_000,
    data: { object: { id: 'cs_x' } },
  };

  it.each([
    ['another secret', { secret: 'whsec_other_0123456789' }],
    ['an old signature', { ageSeconds: 400 }],
  ])('refuses %s', async (_title, signing) => {
    const answer = await send(event, signing);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'billing.bad_signature']);
  });

  it('refuses bytes that were changed, and none at all', async () => {
    const { payload, signature } = stripe.sign(event);
    const url = '/api/v1/billing/stripe-events';
    const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
    const changed = { method: 'POST', url, headers, payload: payload.replace('cs_x', 'cs_y') } as const;
    expect((await studio.nobody.ask(changed)).statusCode).toBe(400);
    expect((await studio.nobody.ask({ method: 'POST', url, headers })).statusCode).toBe(400);
    expect((await studio.nobody.ask({ method: 'POST', url, payload: {} })).statusCode).toBe(400);
  });

  it('takes and forgets what is not about a customer of ours', async () => {
    expect(
      (await send({ ...event, id: newId(), data: { object: { id: 'cs_x', customer: 'cus_of_others' } } })).statusCode,
    ).toBe(204);
    expect((await send({ ...event, id: newId(), type: 'payout.paid' })).statusCode).toBe(204);
    const { rows } = await sql.query(`select count(*)::int as count from payment_events where id not like 'evt\\_%'`);
    expect(rows[0].count).toBe(0);
  });

  it('answers a fault while Stripe is away, and does it when it comes again', async () => {
    paySession((await checkout({ pack: 'pack_100' })).sessionId);
    const [paid] = stripe.events;
    stripe.fail(`/v1/checkout/sessions/${paid!.data.object['id']}`, 'server_error', 'server_error', 'server_error');
    expect((await send(paid!)).statusCode).toBe(503);
    expect(await walletOf()).toMatchObject({ balance: 50 });
    await deliver([paid!]);
    expect(await walletOf()).toMatchObject({ balance: 150 });
  });
});

describe('whatever happens, in whatever order it is told', () => {
  const act = fc.record({
    what: fc.constantFrom('pay', 'refund', 'dispute', 'win', 'lose'),
    which: fc.nat(3),
    amount: fc.integer({ min: 1, max: 5000 }),
  });

  it('the wallet holds what was paid for and not taken back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 3, maxLength: 9 }),
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        async (acts, order) => {
          person = await studio.signUp(`any-${newId().slice(-8)}`);
          stripe.events.length = 0;
          const charges: string[] = [];
          const disputes: string[] = [];
          for (const { what, which, amount } of [{ what: 'pay', which: 0, amount: 1 }, ...acts]) {
            const charge = charges[which % Math.max(1, charges.length)];
            const dispute = disputes[which % Math.max(1, disputes.length)];
            if (what === 'pay') charges.push(paySession((await checkout({ pack: PACKS[which % 3]!.id })).sessionId));
            else if (what === 'refund') stripe.refund(charge!, amount);
            else if (what === 'dispute') disputes.push(stripe.dispute(charge!, amount));
            else if (dispute) stripe.closeDispute(dispute, what === 'win' ? 'won' : 'lost');
          }
          const twice = [...stripe.events, ...stripe.events];
          const shuffled = twice
            .map((event, index) => ({ event, at: order[index % 40]! + index * 7919 }))
            .toSorted((a, b) => (a.at % 97) - (b.at % 97));
          const half = Math.floor(shuffled.length / 2);
          await deliver(shuffled.slice(0, half).map(({ event }) => event));
          await Promise.all(shuffled.slice(half).map(({ event }) => send(event)));
          let expected = 50;
          for (const id of charges) {
            const charge = stripe.find(id);
            const pack = PACKS.find(({ amountMinor }) => amountMinor === charge['amount'])!;
            const disputed = stripe
              .listKind('dispute')
              .filter((one) => one['charge'] === id && one['status'] !== 'won')
              .reduce((sum, one) => sum + (one['amount'] as number), 0);
            const refunded = charge['amount_refunded'] as number;
            expected +=
              pack.credits -
              planTakenCredits({ credits: pack.credits, amount: pack.amountMinor }, { refunded, disputed });
          }
          const wallet = await walletOf();
          expect(wallet.balance - wallet.debt).toBe(expected);
          expect(wallet.ledgerSum).toBe(0);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('sells what the table says', async () => {
    const { plans, packs } = await get<{ plans: object[]; packs: object[] }>('/billing');
    expect([plans, packs]).toEqual([PLANS, PACKS]);
  });
});

describe('a studio of one’s own', () => {
  it('sells nothing and says so', async () => {
    const own = await createStudioApp();
    try {
      const owner = await own.setUp();
      expect((await owner.ask({ url: '/api/v1/billing' })).json()).toMatchObject({ isOn: false, packs: [], plans: [] });
      const payload = { pack: 'pack_100' };
      const headers = { 'idempotency-key': newId() };
      const asked = await owner.ask({ method: 'POST', url: '/api/v1/billing/checkout', payload, headers });
      expect(asked.json()).toMatchObject({ code: 'billing.off' });
      const told = await own.nobody.ask({ method: 'POST', url: '/api/v1/billing/stripe-events', payload: {} });
      expect(told.json()).toMatchObject({ code: 'billing.off' });
    } finally {
      await own.close();
    }
  });
});
