export { deliveryErrors } from './errors.ts';
export { createDeliveryRoutes } from './routes.ts';
export { createDeliveryService } from './service.ts';
