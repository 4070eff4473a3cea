import { type GenerationIntent, KinoraError } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { assertJob, assertMayControl, type JobActor, resumeJob } from '../jobs/index.ts';
import type { ConnectionParts } from './connections.ts';
import { checkNow, endIntent, findIntent, type IntentRow, insertIntent, listIntents } from './intent-store.ts';
import { keepOne } from './keeper.ts';
import { presentIntent } from './present.ts';

export type DecideParts = ConnectionParts & {
  database: Database;
  webhookUrlOf(provider: string, intentId: string): string | null;
};
export type Decision = 'check_again' | 'send_again' | 'close';
export type IntentService = ReturnType<typeof createIntentService>;

/** What a job asked vendors for, and the one thing about it that only a person may say. */
export function createIntentService(parts: DecideParts) {
  const { database } = parts;

  async function getUnknown(transaction: Transaction, actor: JobActor, id: string): Promise<IntentRow> {
    const intent = await findIntent(transaction, id);
    if (!intent) throw new KinoraError('intent.not_found', `no intent ${id}`);
    await assertMayControl(transaction, actor, intent.job_id);
    if (intent.state !== 'unknown') throw new KinoraError('intent.decided', `intent ${id} is ${intent.state}`);
    return intent;
  }

  /** The old row is closed and a new one takes its place, in one transaction: there is never a moment with two to send. */
  async function sendAgain(transaction: Transaction, intent: IntentRow): Promise<void> {
    const { job_id, name, run, connection_id, is_operators, provider, model, capability, request, placement } = intent;
    const webhookUrlOf = (id: string) => parts.webhookUrlOf(provider, id);
    const number = intent.number + 1;
    await insertIntent(transaction, {
      job_id,
      name,
      number,
      run,
      connection_id,
      is_operators,
      provider,
      model,
      capability,
      request,
      placement,
      webhookUrlOf,
    });
  }

  return {
    list: (organizationId: string, jobId: string): Promise<GenerationIntent[]> =>
      database.inOrganization(organizationId, async (transaction) => {
        await assertJob(transaction, jobId);
        return (await listIntents(transaction, jobId)).map(presentIntent);
      }),

    async decide(actor: JobActor, id: string, decision: Decision): Promise<GenerationIntent> {
      const { organizationId } = actor;
      const jobId = await database.inOrganization(organizationId, async (transaction) => {
        const intent = await getUnknown(transaction, actor, id);
        if (decision === 'check_again') await checkNow(transaction, id);
        else {
          if (!(await endIntent(transaction, id, { state: 'given_up', by: actor.userId })))
            throw new KinoraError('intent.decided', `intent ${id} was settled meanwhile`);
          if (decision === 'send_again') await sendAgain(transaction, intent);
          await resumeJob(transaction, intent.job_id);
        }
        return intent.job_id;
      });
      if (decision === 'check_again') await keepOne(parts, { id, organization_id: organizationId, job_id: jobId });
      return database.inOrganization(organizationId, async (tx) => presentIntent((await findIntent(tx, id))!));
    },
  };
}
