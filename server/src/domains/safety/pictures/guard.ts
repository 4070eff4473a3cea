import type { SafetyLevel } from '@kinora/contract';
import type { Database } from '../../../platform/database/index.ts';
import { readPolicy } from '../store.ts';
import type { CheckContent } from './check.ts';
import { isRefusedAt } from './judge.ts';
import { recordRefusal, refused, unchecked } from './refuse.ts';
import { type CheckRow, readChecks } from './store.ts';

export type AskedPictures = {
  organizationId: string;
  hashes: readonly string[];
  /** Whether those that nobody has looked at yet are looked at now: before anything is made or goes out. */
  looksNow: boolean;
};
/** @throws `safety.picture_refused`, `safety.picture_unchecked` */
export type PictureGuard = (asked: AskedPictures) => Promise<void>;

export type PictureGuardParts = {
  database: Pick<Database, 'inOrganization'>;
  check: CheckContent;
  isRequired: boolean;
};

/** Stands before every use of a picture that people brought or a provider made. Contents of which nothing is known are our own. */
export function createPictureGuard({ database, check, isRequired }: PictureGuardParts): PictureGuard {
  type State = { level: SafetyLevel; rows: CheckRow[] };

  /** Null where nothing is refused at all. */
  function read(organizationId: string, hashes: readonly string[]): Promise<State | null> {
    return database.inOrganization(organizationId, async (transaction) => {
      const policy = await readPolicy(transaction);
      if (policy.level === 'relaxed' || !(policy.checks_pictures || isRequired)) return null;
      return { level: policy.level, rows: await readChecks(transaction, hashes) };
    });
  }

  /** A refusal that only the level of today makes is recorded when it is first met, so that it can be appealed. */
  function record(organizationId: string, state: State, rows: readonly CheckRow[]): Promise<CheckRow[]> {
    return database.inOrganization(organizationId, async (transaction) => {
      for (const row of rows) if (row.decision_id === null) await recordRefusal(transaction, row, state.level);
      return readChecks(
        transaction,
        rows.map(({ hash }) => hash),
      );
    });
  }

  return async function assertPictures({ organizationId, hashes, looksNow }) {
    if (hashes.length === 0) return;
    let state = await read(organizationId, hashes);
    const waiting = looksNow ? (state?.rows.filter((row) => !row.is_checked) ?? []) : [];
    let fault: unknown;
    for (const { hash } of waiting)
      await check({ organizationId, hash }).catch((error: unknown) => {
        fault = error;
      });
    if (waiting.length > 0) state = await read(organizationId, hashes);
    if (state === null) return;
    const { level, rows } = state;
    const bad = rows.filter((row) => isRefusedAt(row.refused_from, level) && !row.is_opened);
    if (bad.length > 0) throw refused(await record(organizationId, state, bad));
    const still = rows.filter((row) => !row.is_checked);
    if (looksNow && still.length > 0) throw unchecked(still, fault);
  };
}
