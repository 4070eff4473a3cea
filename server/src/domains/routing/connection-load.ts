import type { QueueStatus } from '@kinora/contract';
import type { Provider } from '@kinora/providers';
import type { Transaction } from '../../platform/database/index.ts';

type Providers = ReadonlyMap<string, Provider>;
type LoadRow = { id: string; name: string; provider: string; used: number; max: number | null };

/** What each account of the organization has in work at its vendor now, as the limit of its connection counts it. */
export async function readConnectionLoad(
  transaction: Transaction,
  providers: Providers,
): Promise<QueueStatus['connections']> {
  const { rows } = await transaction.query<LoadRow>(
    `select c.id, c.name, c.provider, c.max_concurrent as max, count(i.id)::int as used
       from connections c left join intents i on i.connection_id = c.id and i.finished_at is null
         and (i.state in ('sending', 'accepted')
           or i.state = 'unknown' and i.sent_at > clock_timestamp() - interval '15 minutes')
      where c.is_enabled group by c.id order by c.name, c.id`,
  );
  return rows.flatMap(({ max, ...row }) => {
    const total = max ?? providers.get(row.provider)?.limits.concurrent;
    return total === undefined ? [] : [{ ...row, total }];
  });
}
