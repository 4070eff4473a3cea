import { z } from 'zod';
import { say } from '../messages.ts';
import { isoTime, projectId, userId } from '../primitives.ts';
import { defineRoutes } from './route.ts';

/** `observe` shows how much is used, `warn` also tells at 80 and 100 %, `stop` also refuses new paid work above the limit. */
const budgetMode = z.enum(['observe', 'warn', 'stop']);
const unit = z
  .union([z.literal('credits'), z.string().regex(/^[A-Z]{3}$/, say('field.budget_unit'))], say('field.budget_unit'))
  .describe('credits, or a currency such as USD');
/** Whole credits, or millionths of the currency. */
const limit = z.int().nonnegative().max(1e15);

export const budget = z
  .object({
    id: z.uuid(),
    /** Of everybody, of one project, or of one person. */
    scope: z.enum(['organization', 'project', 'person']),
    projectId: projectId.nullable(),
    projectName: z.string().nullable(),
    userId: userId.nullable(),
    personName: z.string().nullable(),
    /** `all`: as long as the project lives. */
    period: z.enum(['month', 'all']),
    unit,
    limit,
    mode: budgetMode,
    /** In a currency, one that stops also stops what has no known price, unless this lets it through. */
    allowsUnpriced: z.boolean(),
    /** Paid, and set aside for work that runs, since the period began; in the limit's unit. */
    used: z.int(),
    /** Null for a budget without an end. */
    periodStart: isoTime.nullable(),
    createdAt: isoTime,
  })
  .meta({ id: 'Budget' });
export type Budget = z.infer<typeof budget>;

const id = z.object({ id: z.uuid() });
const body = z.object({
  /** Names one project; without it and without a person the budget is everybody's. */
  projectId: projectId.optional(),
  userId: userId.optional(),
  period: z.enum(['month', 'all']).default('month'),
  unit: unit.default('credits'),
  limit,
  mode: budgetMode.default('warn'),
  allowsUnpriced: z.boolean().default(false),
});
export type BudgetBody = z.output<typeof body>;

export const budgetRoutes = defineRoutes({
  listBudgets: {
    method: 'GET',
    path: '/budgets',
    operationId: 'listBudgets',
    tag: 'credits',
    summary: 'Caps and how much of each is used',
    access: 'budgets.manage',
    responses: { 200: z.object({ items: z.array(budget) }) },
  },
  createBudget: {
    method: 'POST',
    path: '/budgets',
    operationId: 'createBudget',
    tag: 'credits',
    summary: 'Cap what everybody, a project or a person may spend in a month, or a project altogether',
    access: 'budgets.manage',
    body,
    responses: { 201: budget },
  },
  updateBudget: {
    method: 'PATCH',
    path: '/budgets/:id',
    operationId: 'updateBudget',
    tag: 'credits',
    summary: 'Change a limit, or what happens at it',
    access: 'budgets.manage',
    params: id,
    body: z.object({ limit: limit.optional(), mode: budgetMode.optional(), allowsUnpriced: z.boolean().optional() }),
    responses: { 200: budget },
  },
  deleteBudget: {
    method: 'DELETE',
    path: '/budgets/:id',
    operationId: 'deleteBudget',
    tag: 'credits',
    summary: 'Remove a cap',
    access: 'budgets.manage',
    params: id,
    responses: { 204: null },
  },
});
