import type { SafetyCategory } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import { listConnectionRows } from './connection-store.ts';
import { type ConnectionParts, type OpenConnection, openConnection, openRow } from './connections.ts';

type ModerateParts = ConnectionParts & { database: Pick<Database, 'inOrganization'> };
type Verdict = { vendor: string; categories: readonly SafetyCategory[] | null };

/** The organization's own connections and the operator's whose vendor checks words for nothing, one of each vendor. */
async function openModerators(parts: ModerateParts, organizationId: string): Promise<OpenConnection[]> {
  return parts.database.inOrganization(organizationId, async (transaction) => {
    const checks = (id: string) => parts.providers.get(id)?.moderate !== undefined;
    const rows = (await listConnectionRows(transaction)).filter((row) => row.is_enabled && checks(row.provider));
    const operators = [...parts.operator.keys()].filter(checks);
    const opened = [
      ...rows.map((row) => openRow(row, parts)),
      ...(await Promise.all(operators.map((id) => openConnection(transaction, `operator:${id}`, parts)))),
    ];
    return [...new Map(opened.reverse().map((one) => [one.provider.id, one])).values()];
  });
}

export async function askModerators(parts: ModerateParts, organizationId: string, text: string): Promise<Verdict[]> {
  const moderators = await openModerators(parts, organizationId);
  return Promise.all(
    moderators.map(async ({ provider, call }) => {
      const answer = await provider.moderate!(call, text);
      return { vendor: provider.title, categories: answer.kind === 'checked' ? answer.categories : null };
    }),
  );
}

export async function listModerators(parts: ModerateParts, organizationId: string): Promise<string[]> {
  return (await openModerators(parts, organizationId)).map(({ provider }) => provider.title);
}
