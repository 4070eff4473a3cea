import type { AssetDetail } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';

export type Rights = Pick<AssetDetail, 'licence' | 'showsPerson' | 'consents' | 'held'>;

/** What a file may be used for, who agreed to be in it, and where it may still lie. */
export async function readRights(transaction: Transaction, id: string): Promise<Rights> {
  const { rows } = await transaction.query<Rights>(
    `select a.licence, a.shows_person as "showsPerson",
       (select coalesce(json_agg(json_build_object('id', c.id, 'personName', c.person_name, 'kind', c.kind, 'state',
           case when c.revoked_at is not null then 'revoked'
             when c.valid_until < (now() at time zone o.time_zone)::date then 'expired' else 'valid' end)
           order by lower(c.person_name), c.id), '[]')
         from asset_consents l join consents c on c.id = l.consent_id join organizations o on o.id = c.organization_id
         where l.asset_id = a.id) as consents,
       (select json_build_object('provider', i.provider, 'remoteId', i.remote_id, 'at',
           to_char(i.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
         from intents i where i.remote_id is not null and a.id = any(i.asset_ids) order by i.id desc limit 1) as held
     from assets a where a.id = $1`,
    [id],
  );
  return rows[0] ?? { licence: null, showsPerson: false, consents: [], held: null };
}

/** The whole list. How many of them are here: what is of another organization is not. */
export async function setConsents(
  transaction: Transaction,
  organizationId: string,
  assetId: string,
  consentIds: readonly string[],
): Promise<number> {
  await transaction.query('delete from asset_consents where asset_id = $1 and consent_id <> all($2)', [
    assetId,
    consentIds,
  ]);
  await transaction.query(
    `insert into asset_consents (organization_id, asset_id, consent_id)
     select $1, $2, c.id from consents c where c.id = any($3) on conflict do nothing`,
    [organizationId, assetId, consentIds],
  );
  const { rows } = await transaction.query<{ count: number }>(
    'select count(*)::int as count from asset_consents where asset_id = $1',
    [assetId],
  );
  return rows[0]?.count ?? 0;
}
