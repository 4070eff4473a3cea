import {
  assetId,
  type Consent,
  KinoraError,
  messagesOf,
  type SafetyDecision,
  type SafetyPolicy,
} from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { type Member, userIdOf } from '../../platform/http/index.ts';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { noteChange } from '../accounts/index.ts';
import { type ConsentBody, findConsent, insertConsent, listConsentRows, revokeConsentRow } from './consent-store.ts';
import { countWaiting, planWaiting } from './pictures/index.ts';
import { isAppealable } from './policy.ts';
import {
  closeAppeal,
  type DecisionRow,
  findDecisionRow,
  listDecisionRows,
  lockPolicy,
  openAppeal,
  type PolicyRow,
  readPolicy,
  savePolicy,
} from './store.ts';

export type SafetyParts = {
  database: Pick<Database, 'inOrganization'>;
  /** Vendors of the organization that check words for nothing, by name. */
  listVendors(organizationId: string): Promise<string[]>;
  links: Pick<SignedLinks, 'toLink'>;
  /** The hosted preset looks at pictures whatever an organization says. */
  mustCheckPictures: boolean;
};
export type SafetyService = ReturnType<typeof createSafetyService>;

const toTold = ({ level, uses_vendors: usesVendors, checks_pictures: checksPictures }: PolicyRow) => ({
  level,
  usesVendors,
  checksPictures,
});

export function createSafetyService(parts: SafetyParts) {
  const inMine = <Result>(actor: Member, work: (transaction: Transaction) => Promise<Result>) =>
    parts.database.inOrganization(actor.organizationId, work);
  const { mustCheckPictures } = parts;
  const showPolicy = async (actor: Member, policy: PolicyRow): Promise<SafetyPolicy> => ({
    level: policy.level,
    usesVendors: policy.uses_vendors,
    vendors: await parts.listVendors(actor.organizationId),
    checksPictures: policy.checks_pictures || mustCheckPictures,
    mustCheckPictures,
    pictures: await inMine(actor, countWaiting),
  });
  const toDecision = (row: DecisionRow) => presentDecision(row, parts.links);

  return {
    async getPolicy(actor: Member): Promise<SafetyPolicy> {
      return showPolicy(actor, await inMine(actor, readPolicy));
    },

    async updatePolicy(
      actor: Member,
      change: {
        level?: PolicyRow['level'] | undefined;
        usesVendors?: boolean | undefined;
        checksPictures?: boolean | undefined;
      },
    ) {
      if (mustCheckPictures && change.checksPictures === false)
        throw new KinoraError('safety.pictures_required', 'the hosted preset checks pictures');
      const policy = await inMine(actor, async (transaction) => {
        const before = await lockPolicy(transaction);
        const next = {
          level: change.level ?? before.level,
          uses_vendors: change.usesVendors ?? before.uses_vendors,
          checks_pictures: change.checksPictures ?? before.checks_pictures,
        };
        await savePolicy(transaction, next);
        await noteChange(transaction, actor, {
          action: 'safety_policy.changed',
          subject: 'policy',
          before: toTold(before),
          after: toTold(next),
          told: ['level', 'usesVendors', 'checksPictures'],
        });
        if (next.checks_pictures !== before.checks_pictures) await planWaiting(transaction, next.checks_pictures);
        return next;
      });
      return showPolicy(actor, policy);
    },

    list: (actor: Member, query: { appeal: string | undefined; beforeId: string | undefined; limit: number }) =>
      inMine(actor, async (transaction) => {
        const mine = isKeeper(actor) ? {} : { userId: userIdOf(actor) };
        return (await listDecisionRows(transaction, { ...query, ...mine })).map(toDecision);
      }),

    appeal: (actor: Member, id: string, text: string): Promise<SafetyDecision> =>
      inMine(actor, async (transaction) => {
        const row = await getVisible(transaction, actor, id);
        if (!isAppealable(row.category)) throw new KinoraError('safety.not_appealable', `decision ${id}`);
        if (!(await openAppeal(transaction, id, text)))
          throw new KinoraError('safety.already_appealed', `decision ${id} is ${row.appeal}`);
        return toDecision((await findDecisionRow(transaction, id))!);
      }),

    decide: (actor: Member, id: string, closed: { outcome: 'upheld' | 'overturned'; note: string }) =>
      inMine(actor, async (transaction) => {
        await getVisible(transaction, actor, id);
        if (!(await closeAppeal(transaction, id, { ...closed, by: userIdOf(actor) })))
          throw new KinoraError('safety.no_appeal', `decision ${id} has no open appeal`);
        return toDecision((await findDecisionRow(transaction, id))!);
      }),

    listConsents: (actor: Member): Promise<Consent[]> => inMine(actor, listConsentRows),

    createConsent: (actor: Member, body: ConsentBody): Promise<Consent> =>
      inMine(actor, (transaction) => insertConsent(transaction, body, userIdOf(actor))),

    revokeConsent: (actor: Member, id: string): Promise<Consent> =>
      inMine(actor, async (transaction) => {
        await revokeConsentRow(transaction, id);
        const found = await findConsent(transaction, id);
        if (!found) throw new KinoraError('consent.not_found', `no consent ${id}`);
        return found;
      }),
  };
}

function isKeeper({ role }: Member): boolean {
  return role === 'owner' || role === 'admin';
}

/** Other people's words are for those who decide, and for nobody else. */
async function getVisible(transaction: Transaction, actor: Member, id: string): Promise<DecisionRow> {
  const row = await findDecisionRow(transaction, id);
  const isMine = row !== undefined && row.user_id !== null && row.user_id === userIdOf(actor);
  if (row && (isMine || isKeeper(actor))) return row;
  throw new KinoraError('safety.decision_not_found', `no decision ${id}`);
}

function presentDecision(row: DecisionRow, links: SafetyParts['links']): SafetyDecision {
  return {
    id: row.id,
    subject: row.subject,
    excerpt: row.excerpt,
    found: row.found,
    category: row.category,
    level: row.level,
    checker: row.checker,
    userId: row.user_id as SafetyDecision['userId'],
    userName: row.user_name,
    isAppealable: isAppealable(row.category),
    appeal: row.appeal,
    appealText: row.appeal_text,
    note: row.note,
    decidedAt: row.decided_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    messages: messagesOf([row.found]),
    picture: toPicture(row, links),
  };
}

/** Null for words, and for a picture that is gone. */
function toPicture(row: DecisionRow, links: SafetyParts['links']): SafetyDecision['picture'] {
  const { organization_id: organizationId, asset_id: id, thumbnail_sha256: hash } = row;
  if (id === null) return null;
  const thumbnail = { organizationId, name: 'thumbnail.webp', mediaType: 'image/webp' };
  return { assetId: assetId.parse(id), thumbnailUrl: hash && links.toLink({ ...thumbnail, hash }) };
}
