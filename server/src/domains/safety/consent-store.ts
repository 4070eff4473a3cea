import type { Consent } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';

export type ConsentBody = Pick<Consent, 'personName' | 'kind' | 'voiceId' | 'scope' | 'proof' | 'validUntil'>;
type ConsentRow = {
  id: string;
  person_name: string;
  kind: Consent['kind'];
  voice_id: string | null;
  scope: string;
  proof: string;
  valid_until: string | null;
  is_expired: boolean;
  recorded_by_name: string | null;
  created_at: Date;
  revoked_at: Date | null;
};

/** It ends with its last day, as the organization's own calendar has it. */
const SHOWN = `select c.id, c.person_name, c.kind, c.voice_id, c.scope, c.proof, c.valid_until::text as valid_until,
    coalesce(c.valid_until < (now() at time zone o.time_zone)::date, false) as is_expired,
    app.member_name(c.recorded_by) as recorded_by_name, c.created_at, c.revoked_at
  from consents c join organizations o on o.id = c.organization_id`;

export async function listConsentRows(transaction: Transaction): Promise<Consent[]> {
  const { rows } = await transaction.query<ConsentRow>(`${SHOWN} order by lower(c.person_name), c.id limit 1000`);
  return rows.map(toConsent);
}

export async function findConsent(transaction: Transaction, id: string): Promise<Consent | undefined> {
  const { rows } = await transaction.query<ConsentRow>(`${SHOWN} where c.id = $1`, [id]);
  return rows[0] && toConsent(rows[0]);
}

export async function insertConsent(transaction: Transaction, body: ConsentBody, by: string | null): Promise<Consent> {
  const id = newId();
  await transaction.query(
    `insert into consents (id, organization_id, person_name, kind, voice_id, scope, proof, valid_until, recorded_by)
     values ($1, app.org(), $2, $3, $4, $5, $6, $7, $8)`,
    [id, body.personName, body.kind, body.voiceId, body.scope, body.proof, body.validUntil, by],
  );
  return (await findConsent(transaction, id))!;
}

export async function revokeConsentRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.query('update consents set revoked_at = now() where id = $1 and revoked_at is null', [id]);
}

function toConsent(row: ConsentRow): Consent {
  return {
    id: row.id,
    personName: row.person_name,
    kind: row.kind,
    voiceId: row.voice_id,
    scope: row.scope,
    proof: row.proof,
    validUntil: row.valid_until,
    state: row.revoked_at ? 'revoked' : row.is_expired ? 'expired' : 'valid',
    recordedBy: row.recorded_by_name,
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
