export { budgetErrors } from './errors.ts';
export { createBudgetRoutes } from './routes.ts';
export { assertBudgetsAllow, assertBudgetsHold, expectCost } from './spend.ts';
