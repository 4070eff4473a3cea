export { billingErrors } from './errors.ts';
export { createReceiver } from './receive.ts';
export { createBillingRoutes, registerStripeEvents } from './routes.ts';
export { createBillingService } from './service.ts';
export { createStripe } from './stripe.ts';
