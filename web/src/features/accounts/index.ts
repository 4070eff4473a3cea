export { EntryRoutes } from './entry-routes.tsx';
