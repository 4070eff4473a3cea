import { KinoraError, type SafetyLevel, say } from '@kinora/contract';
import type { Transaction } from '../../../platform/database/index.ts';
import { newId } from '../../../platform/ids.ts';
import { insertDecision } from '../store.ts';
import type { CheckRow } from './store.ts';

/** As decisions name it; screens say it in the reader's language. */
export const PICTURE_CHECK = 'Built-in picture check';

export type RefusedPicture = Pick<CheckRow, 'hash' | 'name' | 'user_id' | 'category' | 'scores' | 'model'>;

/** Once for each content, however often it is asked for. @returns the new decision; null where there is one */
export async function recordRefusal(
  transaction: Transaction,
  { hash, name, user_id: userId, category, scores, model }: RefusedPicture,
  level: SafetyLevel,
): Promise<string | null> {
  const id = newId();
  const isNew = await insertDecision(transaction, {
    id,
    subject: 'picture',
    excerpt: nameOf(name),
    found: describe(scores, model),
    textSha256: hash,
    category: category ?? 'sexual',
    level,
    checker: PICTURE_CHECK,
    userId,
    jobId: null,
  });
  return isNew ? id : null;
}

/** The shares that count, as percent, and who says so. */
function describe(scores: CheckRow['scores'], model: string | null): string {
  const percent = (share: number) => Math.round(share * 100);
  const { porn = 0, hentai = 0, sexy = 0 } = scores ?? {};
  return say('picture.seen', {
    sexual: percent(porn + hentai),
    suggestive: percent(sexy),
    model: model ?? 'unknown',
  });
}

export function refused(rows: readonly CheckRow[]): KinoraError {
  const [first] = rows;
  const sentence = say('picture.refused', { names: namesOf(rows) });
  return new KinoraError('safety.picture_refused', `refused: ${rows.map(({ hash }) => hash).join(' ')}`, {
    sentence,
    details: { decisionId: first?.decision_id ?? null, category: first?.category ?? null, wasTaken: false },
  });
}

export function unchecked(rows: readonly CheckRow[], cause: unknown): KinoraError {
  return new KinoraError('safety.picture_unchecked', `not checked: ${rows.map(({ hash }) => hash).join(' ')}`, {
    sentence: say('picture.unchecked', { names: namesOf(rows) }),
    details: { wasTaken: false },
    isRetryable: true,
    cause,
  });
}

const nameOf = (name: string | null) => (name ?? 'picture').slice(0, 500);
const namesOf = (rows: readonly CheckRow[]) => rows.map(({ name }) => `“${nameOf(name).slice(0, 60)}”`).join(', ');
