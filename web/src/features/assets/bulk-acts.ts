import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { call, type RefusedAsset } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';

/** Most files of one call; more are sent one call after the other. */
const PER_CALL = 500;
type Outcome = Awaited<ReturnType<typeof sendAll>>;

async function sendAll(ids: readonly string[], action: 'delete' | 'restore') {
  const changed: string[] = [];
  const refused: RefusedAsset[] = [];
  for (let start = 0; start < ids.length; start += PER_CALL) {
    const body = { ids: ids.slice(start, start + PER_CALL), change: { action } };
    const outcome = await call('bulkEditAssets', { body });
    changed.push(...outcome.changed);
    refused.push(...outcome.refused);
  }
  return { changed, refused };
}

export function renewAssets(client: QueryClient): Promise<unknown> {
  return Promise.all(['assets', 'asset', 'asset-facets'].map((name) => client.invalidateQueries({ queryKey: [name] })));
}

/** To the trash and back, many at a time; what happened is said with a way to take it back, and what stays with the reason. */
export function useBulkActs() {
  const t = useWords();
  const client = useQueryClient();
  const sayRefused = ({ refused }: Outcome) => {
    const [first] = refused;
    const [needs] = first?.places ?? [];
    if (!first || !needs) return;
    const place = t(`library.place.${needs.place}`, { name: needs.name });
    showToast({ tone: 'bad', text: t('library.kept', { count: refused.length, name: first.name, place }) });
  };
  const act = async (ids: readonly string[], action: 'delete' | 'restore') => {
    const outcome = await sendAll(ids, action);
    await renewAssets(client);
    sayRefused(outcome);
    if (outcome.changed.length === 0) return outcome;
    const takeBack = async () => {
      await sendAll(outcome.changed, action === 'delete' ? 'restore' : 'delete');
      await renewAssets(client);
    };
    showToast({
      text: t(action === 'delete' ? 'library.trashed' : 'library.restored', { count: outcome.changed.length }),
      undo: () => void takeBack().catch(toastProblem),
    });
    return outcome;
  };
  return {
    trash: (ids: readonly string[]) => act(ids, 'delete'),
    restore: (ids: readonly string[]) => act(ids, 'restore'),
  };
}
