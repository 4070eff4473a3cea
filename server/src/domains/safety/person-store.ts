import type { Consent } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

/** A consent as it counts today, by the organization's own calendar. */
const STATE = `case when c.revoked_at is not null then 'revoked'
    when c.valid_until < (now() at time zone o.time_zone)::date then 'expired' else 'valid' end`;

/**
 * Names of files among these contents that show a person without leave: with none noted for the face, or with one that ran
 * out or was withdrawn. A face's consent at a file says too that it shows somebody.
 */
export async function listWithoutConsent(transaction: Transaction, hashes: readonly string[]): Promise<string[]> {
  const { rows } = await transaction.query<{ name: string }>(
    `select a.name from assets a
       join organizations o on o.id = a.organization_id
       left join asset_consents l on l.organization_id = a.organization_id and l.asset_id = a.id
       left join consents c on c.organization_id = l.organization_id and c.id = l.consent_id and c.kind = 'face'
      where a.sha256 = any($1)
      group by a.id
     having (a.shows_person and count(c.id) = 0) or bool_or(c.id is not null and ${STATE} <> 'valid')
      order by a.name`,
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
