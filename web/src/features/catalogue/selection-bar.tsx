import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArchiveRestore, ChevronDown, Clapperboard, Tag, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { brandsQuery, type ProductFacets, type ProductSummary } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords, type WordKey } from '../../app/words/index.ts';
import { Button, Icon, IconButton, Menu, type MenuItem, showToast, toastProblem } from '../../ui/index.ts';
import { type BulkChange, editMany, restoreMany } from './bulk-edit.ts';
import { STATUSES } from './list-state.ts';
import { TagDialog } from './tag-dialog.tsx';
import type { Selection } from './use-selection.ts';

/** Films take up to 24 pictures; more products than this could not all be in one. */
const PRODUCTS_A_FILM = 8;

/** What can be done with all that is chosen, at the foot of the list. */
export function SelectionBar({
  selection,
  isTrash,
  canWrite,
  tags,
}: {
  selection: Selection<ProductSummary>;
  isTrash: boolean;
  canWrite: boolean;
  tags: ProductFacets['tags'];
}) {
  const t = useWords();
  const count = selection.chosen.length;
  return (
    <section className="selection" aria-label={t('products.selection')}>
      <b className="strong">{t('products.chosenCount', { count })}</b>
      <span className="cut text-3 grow selection-names" dir="auto">
        {selection.chosen.map(({ name }) => name).join(', ')}
      </span>
      {canWrite ? (
        isTrash ? (
          <TrashActions selection={selection} />
        ) : (
          <Actions selection={selection} tags={tags} />
        )
      ) : null}
      <IconButton icon={X} label={t('products.clearChoice')} onClick={selection.clear} />
    </section>
  );
}

/** Sends a change of all that is chosen, says what happened and offers to take it back. */
function useActs(selection: Selection<ProductSummary>) {
  const t = useWords();
  const client = useQueryClient();
  const ids = selection.chosen.map(({ id }) => id);
  const refresh = () =>
    Promise.all(
      ['products', 'product', 'product-facets'].map((name) => client.invalidateQueries({ queryKey: [name] })),
    );
  const act = async (work: () => Promise<{ changed: number; undo: () => Promise<void> }>, sentence: WordKey) => {
    const { changed, undo } = await work();
    selection.clear();
    await refresh();
    const takeBack = async () => {
      await undo();
      await refresh();
    };
    showToast({ text: t(sentence, { count: changed }), undo: () => void takeBack().catch(toastProblem) });
  };
  const edit = (change: BulkChange, sentence: WordKey) =>
    void act(() => editMany(ids, change), sentence).catch(toastProblem);
  return { edit, restore: () => void act(() => restoreMany(ids), 'products.restored').catch(toastProblem) };
}

function TrashActions({ selection }: { selection: Selection<ProductSummary> }) {
  const t = useWords();
  const { restore } = useActs(selection);
  return (
    <Button icon={ArchiveRestore} onClick={restore}>
      {t('products.restore')}
    </Button>
  );
}

function Actions({ selection, tags }: { selection: Selection<ProductSummary>; tags: ProductFacets['tags'] }) {
  const t = useWords();
  const { edit } = useActs(selection);
  const [isTagging, setTagging] = useState(false);
  const statusItems: MenuItem[] = STATUSES.map((status) => ({
    kind: 'action',
    label: t(`product.status.${status}`),
    run: () => edit({ action: 'set_status', status }, `products.made.${status}`),
  }));
  const brandItems = useBrandItems((brandId) => edit({ action: 'set_brand', brandId }, 'products.branded'));
  return (
    <>
      <Menu className="button" side="top" items={statusItems}>
        {t('products.status')}
        <Icon of={ChevronDown} />
      </Menu>
      {brandItems.length > 1 ? (
        <Menu className="button" side="top" items={brandItems}>
          {t('products.brand')}
          <Icon of={ChevronDown} />
        </Menu>
      ) : null}
      <Button icon={Tag} onClick={() => setTagging(true)}>
        {t('products.tags')}
      </Button>
      <IconButton
        icon={Trash2}
        label={t('products.delete')}
        onClick={() => edit({ action: 'delete' }, 'products.trashed')}
      />
      <FilmButton selection={selection} />
      {isTagging ? (
        <TagDialog
          known={tags.map(({ value }) => value)}
          chosen={selection.chosen}
          onClose={() => setTagging(false)}
          onChange={(change) => {
            setTagging(false);
            edit(change, change.action === 'add_tags' ? 'products.tagged' : 'products.untagged');
          }}
        />
      ) : null}
    </>
  );
}

function useBrandItems(choose: (brandId: string | null) => void): MenuItem[] {
  const t = useWords();
  const { data: brands } = useQuery(brandsQuery);
  return [
    ...(brands?.items ?? []).map(({ id, name }): MenuItem => ({ kind: 'action', label: name, run: () => choose(id) })),
    { kind: 'action', label: t('product.noBrand'), run: () => choose(null) },
  ];
}

/** The screen's main action while something is chosen: one film of these products. */
function FilmButton({ selection }: { selection: Selection<ProductSummary> }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const canMake = useMay('jobs.create');
  const withPictures = selection.chosen.filter(({ mediaCount }) => mediaCount > 0);
  if (!canMake || withPictures.length === 0 || withPictures.length > PRODUCTS_A_FILM) return null;
  const ids = withPictures.map(({ id }) => id).join(',');
  return (
    <Button
      look="main"
      icon={Clapperboard}
      onClick={() => navigate(`/projects/new/film?products=${encodeURIComponent(ids)}`)}
    >
      {t('products.makeFilm')}
    </Button>
  );
}
