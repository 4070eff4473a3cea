import type { OwnWorkflow, Workflow } from '@kinora/providers';
import type { Transaction } from '../../../platform/database/index.ts';
import { newId } from '../../../platform/ids.ts';

export type WorkflowRow = {
  id: string;
  name: string;
  graph: Workflow['graph'];
  places: Workflow['places'];
  created_at: Date;
};
const COLUMNS = 'id, name, graph, places, created_at';
const MODEL = /^workflow:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export async function listWorkflowRows(transaction: Transaction): Promise<WorkflowRow[]> {
  return (await transaction.query<WorkflowRow>(`select ${COLUMNS} from comfy_workflows order by name, id`)).rows;
}

export async function findWorkflowRow(transaction: Transaction, id: string): Promise<WorkflowRow | undefined> {
  return (await transaction.query<WorkflowRow>(`select ${COLUMNS} from comfy_workflows where id = $1`, [id])).rows[0];
}

/** The workflow that a model's id names; undefined where it names none, or one that is gone. */
export async function findOwnWorkflow(transaction: Transaction, model: string): Promise<OwnWorkflow | undefined> {
  const id = MODEL.exec(model)?.[1];
  const row = id === undefined ? undefined : await findWorkflowRow(transaction, id);
  return row && toOwnWorkflow(row);
}

export function toOwnWorkflow({ id, name, graph, places }: WorkflowRow): OwnWorkflow {
  return { id, name, workflow: { graph, places } };
}

export async function insertWorkflow(
  transaction: Transaction,
  made: { name: string; workflow: Workflow; createdBy: string | null },
): Promise<string> {
  const id = newId();
  await transaction.query(
    `insert into comfy_workflows (id, organization_id, name, graph, places, created_by) values ($1, app.org(), $2, $3, $4, $5)`,
    [id, made.name, made.workflow.graph, JSON.stringify(made.workflow.places), made.createdBy],
  );
  return id;
}

export async function renameWorkflow(transaction: Transaction, id: string, name: string): Promise<void> {
  await transaction.query('update comfy_workflows set name = $2 where id = $1', [id, name]);
}

export async function deleteWorkflow(transaction: Transaction, id: string): Promise<boolean> {
  return (await transaction.query('delete from comfy_workflows where id = $1', [id])).rowCount === 1;
}
