import type { Consent, PicturedPerson } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

/** A consent as it counts today, by the organization's own calendar. */
const STATE = `case when c.revoked_at is not null then 'revoked'
    when c.valid_until < (now() at time zone o.time_zone)::date then 'expired' else 'valid' end`;

type PersonRow = { consent_id: string | null; person_name: string | null; state: Consent['state'] | null };

export async function findPicturedPerson(transaction: Transaction, assetId: string): Promise<PicturedPerson | null> {
  const { rows } = await transaction.query<PersonRow>(
    `select p.consent_id, c.person_name, case when c.id is not null then ${STATE} end as state
       from pictured_people p join organizations o on o.id = p.organization_id
       left join consents c on c.organization_id = p.organization_id and c.id = p.consent_id
      where p.asset_id = $1`,
    [assetId],
  );
  const [row] = rows;
  return row ? { consentId: row.consent_id, personName: row.person_name, state: row.state } : null;
}

export async function savePicturedPerson(
  transaction: Transaction,
  { assetId, consentId, by }: { assetId: string; consentId: string | null; by: string | null },
): Promise<void> {
  await transaction.query(
    `insert into pictured_people (organization_id, asset_id, consent_id, noted_by) values (app.org(), $1, $2, $3)
     on conflict (organization_id, asset_id) do update set consent_id = excluded.consent_id, noted_by = excluded.noted_by`,
    [assetId, consentId, by],
  );
}

export async function deletePicturedPerson(transaction: Transaction, assetId: string): Promise<void> {
  await transaction.query('delete from pictured_people where asset_id = $1', [assetId]);
}

/** Names of files among these contents that show a person without valid leave for the face. */
export async function listWithoutConsent(transaction: Transaction, hashes: readonly string[]): Promise<string[]> {
  const { rows } = await transaction.query<{ name: string }>(
    `select a.name from assets a
       join pictured_people p on p.organization_id = a.organization_id and p.asset_id = a.id
       join organizations o on o.id = a.organization_id
       left join consents c on c.organization_id = p.organization_id and c.id = p.consent_id and c.kind = 'face'
      where a.sha256 = any($1) and (c.id is null or ${STATE} <> 'valid') order by a.name`,
    [hashes],
  );
  return rows.map(({ name }) => name);
}

/** States of the consents that name this voice; none where nobody recorded one. */
export async function listVoiceConsents(transaction: Transaction, voiceId: string): Promise<Consent['state'][]> {
  const { rows } = await transaction.query<{ state: Consent['state'] }>(
    `select ${STATE} as state from consents c join organizations o on o.id = c.organization_id
      where c.kind = 'voice' and c.voice_id = $1`,
    [voiceId],
  );
  return rows.map(({ state }) => state);
}
