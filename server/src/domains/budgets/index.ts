export { budgetErrors } from './errors.ts';
export { createBudgetRoutes } from './routes.ts';
export { assertBudgetsAllow, assertBudgetsHold, expectCost, settleSpend, tellBudgets } from './spend.ts';
