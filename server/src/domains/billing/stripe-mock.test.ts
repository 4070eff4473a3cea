import { PACKS, PLANS } from '@kinora/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStripe, type StripePort } from './stripe.ts';
import { StripeEmulator } from './testing/stripe-emulator.ts';

/**
 * Stripe's own mock server refuses every request that its published description does not know, and answers with its own
 * examples. It keeps nothing, so what follows from what is tried against the emulator; here the emulator is held against it too.
 */
const ADDRESS = process.env['KINORA_STRIPE_MOCK_URL'];

type Json = Record<string, unknown>;

describe.skipIf(!ADDRESS)("Stripe's mock server", () => {
  let emulator: StripeEmulator;
  let emulated: string;
  let stripe: StripePort;

  beforeAll(async () => {
    emulator = new StripeEmulator();
    emulated = await emulator.listen();
    stripe = portTo(ADDRESS!);
  });
  afterAll(() => emulator?.close());

  it('refuses what is not in its description', async () => {
    const answer = await ask(ADDRESS!, '/v1/customers', new URLSearchParams({ nonsense: '1' }));
    expect(answer.status).toBe(400);
  });

  it.each<[string, (port: StripePort) => Promise<unknown>]>([
    ['a customer', (port) => port.createCustomer('organization')],
    ['a page for a pack', (port) => port.createCheckout(orderOf(PACKS[0]!))],
    ['a page for a plan', (port) => port.createCheckout(orderOf(PLANS[0]!))],
    ['the pages of a customer', (port) => port.listPlanPages('cus_1')],
    ['a page closed', (port) => port.closePage('cs_1')],
    ['the portal', (port) => port.openPortal('cus_1', 'https://studio.example/credits')],
    ['a paid page', (port) => port.readSession('cs_1')],
    ['a bill', (port) => port.readInvoice('in_1')],
    ['a subscription', (port) => port.readSubscription('sub_1')],
    ['a charge and its disputes', (port) => port.readCharge('ch_1')],
  ])('takes the request for %s', async (_what, request) => {
    await expect(request(stripe)).resolves.toBeDefined();
  });

  it.each([
    ['a pack', { unit_amount: '1000', 'product_data[name]': '100 Kinora credits' }],
    ['a plan', { unit_amount: '1900', 'product_data[name]': 'Kinora Starter', 'recurring[interval]': 'month' }],
  ])('takes a new price of %s', async (_what, price) => {
    const form = new URLSearchParams({ currency: 'usd', lookup_key: 'kinora_new', ...price });
    expect((await ask(ADDRESS!, '/v1/prices', form)).status).toBe(200);
  });

  it('takes the question what a payment was for', async () => {
    const query = 'payment%5Btype%5D=payment_intent&payment%5Bpayment_intent%5D=pi_1&limit=1';
    expect((await ask(ADDRESS!, `/v1/invoice_payments?${query}`)).status).toBe(200);
  });

  it('shapes its answers as the emulator does', async () => {
    const ours = portTo(emulated);
    const customer = await ours.createCustomer('organization');
    const page = await ours.createCheckout({ ...orderOf(PLANS[0]!), customer });
    emulator.pay(page.id);
    emulator.dispute(emulator.listKind('charge')[0]!.id, 500);
    for (const [kind, path] of Object.entries(KINDS)) {
      const [object] = emulator.listKind(kind);
      const { body } = await ask(ADDRESS!, `/v1/${path}/${object!.id}`);
      expect(listUnknown(object!, body), kind).toEqual([]);
    }
  });
});

const KINDS = {
  'checkout.session': 'checkout/sessions',
  charge: 'charges',
  customer: 'customers',
  dispute: 'disputes',
  invoice: 'invoices',
  invoice_payment: 'invoice_payments',
  price: 'prices',
  subscription: 'subscriptions',
};
/** What the emulator remembers of a page, which Stripe keeps in lines of its own. */
const REMEMBERED = 'prices';
/** Optional, and not in the examples; Stripe's library has them in its types, which the compiler holds us to. */
const LEFT_OUT = ['lines.data.pricing.price_details', 'payment.payment_intent'];

/** Names of fields, down the tree, that Stripe's example does not have; where it has nothing in it, nothing is compared. */
function listUnknown(ours: Json, theirs: Json, at = ''): string[] {
  return Object.entries(ours).flatMap(([name, value]) => {
    const path = `${at}${name}`;
    if (path === REMEMBERED || LEFT_OUT.includes(path) || at.endsWith('metadata.')) return [];
    if (!(name in theirs)) return [path];
    const [mine, other] = [first(value), first(theirs[name])];
    return isObject(mine) && isObject(other) ? listUnknown(mine, other, `${path}.`) : [];
  });
}

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const portTo = (apiUrl: string) => createStripe({ secretKey: 'sk_test_mock', webhookSecret: 'whsec_mock', apiUrl });

function orderOf(product: (typeof PACKS)[number] | (typeof PLANS)[number]) {
  return {
    customer: 'cus_1',
    product,
    idempotencyKey: `page-${product.id}`,
    successUrl: 'https://studio.example/credits?paid',
    cancelUrl: 'https://studio.example/credits',
  };
}

async function ask(base: string, path: string, form?: URLSearchParams): Promise<{ status: number; body: Json }> {
  const headers = { authorization: 'Bearer sk_test_mock' };
  const answer = await fetch(`${base}${path}`, form ? { method: 'POST', headers, body: form } : { headers });
  return { status: answer.status, body: (await answer.json()) as Json };
}
