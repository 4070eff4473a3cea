export { EntryRoutes } from './entry-routes.tsx';
export { SecondStepRequired } from './second-step-required.tsx';
