import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { ChevronDown, X } from 'lucide-react';
import { useState } from 'react';
import { type ProductSummary, productNamesQuery, productQuery, productsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { SearchField } from '../../ui/filters.tsx';
import { Button, Check, Icon, IconButton, Modal } from '../../ui/index.ts';
import { toggled } from './library-state.ts';

/** A filter by products: there may be thousands, so they are looked for by name. */
export function ProductChoice({ chosen, onChange }: { chosen: readonly string[]; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const known = useQueries({ queries: chosen.map((id) => productQuery(id)) });
  const names = known.flatMap(({ data }) => (data ? [data.name] : []));
  return (
    <>
      <button
        type="button"
        className={chosen.length > 0 ? 'chip chip-on' : 'chip'}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <bdi className="cut filter-name">{names.length > 0 ? names.join(', ') : t('library.product')}</bdi>
        <Icon of={ChevronDown} />
      </button>
      {isOpen ? <ChoiceDialog chosen={chosen} onChange={onChange} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

const NEWEST = 8;

function ChoiceDialog({
  chosen,
  onChange,
  onClose,
}: {
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const [words, setWords] = useState('');
  const newest = useInfiniteQuery(productsQuery({}));
  const found = useQuery(productNamesQuery(words.trim()));
  const items: ProductSummary[] =
    words.trim().length > 1 ? (found.data?.items ?? []) : (newest.data?.pages[0]?.items.slice(0, NEWEST) ?? []);
  return (
    <Modal label={t('library.product')} onClose={onClose}>
      <div className="column product-choice">
        <div className="row">
          <h2 className="title grow">{t('library.product')}</h2>
          <IconButton icon={X} label={t('do.close')} onClick={onClose} />
        </div>
        <SearchField
          label={t('library.searchProduct')}
          clearLabel={t('library.clearSearch')}
          words={words}
          onChange={setWords}
        />
        <ul className="column">
          {items.map(({ id, name, sku }) => (
            <li key={id}>
              <Check
                label={
                  <>
                    <bdi>{name}</bdi> {sku ? <bdi className="time text-3">{sku}</bdi> : null}
                  </>
                }
                checked={chosen.includes(id)}
                onChange={() => onChange(toggled(chosen, id))}
              />
            </li>
          ))}
        </ul>
        {items.length === 0 && !newest.isPending && !found.isFetching ? (
          <p className="help">{t('library.noProduct')}</p>
        ) : null}
        <div className="row">
          {chosen.length > 0 ? (
            <Button look="plain" onClick={() => onChange([])}>
              {t('library.anyProduct')}
            </Button>
          ) : null}
          <span className="grow" />
          <Button look="main" onClick={onClose}>
            {t('library.showThem')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
