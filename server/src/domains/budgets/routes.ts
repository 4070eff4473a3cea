import { type Budget, type BudgetBody, budgetRoutes, KinoraError, say } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { appendEvent } from '../../platform/events/index.ts';
import { bindRoutes, type RegisteredRoute } from '../../platform/http/index.ts';
import { newId } from '../../platform/ids.ts';
import { noteAct, noteChange } from '../accounts/index.ts';
import {
  type BudgetRow,
  deleteBudgetRow,
  findBudgetRow,
  insertBudget,
  isInOrganization,
  listBudgetRows,
  updateBudgetRow,
} from './store.ts';

export function createBudgetRoutes({ database }: { database: Pick<Database, 'inOrganization'> }): RegisteredRoute[] {
  /** A change is a fact for everybody who has the budgets open. */
  const change = <Result>(organizationId: string, work: (transaction: Transaction) => Promise<[string, Result]>) =>
    database.inOrganization(organizationId, async (transaction) => {
      const [budgetId, result] = await work(transaction);
      await appendEvent(transaction, organizationId, { type: 'budget.updated', data: { budgetId } });
      return result;
    });

  return bindRoutes<typeof budgetRoutes>(budgetRoutes, {
    async listBudgets({ actor }) {
      const rows = await database.inOrganization(actor.organizationId, listBudgetRows);
      return { status: 200, body: { items: rows.map(toBudget) } };
    },
    async createBudget({ actor, body }) {
      const made = await change(actor.organizationId, async (transaction) => {
        const id = await createBudget(transaction, body);
        const budget = await getBudget(transaction, id);
        await noteAct(transaction, actor, { action: 'budget.created', ...toLine(budget) });
        return [id, budget];
      });
      return { status: 201, body: made, headers: { location: `/api/v1/budgets/${made.id}` } };
    },
    async updateBudget({ actor, params, body }) {
      const changed = await change(actor.organizationId, async (transaction) => {
        const before = await getBudget(transaction, params.id);
        if (!(await updateBudgetRow(transaction, params.id, body))) throw notFound(params.id);
        const after = await getBudget(transaction, params.id);
        const told = ['limit', 'mode', 'allowsUnpriced'] as const;
        const { subject, scope, unit } = toLine(before);
        const line = { action: 'budget.changed', subject, scope, unit } as const;
        await noteChange(transaction, actor, { ...line, before, after, told });
        return [params.id, after];
      });
      return { status: 200, body: changed };
    },
    async deleteBudget({ actor, params }) {
      await change(actor.organizationId, async (transaction) => {
        const budget = await getBudget(transaction, params.id);
        if (!(await deleteBudgetRow(transaction, params.id))) throw notFound(params.id);
        await noteAct(transaction, actor, { action: 'budget.deleted', ...toLine(budget) });
        return [params.id, undefined];
      });
      return { status: 204 };
    },
  });
}

async function createBudget(transaction: Transaction, body: BudgetBody): Promise<string> {
  const about = { projectId: body.projectId ?? null, userId: body.userId ?? null };
  if (about.projectId !== null && about.userId !== null) throw wrong('userId', say('field.project_or_person'));
  if (body.period === 'all' && about.projectId === null) throw wrong('period', say('field.all_time'));
  if (!(await isInOrganization(transaction, about)))
    throw new KinoraError('budget.about_nobody', `no project ${about.projectId} or member ${about.userId}`);
  const id = newId();
  const scope = about.projectId ? 'project' : about.userId ? 'person' : 'organization';
  const { period, unit, limit, mode, allowsUnpriced } = body;
  if (await insertBudget(transaction, { id, scope, ...about, period, unit, limit, mode, allowsUnpriced })) return id;
  throw new KinoraError('budget.exists', `a ${scope} budget in ${unit} a ${period} is there`);
}

async function getBudget(transaction: Transaction, id: string): Promise<Budget> {
  const row = await findBudgetRow(transaction, id);
  if (!row) throw notFound(id);
  return toBudget(row);
}

/** A budget has no name: it is known by whose spending it holds. */
function toLine({ scope, projectName, personName, period, unit, limit, mode }: Budget) {
  return { subject: projectName ?? personName ?? 'organization', scope, period, unit, limit, mode };
}

function wrong(field: string, sentence: string): KinoraError {
  return new KinoraError('request.invalid', `budget: ${field}`, {
    sentence,
    details: { fields: { [field]: sentence } },
  });
}

function notFound(id: string): KinoraError {
  return new KinoraError('budget.not_found', `no budget ${id}`);
}

function toBudget(row: BudgetRow): Budget {
  return {
    id: row.id,
    scope: row.scope,
    projectId: row.project_id as Budget['projectId'],
    projectName: row.project_name,
    userId: row.user_id as Budget['userId'],
    personName: row.person_name,
    period: row.period,
    unit: row.unit,
    limit: row.limit_amount,
    mode: row.mode,
    allowsUnpriced: row.allows_unpriced,
    used: row.used,
    periodStart: row.period === 'month' ? row.period_start.toISOString() : null,
    createdAt: row.created_at.toISOString(),
  };
}
