import { createHash } from 'node:crypto';
import { KinoraError, type SafetyCategory, type SafetyDecision, type SafetyLevel } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { checkPrompt } from './check-prompt.ts';
import { isRefused } from './policy.ts';
import { insertDecision, listOverturned, readPolicy } from './store.ts';

export type Checked = {
  organizationId: string;
  /** Judged one by one, so that an appeal opens a brief in whatever form it comes. */
  texts: readonly string[];
  subject: SafetyDecision['subject'];
  userId?: string | null;
  jobId?: string | null;
};
/** What a vendor found; null when it could not be asked. */
export type VendorVerdict = { vendor: string; categories: readonly SafetyCategory[] | null };
/** Asks every vendor of the organization that checks words for nothing. */
export type AskVendors = (organizationId: string, text: string) => Promise<readonly VendorVerdict[]>;

export type SafetyGuard = ReturnType<typeof createSafetyGuard>;
type Refusal = { text: string; category: SafetyCategory; found: string; checker: string };

const BUILT_IN = 'Built-in check';
const EXCERPT = 500;

/** Stands before everything that words can ask for. A refusal is recorded whatever becomes of the request it ends. */
export function createSafetyGuard(parts: { database: Pick<Database, 'inOrganization'>; askVendors: AskVendors }) {
  const { database } = parts;

  async function refuse(
    checked: Checked,
    level: SafetyLevel,
    { text, category, found, checker }: Refusal,
  ): Promise<never> {
    const id = newId();
    await database.inOrganization(checked.organizationId, (transaction) =>
      insertDecision(transaction, {
        id,
        subject: checked.subject,
        excerpt: text.slice(0, EXCERPT),
        found: found.slice(0, 200),
        textSha256: hashOf(text),
        category,
        level,
        checker,
        userId: checked.userId ?? null,
        jobId: checked.jobId ?? null,
      }),
    );
    throw new KinoraError('safety.refused', `${checker}: ${category}`, { details: { decisionId: id, category } });
  }

  /** The rules, and the texts that no appeal has opened. */
  async function readState({ organizationId, texts }: Checked) {
    return database.inOrganization(organizationId, async (transaction) => {
      const hashes = new Map(texts.map((text) => [hashOf(text), text]));
      const opened = new Set(await listOverturned(transaction, [...hashes.keys()]));
      const policy = await readPolicy(transaction);
      return { policy, opened: new Set([...opened].map((hash) => hashes.get(hash)!)) };
    });
  }

  /** Built-in rules alone: at once, and for words that may never go anywhere. @throws `safety.refused` */
  async function assertWords(checked: Checked): Promise<void> {
    const { policy, opened } = await readState(checked);
    for (const text of checked.texts) {
      const verdict = checkPrompt(text, policy.level);
      if (verdict.kind === 'allowed' || (opened.has(text) && verdict.category !== 'minors')) continue;
      await refuse(checked, policy.level, { ...verdict, text, checker: BUILT_IN });
    }
  }

  /** Also by the vendors that can be asked: right before something is made. @throws `safety.check_unreachable` */
  async function assertGeneration(checked: Checked): Promise<void> {
    await assertWords(checked);
    const { policy, opened } = await readState(checked);
    if (!policy.uses_vendors) return;
    const refusedBy = (one: SafetyCategory) => isRefused(one, policy.level);
    await askAbout(checked, policy.level, {
      texts: checked.texts.filter((one) => !opened.has(one)),
      isRefused: refusedBy,
    });
    // What an appeal has opened is asked about all the same: no appeal opens harm to children.
    await askAbout(checked, policy.level, { texts: [...opened], isRefused: (one) => one === 'minors' });
  }

  async function askAbout(
    checked: Checked,
    level: SafetyLevel,
    asked: { texts: readonly string[]; isRefused: (category: SafetyCategory) => boolean },
  ): Promise<void> {
    const text = asked.texts.join('\n');
    if (text.trim() === '') return;
    for (const { vendor, categories } of await parts.askVendors(checked.organizationId, text)) {
      if (categories === null) {
        // Below strict the built-in check is enough, and a vendor that is away must not stop all work.
        if (level !== 'strict') continue;
        throw new KinoraError('safety.check_unreachable', `${vendor} did not check`, { isRetryable: true });
      }
      const category = categories.find(asked.isRefused);
      if (category) await refuse(checked, level, { text, category, found: category, checker: vendor });
    }
  }

  return { assertWords, assertGeneration };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex');
}

/**
 * Every text in a form, whatever studio it is for; ids and choices are texts as well, and harmless. Lines that are shown
 * together are one text: a word may be broken over them.
 */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value];
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return textsIn(value.join(' '));
  return Object.values(value).flatMap(textsIn);
}

/** What a request says: its words, or, where a model is asked in JSON, the texts in it. */
export function textsOfPrompt(prompt: string): string[] {
  try {
    return prompt.startsWith('{') ? textsIn(JSON.parse(prompt)) : textsIn(prompt);
  } catch {
    return textsIn(prompt);
  }
}
