/**
 * `npm run stripe-mock`: what Kinora asks of Stripe, held against Stripe's own description of its interface by stripe-mock,
 * the server Stripe publishes (https://github.com/stripe/stripe-mock, `go install`). KINORA_STRIPE_MOCK is where the program
 * lies. Without it nothing is tried, and this says so.
 */
import { runServerTest, testBesideServer } from './lib/beside-server.mjs';

const { KINORA_STRIPE_MOCK: command } = process.env;
const server = {
  name: 'stripe-mock',
  command,
  words: (port) => ['-http-addr', `127.0.0.1:${port}`],
  answersAt: '/v1/charges',
};

if (command)
  process.exitCode = await testBesideServer(server, (address) =>
    runServerTest('server/src/domains/billing/stripe-mock.test.ts', { KINORA_STRIPE_MOCK_URL: address }),
  );
else console.log('skipped: set KINORA_STRIPE_MOCK (the program) to try what is asked of Stripe on its own mock server');
