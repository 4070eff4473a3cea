import type { Transaction } from '../../platform/database/index.ts';

export type SegmentLimits = { days: number; bytes: number };

/** Pieces nobody used for a while, then the longest unused until the rest fits. Answers the contents whose rows have gone. */
export async function evictSegments(transaction: Transaction, limits: SegmentLimits): Promise<string[]> {
  const { rows } = await transaction.query<{ sha256: string }>(
    `with ranked as (
       select content_hash, used_at, sum(size_bytes) over (order by used_at desc, content_hash) as kept_bytes from segment_cache)
     delete from segment_cache s using ranked r
      where r.content_hash = s.content_hash and (r.used_at < now() - make_interval(days => $1) or r.kept_bytes > $2)
     returning s.sha256`,
    [limits.days, limits.bytes],
  );
  return rows.map((row) => row.sha256);
}
