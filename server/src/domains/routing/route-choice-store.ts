import type { RouteChoice } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';

/** Of one project or of one brand. */
export type ChoiceScope = { projectId: string } | { brandId: string };

export async function listChoices(transaction: Transaction, scope: ChoiceScope): Promise<RouteChoice[]> {
  const [column, id] = placeOf(scope);
  const { rows } = await transaction.query<RouteChoice>(
    `select capability, purpose, connection, model from route_choices where ${column} = $1 order by capability, purpose`,
    [id],
  );
  return rows;
}

/** The whole list takes the place of the one before. */
export async function replaceChoices(
  transaction: Transaction,
  scope: ChoiceScope,
  items: readonly RouteChoice[],
): Promise<void> {
  const [column, id] = placeOf(scope);
  await transaction.query(`delete from route_choices where ${column} = $1`, [id]);
  for (const { capability, purpose, connection, model } of items)
    await transaction.query(
      `insert into route_choices (id, organization_id, ${column}, capability, purpose, connection, model)
       values ($1, app.org(), $2, $3, $4, $5, $6)
       on conflict (organization_id, project_id, brand_id, capability, purpose)
         do update set connection = excluded.connection, model = excluded.model`,
      [newId(), id, capability, purpose, connection, model],
    );
}

/** Names of columns are this file's own, never a caller's. */
function placeOf(scope: ChoiceScope): ['project_id' | 'brand_id', string] {
  return 'projectId' in scope ? ['project_id', scope.projectId] : ['brand_id', scope.brandId];
}

export type PastUse = { asked: number; failed: number; median_seconds: number | null };

/**
 * What asking each model came to: the last day's ends, and the month's median time from sending to the finished file. Refusals
 * of words or by safety rules say nothing about the model.
 */
export async function listPastUse(transaction: Transaction): Promise<Map<string, PastUse>> {
  const { rows } = await transaction.query<PastUse & { key: string }>(
    `select coalesce(connection_id::text, 'operator:' || provider) || ' ' || model as key,
       count(*) filter (where finished_at > now() - interval '1 day' and state in ('finished', 'failed', 'refused'))::int as asked,
       count(*) filter (where finished_at > now() - interval '1 day' and state in ('failed', 'refused')
         and fault_kind not in ('invalid_input', 'moderated'))::int as failed,
       percentile_cont(0.5) within group (order by extract(epoch from finished_at - sent_at)::float8)
         filter (where state = 'finished') as median_seconds
     from intents where sent_at > now() - interval '30 days' and (connection_id is not null or is_operators) group by 1`,
  );
  return new Map(rows.map(({ key, ...use }) => [key, use]));
}
