export { createPresenceRoutes } from './routes.ts';
