import { ArchiveRestore, Clapperboard, Download, Trash2, X } from 'lucide-react';
import { useLocation } from 'wouter';
import type { Asset } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, IconButton, toastProblem } from '../../ui/index.ts';
import type { Selection } from '../catalogue/use-selection.ts';
import { useBulkActs } from './bulk-acts.ts';
import { DOWNLOADS_AT_ONCE, downloadAll, filmOfFiles } from './file-row-acts.ts';

/** What can be done with all that is chosen, at the foot of the list. */
export function LibraryBar({
  selection,
  isTrash,
  canWrite,
}: {
  selection: Selection<Asset>;
  isTrash: boolean;
  canWrite: boolean;
}) {
  const t = useWords();
  const { trash, restore } = useBulkActs();
  const ids = selection.chosen.map(({ id }) => id);
  const run = (work: (ids: readonly string[]) => Promise<unknown>) =>
    void work(ids).then(() => selection.clear(), toastProblem);
  return (
    <section className="selection" aria-label={t('library.selection')}>
      <b className="strong">{t('library.chosenCount', { count: ids.length })}</b>
      <span className="cut text-3 grow selection-names" dir="auto">
        {selection.chosen.map(({ name }) => name).join(', ')}
      </span>
      {isTrash || ids.length > DOWNLOADS_AT_ONCE ? null : (
        <Button icon={Download} onClick={() => downloadAll(selection.chosen)}>
          {t('library.download')}
        </Button>
      )}
      {canWrite && isTrash ? (
        <Button look="main" icon={ArchiveRestore} onClick={() => run(restore)}>
          {t('library.restore')}
        </Button>
      ) : null}
      {canWrite && !isTrash ? (
        <>
          <IconButton icon={Trash2} label={t('library.delete')} onClick={() => run(trash)} />
          <FilmButton chosen={selection.chosen} />
        </>
      ) : null}
      <IconButton icon={X} label={t('library.clearChoice')} onClick={selection.clear} />
    </section>
  );
}

/** The screen's main action while pictures are chosen: one film of them. */
function FilmButton({ chosen }: { chosen: readonly Asset[] }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const canMake = useMay('jobs.create');
  const href = filmOfFiles(chosen);
  if (!canMake || !href) return null;
  return (
    <Button look="main" icon={Clapperboard} onClick={() => navigate(href)}>
      {t('library.makeFilm')}
    </Button>
  );
}
