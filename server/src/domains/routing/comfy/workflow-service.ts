import { type ComfyWorkflow, KinoraError } from '@kinora/contract';
import { readWorkflow, toWorkflowModel, type WorkflowProblem } from '@kinora/providers';
import type { Database, Transaction } from '../../../platform/database/index.ts';
import { type Member, userIdOf } from '../../../platform/http/index.ts';
import {
  deleteWorkflow,
  findWorkflowRow,
  insertWorkflow,
  listWorkflowRows,
  renameWorkflow,
  toOwnWorkflow,
  type WorkflowRow,
} from './workflow-store.ts';

export type ComfyWorkflowService = ReturnType<typeof createComfyWorkflowService>;
const MOST_WORKFLOWS = 100;

/** Workflows of the organization's own: read once, when they come in, so that what is stored can be filled and sent. */
export function createComfyWorkflowService({ database }: { database: Pick<Database, 'inOrganization'> }) {
  const inMine = <Result>(actor: Member, work: (transaction: Transaction) => Promise<Result>) =>
    database.inOrganization(actor.organizationId, work);

  async function show(transaction: Transaction, id: string): Promise<ComfyWorkflow> {
    const row = await findWorkflowRow(transaction, id);
    if (!row) throw new KinoraError('comfy.no_workflow', `no workflow ${id}`);
    return presentWorkflow(row);
  }

  return {
    list: (actor: Member) =>
      inMine(actor, async (tx) => ({ items: (await listWorkflowRows(tx)).map(presentWorkflow) })),

    import: (actor: Member, { name, workflow: json }: { name: string; workflow: unknown }): Promise<ComfyWorkflow> =>
      inMine(actor, async (transaction) => {
        const read = readWorkflow(json);
        if ('problem' in read) throw toError(read.problem);
        if ((await listWorkflowRows(transaction)).length >= MOST_WORKFLOWS)
          throw new KinoraError('comfy.too_many_workflows', `${MOST_WORKFLOWS} workflows`);
        return show(transaction, await insertWorkflow(transaction, { name, ...read, createdBy: userIdOf(actor) }));
      }),

    rename: (actor: Member, id: string, name: string): Promise<ComfyWorkflow> =>
      inMine(actor, async (transaction) => {
        await renameWorkflow(transaction, id, name);
        return show(transaction, id);
      }),

    delete: (actor: Member, id: string): Promise<void> =>
      inMine(actor, async (transaction) => {
        if (!(await deleteWorkflow(transaction, id))) throw new KinoraError('comfy.no_workflow', `no workflow ${id}`);
      }),
  };
}

const CODES = {
  not_api: 'comfy.workflow_not_api',
  not_whole: 'comfy.workflow_not_whole',
  no_end: 'comfy.workflow_no_end',
  bad_name: 'comfy.workflow_bad_name',
  no_prompt: 'comfy.workflow_no_prompt',
} as const satisfies Record<WorkflowProblem['kind'], string>;

function toError({ kind, node }: WorkflowProblem): KinoraError {
  return new KinoraError(CODES[kind], `${kind} at node ${node}`, node === null ? {} : { details: { node } });
}

function presentWorkflow(row: WorkflowRow): ComfyWorkflow {
  return {
    id: row.id,
    name: row.name,
    capability: toWorkflowModel(toOwnWorkflow(row)).capability,
    inputs: [...row.places],
    nodes: Object.keys(row.graph).length,
    createdAt: row.created_at.toISOString(),
  };
}
