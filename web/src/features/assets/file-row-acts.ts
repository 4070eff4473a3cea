import { ArchiveRestore, Clapperboard, CornerDownLeft, Download, Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import type { Asset } from '../../api/index.ts';
import { type RowAct, useRowActs } from '../../app/palette/row-acts.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { toastProblem } from '../../ui/index.ts';
import type { Selection } from '../catalogue/use-selection.ts';
import { useBulkActs } from './bulk-acts.ts';

/** A film takes this many pictures. */
const PICTURES_A_FILM = 24;
/** Browsers ask before a page saves many files at once; more than this is what archives are for. */
export const DOWNLOADS_AT_ONCE = 10;

/** Where a film of these files is made; undefined where none can be shown or they are too many. */
export function filmOfFiles(files: readonly Asset[]): string | undefined {
  const fit = files.filter(({ kind }) => kind === 'image' || kind === 'video' || kind === 'vector');
  if (fit.length === 0 || fit.length > PICTURES_A_FILM) return undefined;
  return `/projects/new/film?pictures=${fit.map(({ id }) => id).join(',')}`;
}

export function downloadAll(assets: readonly Asset[]): void {
  for (const { url, name } of assets) {
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
  }
}

type List = {
  items: readonly Asset[];
  selection: Selection<Asset>;
  isTrash: boolean;
  canWrite: boolean;
  hrefOf: (asset: Asset) => string;
};

/** What the palette does with files: all that the bar at the foot of the library does. */
export function useFileRowActs({ items, selection, isTrash, canWrite, hrefOf }: List): void {
  const t = useWords();
  const [, navigate] = useLocation();
  const canMake = useMay('jobs.create');
  const bulk = useBulkActs();
  const run = (files: readonly Asset[], work: (ids: readonly string[]) => Promise<unknown>) =>
    void work(files.map(({ id }) => id)).then(selection.clear, toastProblem);
  const toActs = (files: readonly Asset[]): (RowAct | undefined)[] => {
    const [only] = files;
    const film = canMake ? filmOfFiles(files) : undefined;
    if (isTrash)
      return [
        canWrite
          ? {
              id: 'restore',
              label: t('library.restore'),
              icon: ArchiveRestore,
              run: () => run(files, bulk.restore),
            }
          : undefined,
      ];
    return [
      only && files.length === 1
        ? {
            id: 'open',
            label: t('palette.open', { name: only.name }),
            icon: CornerDownLeft,
            run: () => navigate(hrefOf(only)),
          }
        : undefined,
      film ? { id: 'film', label: t('library.makeFilm'), icon: Clapperboard, run: () => navigate(film) } : undefined,
      files.length <= DOWNLOADS_AT_ONCE
        ? { id: 'download', label: t('library.download'), icon: Download, run: () => downloadAll(files) }
        : undefined,
      canWrite
        ? { id: 'delete', label: t('library.delete'), icon: Trash2, run: () => run(files, bulk.trash) }
        : undefined,
    ];
  };
  useRowActs({ items, chosen: selection.chosen }, (files) => ({
    heading: (files.length === 1 && files[0]?.name) || t('library.chosenCount', { count: files.length }),
    acts: toActs(files).filter((act) => act !== undefined),
  }));
}
