export { budgetErrors } from './errors.ts';
export { createBudgetRoutes } from './routes.ts';
export {
  assertBudgetsAllow,
  assertBudgetsHold,
  assertUnpricedAllowed,
  expectCost,
  settleSpend,
  tellBudgets,
} from './spend.ts';
export { findUnpricedStop, readLeft } from './store.ts';
