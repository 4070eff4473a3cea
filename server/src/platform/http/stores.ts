import type { Database } from '../database/index.ts';
import type { IdempotencyStore, StoredAnswer } from './idempotency.ts';
import { createBlockCounter } from './rate-blocks.ts';
import type { RateCounter } from './rate-limit.ts';

type KeyRow = { body_hash: string; answer: StoredAnswer | null; is_ours: boolean };

/** A running key older than this was left by a crash and may be taken over, by one request: its minute begins anew. */
const ABANDONED_AFTER_SECONDS = 60;

export function createIdempotencyStore(database: Pick<Database, 'inOrganization'>): IdempotencyStore {
  return {
    begin: (scope, bodyHash) =>
      database.inOrganization(scope.organizationId, async (transaction) => {
        const { rows } = await transaction.query<KeyRow>(
          `insert into idempotency_keys as k (organization_id, actor, route, key, body_hash) values ($1, $2, $3, $4, $5)
           on conflict (organization_id, actor, route, key) do update set seen_at = now(), started_at = case
             when k.answer is null and k.body_hash = excluded.body_hash and k.started_at < now() - make_interval(secs => $6)
             then now() else k.started_at end
           returning body_hash, answer, (answer is null and started_at = seen_at) as is_ours`,
          [scope.organizationId, scope.actor, scope.route, scope.key, bodyHash, ABANDONED_AFTER_SECONDS],
        );
        const row = rows[0]!;
        if (row.is_ours) return { state: 'new' };
        if (row.body_hash !== bodyHash) return { state: 'mismatch' };
        if (row.answer) return { state: 'answered', answer: row.answer };
        return { state: 'running' };
      }),
    finish: (scope, answer) =>
      database.inOrganization(scope.organizationId, async (transaction) => {
        await transaction.query(
          'update idempotency_keys set answer = $5 where organization_id = $1 and actor = $2 and route = $3 and key = $4',
          [scope.organizationId, scope.actor, scope.route, scope.key, JSON.stringify(answer)],
        );
      }),
    forget: (scope) =>
      database.inOrganization(scope.organizationId, async (transaction) => {
        await transaction.query(
          'delete from idempotency_keys where organization_id = $1 and actor = $2 and route = $3 and key = $4 and answer is null',
          [scope.organizationId, scope.actor, scope.route, scope.key],
        );
      }),
  };
}

/** Fixed windows, one row a key, in PostgreSQL: several API processes share one limit. */
export function createRateCounter(database: Pick<Database, 'app'>): RateCounter {
  return createBlockCounter(async (key, windowSeconds, calls) => {
    const { rows } = await database.app.query<{ count: number; seconds_left: number }>(
      'select count, seconds_left from app.hit_rate_bucket($1, $2, $3)',
      [key, windowSeconds, calls],
    );
    const row = rows[0]!;
    return { count: row.count, secondsLeft: Number(row.seconds_left) };
  });
}
