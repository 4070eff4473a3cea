import { isKinoraError } from '@kinora/contract';
import type { Database, Transaction } from '../../../platform/database/index.ts';
import { sendLive } from '../../../platform/events/index.ts';
import { readPolicy } from '../store.ts';
import { isRefusedAt, judgePicture, THRESHOLDS, type Thresholds } from './judge.ts';
import { type LookParts, lookAt } from './look.ts';
import { recordRefusal } from './refuse.ts';
import { type Content, findSubject, forgetContent, planNextTry, readChecks, type Subject, saveLook } from './store.ts';

export type RefusalToTell = {
  organizationId: string;
  userId: string | null;
  name: string;
  projectId: string | null;
  decisionId: string;
};
export type CheckParts = Omit<LookParts, 'checker'> & {
  database: Pick<Database, 'inOrganization'>;
  checker: LookParts['checker'] & { model: string };
  /** Tells whoever brought it, or had it made, in the transaction that recorded the refusal. */
  tellRefused(transaction: Transaction, refusal: RefusalToTell): Promise<void>;
  /** The hosted preset looks at pictures whatever an organization says. */
  isRequired: boolean;
  /** For tests: others than those that were measured. */
  thresholds?: Thresholds;
};

/** Looks at one content and writes down what was seen. @throws what kept it from being looked at; it is tried again */
export type CheckContent = (content: Content) => Promise<void>;

/**
 * A content is unchecked until it was looked at once; a failure (the child died, the disk was away, the film could not be
 * decoded) leaves it so, with its next try planned. Two who look at the same one at the same time write the same.
 */
export function createCheckContent(parts: CheckParts): CheckContent {
  const { database, checker, thresholds = THRESHOLDS } = parts;

  async function write(content: Content, subject: Subject, scores: Awaited<ReturnType<typeof lookAt>>) {
    const { organizationId, hash } = content;
    await database.inOrganization(organizationId, async (transaction) => {
      const finding = judgePicture(scores, thresholds);
      await saveLook(transaction, hash, { scores, model: checker.model, finding });
      await tellEnded(transaction, organizationId);
      const policy = await readPolicy(transaction);
      const row = (await readChecks(transaction, [hash])).find((one) => one.hash === hash);
      const isOn = policy.checks_pictures || parts.isRequired;
      if (!row || !isOn || !isRefusedAt(row.refused_from, policy.level)) return;
      const decisionId = await recordRefusal(transaction, row, policy.level);
      if (decisionId === null) return;
      const { name, project_id: projectId, user_id: userId } = subject;
      await parts.tellRefused(transaction, { organizationId, userId, name, projectId, decisionId });
    });
  }

  return async function check(content) {
    const { organizationId, hash } = content;
    const subject = await database.inOrganization(organizationId, async (transaction) => {
      const found = await findSubject(transaction, hash);
      if (!found) await forgetContent(transaction, hash);
      return found;
    });
    if (!subject) return;
    try {
      await write(content, subject, await lookAt(parts, content, subject));
    } catch (error) {
      await database.inOrganization(organizationId, async (transaction) => {
        await planNextTry(transaction, hash);
        await tellEnded(transaction, organizationId);
      });
      throw error;
    }
  };
}

/** Screens that wait for a look ask again; of what was let pass nobody is told otherwise. */
function tellEnded(transaction: Transaction, organizationId: string): Promise<void> {
  return sendLive(transaction, { organizationId, type: 'picture_check.ended', data: {} });
}

/** What is no fault of ours to be told of each time: it is written at the picture and tried again. */
export function isPassing(error: unknown): boolean {
  return isKinoraError(error) && error.isRetryable;
}
