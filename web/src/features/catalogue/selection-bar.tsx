import { useQuery } from '@tanstack/react-query';
import { ArchiveRestore, ChevronDown, Clapperboard, Tag, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { brandsQuery, type ProductFacets, type ProductSummary } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords, type WordKey } from '../../app/words/index.ts';
import { Button, Icon, IconButton, Menu, type MenuItem } from '../../ui/index.ts';
import type { BulkChange } from './bulk-edit.ts';
import { STATUSES } from './list-state.ts';
import { filmOfEach, filmOfProducts, useProductActs } from './product-row-acts.ts';
import { TagDialog } from './tag-dialog.tsx';
import type { Selection } from './use-selection.ts';

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

function TrashActions({ selection }: { selection: Selection<ProductSummary> }) {
  const t = useWords();
  const { restore } = useProductActs(selection.clear);
  return (
    <Button icon={ArchiveRestore} onClick={() => restore(selection.chosen)}>
      {t('products.restore')}
    </Button>
  );
}

function Actions({ selection, tags }: { selection: Selection<ProductSummary>; tags: ProductFacets['tags'] }) {
  const t = useWords();
  const acts = useProductActs(selection.clear);
  const edit = (change: BulkChange, sentence: WordKey) => acts.edit(selection.chosen, change, sentence);
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
      <FilmButtons selection={selection} />
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

/** The screen's main action while something is chosen: one film of these products, or one of each. */
function FilmButtons({ selection }: { selection: Selection<ProductSummary> }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const canMake = useMay('jobs.create');
  const one = filmOfProducts(selection.chosen);
  const each = filmOfEach(selection.chosen);
  if (!canMake) return null;
  return (
    <>
      {each ? (
        <Button look={one ? 'quiet' : 'main'} icon={Clapperboard} onClick={() => navigate(each)}>
          {t('productFilm.many')}
        </Button>
      ) : null}
      {one ? (
        <Button look="main" icon={Clapperboard} onClick={() => navigate(one)}>
          {t('products.makeFilm')}
        </Button>
      ) : null}
    </>
  );
}
