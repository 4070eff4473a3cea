import { createHash } from 'node:crypto';
import { KinoraError, type SafetyCategory, type SafetyDecision, type SafetyLevel } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { checkPrompt } from './check-prompt.ts';
import { isRefused } from './policy.ts';
import { insertDecision, isOverturned, readPolicy } from './store.ts';

export type Checked = {
  organizationId: string;
  text: string;
  subject: SafetyDecision['subject'];
  userId?: string | null;
  jobId?: string | null;
};
/** What a vendor found; null when it could not be asked. */
export type VendorVerdict = { vendor: string; categories: readonly SafetyCategory[] | null };
/** Asks every vendor of the organization that checks words for nothing. */
export type AskVendors = (organizationId: string, text: string) => Promise<readonly VendorVerdict[]>;

export type SafetyGuard = ReturnType<typeof createSafetyGuard>;
type Refusal = { category: SafetyCategory; found: string; checker: string };

const BUILT_IN = 'Built-in check';
const EXCERPT = 500;

/** Stands before everything that words can ask for. A refusal is recorded whatever becomes of the request it ends. */
export function createSafetyGuard(parts: { database: Pick<Database, 'inOrganization'>; askVendors: AskVendors }) {
  const { database } = parts;

  async function refuse(checked: Checked, level: SafetyLevel, { category, found, checker }: Refusal): Promise<never> {
    const id = newId();
    await database.inOrganization(checked.organizationId, (transaction) =>
      insertDecision(transaction, {
        id,
        subject: checked.subject,
        excerpt: checked.text.slice(0, EXCERPT),
        found: found.slice(0, 200),
        textSha256: hashOf(checked.text),
        category,
        level,
        checker,
        userId: checked.userId ?? null,
        jobId: checked.jobId ?? null,
      }),
    );
    throw new KinoraError('safety.refused', `${checker}: ${category}`, { details: { decisionId: id, category } });
  }

  const readState = ({ organizationId, text }: Checked) =>
    database.inOrganization(organizationId, async (transaction) => ({
      policy: await readPolicy(transaction),
      isOpened: await isOverturned(transaction, hashOf(text)),
    }));

  /** Built-in rules alone: at once, and for words that may never go anywhere. @throws `safety.refused` */
  async function assertWords(checked: Checked): Promise<void> {
    if (checked.text.trim() === '') return;
    const { policy, isOpened } = await readState(checked);
    const verdict = checkPrompt(checked.text, policy.level);
    if (verdict.kind === 'allowed') return;
    if (isOpened && verdict.category !== 'minors') return;
    await refuse(checked, policy.level, { ...verdict, checker: BUILT_IN });
  }

  /** Also by the vendors that can be asked: right before something is made. @throws `safety.check_unreachable` */
  async function assertGeneration(checked: Checked): Promise<void> {
    await assertWords(checked);
    const { policy, isOpened } = await readState(checked);
    if (!policy.uses_vendors || checked.text.trim() === '') return;
    for (const { vendor, categories } of await parts.askVendors(checked.organizationId, checked.text)) {
      if (categories === null) {
        // Below strict the built-in check is enough, and a vendor that is away must not stop all work.
        if (policy.level !== 'strict') continue;
        throw new KinoraError('safety.check_unreachable', `${vendor} did not check`, { isRetryable: true });
      }
      const category = categories.find((one) => isRefused(one, policy.level) && (one === 'minors' || !isOpened));
      if (category) await refuse(checked, policy.level, { category, found: category, checker: vendor });
    }
  }

  return { assertWords, assertGeneration };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Every text in a form, whatever studio it is for; ids and choices are texts as well, and harmless. */
export function textsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return '';
  return Object.values(value).map(textsIn).filter(Boolean).join('\n');
}
