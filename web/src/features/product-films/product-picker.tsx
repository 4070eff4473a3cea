import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type Product, productPickQuery, productQuery } from '../../api/index.ts';
import { localeOf, useLanguage, useWords } from '../../app/words/index.ts';
import { Button, EmptyState, Icon, IconButton, Modal, Mono, Problem, TextInput } from '../../ui/index.ts';
import { AssetStill } from '../assets/asset-still.tsx';
import { sayPrice } from '../catalogue/price-text.ts';
import { HeroPicture } from '../catalogue/product-tile.tsx';
import { PICTURES_MAX, useSettled } from '../films/index.ts';
import { canBeSeen } from '../films/products-in-draft.ts';
import './product-picker.css';

type Pick = (product: Product, pictureIds: readonly string[]) => void;

/** A product of the catalogue, then which of its pictures, by role. */
export function ProductPicker({ onPick, onClose }: { onPick: Pick; onClose: () => void }) {
  const t = useWords();
  const [id, setId] = useState<string>();
  const own = useRef<HTMLDivElement>(null);
  // What was pressed is gone with its list: without this the keyboard would be outside, and Escape unheard.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at every change of what is shown
  useEffect(() => own.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), [id]);
  return (
    <Modal label={t('productFilm.pick')} onClose={onClose}>
      <div className="product-picker" ref={own}>
        {id ? (
          <MediaChoice id={id} onBack={() => setId(undefined)} onPick={onPick} />
        ) : (
          <ProductChoice onChoose={setId} />
        )}
      </div>
    </Modal>
  );
}

function ProductChoice({ onChoose }: { onChoose: (id: string) => void }) {
  const t = useWords();
  const language = useLanguage();
  const [words, setWords] = useState('');
  const { data, error, refetch } = useQuery(productPickQuery(useSettled(words.trim())));
  return (
    <>
      <h2 className="strong">{t('productFilm.pick')}</h2>
      <div className="picker-search">
        <Icon of={Search} />
        <TextInput
          data-autofocus
          dir="auto"
          type="search"
          aria-label={t('productFilm.pickSearch')}
          placeholder={t('productFilm.pickSearch')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {data?.items.length === 0 ? <EmptyState sentence={t('productFilm.pickNone')} /> : null}
      <ul className="picker-products">
        {(data?.items ?? []).map((item) => (
          <li key={item.id}>
            <button type="button" onClick={() => onChoose(item.id)}>
              <span className="picker-hero">
                <HeroPicture product={item} isSmall />
              </span>
              <span className="grow picker-name">
                <bdi className="cut strong">{item.name}</bdi>
                {item.sku ? <Mono>{item.sku}</Mono> : null}
              </span>
              {item.price ? <bdi className="text-2">{sayPrice(item.price, localeOf(language))}</bdi> : null}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function MediaChoice({ id, onBack, onPick }: { id: string; onBack: () => void; onPick: Pick }) {
  const t = useWords();
  const { data: product, error, refetch } = useQuery(productQuery(id));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const shown = (product?.media ?? []).filter(({ asset }) => canBeSeen(asset));
  const roles = [...new Set(shown.map(({ role }) => role))];
  const chosen = shown.map(({ asset }) => asset.id).filter((assetId) => !left.has(assetId));
  const toggle = (assetId: string) => setLeft(new Set(left.has(assetId) ? without(left, assetId) : [...left, assetId]));
  return (
    <>
      <header className="row">
        <IconButton icon={ArrowLeft} flipIcon label={t('productFilm.pickBack')} onClick={onBack} />
        <h2 className="strong grow cut" dir="auto" tabIndex={-1} data-autofocus="">
          {product?.name}
        </h2>
      </header>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {product && shown.length === 0 ? <EmptyState sentence={t('productFilm.pickNoPictures')} /> : null}
      <div className="picker-media">
        {roles.map((role) => (
          <fieldset key={role}>
            <legend className="label">{t(`media.role.${role}`)}</legend>
            <div className="picker-tiles">
              {shown
                .filter((one) => one.role === role)
                .map(({ id: mediaId, asset }) => (
                  <label
                    key={mediaId}
                    className="picker-tile"
                    style={{ backgroundColor: asset.placeholderColour ?? undefined }}
                  >
                    <input
                      type="checkbox"
                      aria-label={asset.name}
                      checked={!left.has(asset.id)}
                      onChange={() => toggle(asset.id)}
                    />
                    <AssetStill asset={asset} />
                  </label>
                ))}
            </div>
          </fieldset>
        ))}
      </div>
      <footer className="row">
        <span className="grow" />
        <Button
          look="main"
          disabled={!product || chosen.length === 0 || chosen.length > PICTURES_MAX}
          onClick={() => product && onPick(product, chosen)}
        >
          {t('productFilm.pickUse', { count: chosen.length })}
        </Button>
      </footer>
    </>
  );
}

function without(set: ReadonlySet<string>, gone: string): string[] {
  return [...set].filter((one) => one !== gone);
}
